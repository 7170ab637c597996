#!/usr/bin/env node
// `npm run hostile`: what honest agents and viewers notice of hostile and unlucky conditions, as a table.
//   npm run hostile -- [SECONDS] [NAME…]     how long each lasts [12]; only those whose name begins so
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildParts, bundlePrograms } from '../scripts/build.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
await buildParts(['programs'])
mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true })
const outdir = mkdtempSync(join(root, 'node_modules', '.cache', 'hostile-'))
try {
  await bundlePrograms({ main: 'hostile/main.ts' }, outdir)
  const program = join(root, 'dist', 'cli', 'tidemark.cjs')
  const run = spawn(process.execPath, [join(outdir, 'main.cjs'), program, ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  process.exitCode = await new Promise((resolve) => run.on('exit', (code) => resolve(code ?? 1)))
} finally {
  rmSync(outdir, { recursive: true, force: true })
}
