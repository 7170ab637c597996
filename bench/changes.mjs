#!/usr/bin/env node
// How long the hub takes to say what changed in a stretch, over all of a thousand processes of thirty series, and how long its event loop is held meanwhile.
//   node bench/changes.mjs [processes] [minutes of history]
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundlePrograms, workerEntries } from '../scripts/build.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
// Beside node_modules, so that the bundles find better-sqlite3.
mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true })
const outdir = mkdtempSync(join(root, 'node_modules', '.cache', 'bench-changes-'))
try {
  await bundlePrograms({ 'bench/changes-run': 'bench/changes-run.ts', ...workerEntries() }, outdir)
  const program = join(outdir, 'bench', 'changes-run.cjs')
  const run = spawnSync(process.execPath, [program, ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exitCode = run.status ?? 1
} finally {
  rmSync(outdir, { recursive: true, force: true })
}
