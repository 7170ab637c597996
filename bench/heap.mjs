#!/usr/bin/env node
// The analysis of heap snapshots: its time, its memory, and whether it says what memlab says of the same files.
//   node bench/heap.mjs                  heaps of 25 and 94 MB, each looked at twice
//   --heaps 25,94    sizes in MiB        --runs N    of each measurement (default 3)
//   --memlab FOLDER  a node_modules with @memlab/heap-analysis; without it, it is installed into the bench's own temporary folder
//   --no-memlab      leave it out
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'

const MEMLAB = '@memlab/heap-analysis@2.0.5'
const here = join(dirname(fileURLToPath(import.meta.url)), 'heap')
const { values } = parseArgs({
  options: {
    heaps: { type: 'string', default: '25,94' },
    runs: { type: 'string', default: '3' },
    memlab: { type: 'string' },
    'no-memlab': { type: 'boolean', default: false },
  },
})
const runs = Number(values.runs)

/** Runs a program in a process of its own, so that its peak is its own, and reads what it wrote. */
function measured(folder, program, args, flags = []) {
  const out = join(folder, 'figures.json')
  const run = spawnSync(process.execPath, [...flags, program, ...args, out], { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(`${program} failed:\n${run.stderr}`)
  return JSON.parse(readFileSync(out, 'utf8'))
}

function repeated(count, measure) {
  const all = Array.from({ length: count }, measure)
  const times = all.map(({ tookMs }) => tookMs).sort((a, b) => a - b)
  const seconds = (ms) => (ms / 1_000).toFixed(1)
  const spread = `${seconds(times[times.length >> 1])} s (${seconds(times[0])} to ${seconds(times.at(-1))})`
  const peak = `${Math.round(Math.max(...all.map(({ peakRssBytes }) => peakRssBytes)) / 1e6)} MB`
  return { last: all.at(-1), words: `${spread}, peak RSS ${peak}` }
}

function disagreements(ours, theirs) {
  const rest = new Map(theirs.classes)
  const wrong = []
  let worst = 0
  for (const [key, { count, shallowBytes, retainedBytes }] of ours.classes) {
    const their = rest.get(key)
    rest.delete(key)
    const off =
      their === undefined ? 1 : Math.abs(their.retainedBytes - retainedBytes) / Math.max(1, their.retainedBytes)
    worst = Math.max(worst, off)
    if (their?.count !== count || their.shallowBytes !== shallowBytes || off > 0.01) wrong.push(key)
  }
  return { wrong: [...wrong, ...rest.keys()], worst, classes: ours.classes.length }
}

function installMemlab(folder) {
  // It depends on a browser, which is not needed to read files: neither its download nor any other script runs.
  const args = [
    'install',
    '--prefix',
    folder,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    MEMLAB,
  ]
  execFileSync('npm', args, { env: { ...process.env, PUPPETEER_SKIP_DOWNLOAD: '1' }, stdio: 'ignore' })
  return join(folder, 'node_modules')
}

async function bundle(folder) {
  await build({
    entryPoints: {
      figures: join(here, 'our-figures.ts'),
      compare: join(here, 'compare-in-worker.ts'),
      worker: join(here, '../../lib/heap/snapshot/snapshot-worker.ts'),
    },
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    define: { 'import.meta.url': '"file:///"' },
    logLevel: 'warning',
  })
}

const folder = mkdtempSync(join(tmpdir(), 'tidemark-bench-heap-'))
try {
  await bundle(folder)
  const modules = values['no-memlab'] ? null : (values.memlab ?? installMemlab(folder))
  for (const size of values.heaps.split(',')) {
    const heap = join(folder, size)
    mkdirSync(heap)
    execFileSync(process.execPath, ['--expose-gc', join(here, 'fill-heap.mjs'), size, heap])
    const [before, after] = ['before', 'after'].map((name) => join(heap, `${name}.heapsnapshot`))
    for (const file of [before, after]) {
      const ours = repeated(runs, () => measured(folder, join(folder, 'figures.cjs'), [file]))
      const { nodeCount, edgeCount } = ours.last
      console.log(
        `\nheap of ${size} MB, file of ${Math.round(statSync(file).size / 1e6)} MB: ${nodeCount} objects, ${edgeCount} references; load ${loadavg()[0].toFixed(1)}`,
      )
      console.log(`  Tidemark, sums by class      ${ours.words}`)
      const alone = repeated(runs, () =>
        measured(folder, join(folder, 'compare.cjs'), [join(folder, 'worker.cjs'), '-', file]),
      )
      console.log(`  Tidemark, in its worker      ${alone.words}`)
      if (modules === null) continue
      const program = join(here, 'memlab-figures.cjs')
      const theirs = repeated(1, () => measured(folder, program, [modules, file], ['--max-old-space-size=8192']))
      console.log(`  memlab                       ${theirs.words}`)
      const { wrong, worst, classes } = disagreements(ours.last, theirs.last)
      console.log(
        `  agreement                    ${classes - wrong.length} of ${classes} classes (counts and shallow equal, retained within 1 %; worst ${(worst * 100).toFixed(3)} %)`,
      )
      for (const key of wrong.slice(0, 20)) console.log(`    differs: ${key}`)
      if (wrong.length > 0) process.exitCode = 1
    }
    const both = repeated(runs, () =>
      measured(folder, join(folder, 'compare.cjs'), [join(folder, 'worker.cjs'), before, after]),
    )
    console.log(`  both files compared in the worker  ${both.words}; load ${loadavg()[0].toFixed(1)}`)
    console.log(`    first row: ${both.last.top}`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
