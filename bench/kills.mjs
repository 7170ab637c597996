#!/usr/bin/env node
// The hub killed with -9 at random moments under load, with room on the disk and with a disk that fills up.
//   node bench/kills.mjs [--kills 200] [--processes 50] [--seed N] [--disk-mb 4] [--only room|full]
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundlePrograms } from '../scripts/build.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true })
const outdir = mkdtempSync(join(root, 'node_modules', '.cache', 'bench-kills-'))
try {
  // A copy of its own: a build in the meantime does not change what runs.
  await bundlePrograms(
    {
      'cli/tidemark': 'cli/tidemark.ts',
      'hub/history-worker': 'lib/history/sqlite/history-worker.ts',
      'bench/kills': 'bench/kills/main.ts',
    },
    join(outdir, 'dist'),
  )
  writeFileSync(join(outdir, 'package.json'), '{"version":"0.0.0"}')
  const args = [join(outdir, 'dist', 'bench', 'kills.cjs'), '--program', join(outdir, 'dist', 'cli', 'tidemark.cjs')]
  const run = spawnSync(process.execPath, [...args, ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exitCode = run.status ?? 1
} finally {
  rmSync(outdir, { recursive: true, force: true })
}
