#!/usr/bin/env node
// The growth detector against traces with labels, and what it costs.
//   node bench/growth.mjs FOLDER…      a table by family for each folder (traces and a labels.json), beside the rules people use today
//   node bench/growth.mjs              the project's own seeded traces, and the cost a sample and a series
//   --every N                          read only each so-manieth row      --seeds N   seeds a family of its own traces (default 3)
//   --first-seed N  the first of them      --no-rivals, --no-cost  leave these out      --cost-only  only what it costs
//   --budget N  how many of N series that only wander are called growing within a month
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'tidemark-bench-growth-'))
try {
  const program = join(folder, 'growth.cjs')
  await build({
    entryPoints: [join(here, 'growth', 'main.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
  })
  const run = spawnSync(
    process.execPath,
    ['--expose-gc', '--max-old-space-size=4096', program, ...process.argv.slice(2)],
    {
      stdio: 'inherit',
    },
  )
  process.exitCode = run.status ?? 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
