#!/usr/bin/env node
// `npm run test:browser [-- PLAYWRIGHT ARGS]`: the browser tests alone, on whatever Chromium there is.
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildParts } from './build.mjs'
import { ensureChromium } from './find-chromium.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
await buildParts()
const env = { ...process.env, CHROMIUM_PATH: await ensureChromium() }
const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
const run = spawn(process.execPath, [cli, 'test', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit', env })
run.on('exit', (code) => process.exit(code ?? 1))
