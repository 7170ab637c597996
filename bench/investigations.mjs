#!/usr/bin/env node
// Simulated investigations whose truth is known: coverage of intervals, wrong verdicts of toggles, estimates of when a run tells.
//   node bench/investigations.mjs [--count 200] [--first-seed 1] [--every]     --every names each false verdict
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'tidemark-bench-investigations-'))
try {
  const program = join(folder, 'investigations.cjs')
  await build({
    entryPoints: [join(here, 'investigations', 'main.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
  })
  const run = spawnSync(process.execPath, [program, ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exitCode = run.status ?? 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
