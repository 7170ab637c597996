#!/usr/bin/env node
// `npm run hostile`: what honest agents and viewers notice of hostile and unlucky conditions, as a table.
//   npm run hostile -- [SECONDS] [NAME…] [--allow-left-out]
//     SECONDS   how long each lasts [12]
//     NAME      only those whose name begins so, and what it is when nothing is done
// Status 0: each row is as it says; 1: one is not, in a sentence; 3: one was left out (a full disk takes a user who may mount), and
// --allow-left-out was not said.
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
