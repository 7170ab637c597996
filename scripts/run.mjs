#!/usr/bin/env node
// `npm start`, `npm run demo`: builds what is missing, then becomes the program. Its signals and its status are ours.
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildParts } from './build.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
await buildParts()
const program = spawn(process.execPath, [join(root, 'dist', 'cli', 'tidemark.cjs'), ...process.argv.slice(2)], {
  stdio: 'inherit',
})
// A terminal's Ctrl-C reaches the program by itself; a signal to this process alone has to be handed on.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => program.kill(signal))
program.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
