#!/usr/bin/env node
// The history's figures: size a sample, cost of writing, time to read, beside a plain table with a row a sample.
//   node bench/history.mjs [day] [fleet] [month] [commits] [peer]    all of them where none is named
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
// Beside node_modules, so that the bundles find better-sqlite3.
mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true })
const outdir = mkdtempSync(join(root, 'node_modules', '.cache', 'bench-history-'))
try {
  buildSync({
    entryPoints: [join(root, 'bench/history-run.ts'), join(root, 'lib/history/sqlite/history-worker.ts')],
    entryNames: '[name]',
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['better-sqlite3'],
    banner: { js: 'const __import_meta_url = require("node:url").pathToFileURL(__filename).href;' },
    define: { 'import.meta.url': '__import_meta_url' },
  })
  const program = join(outdir, 'history-run.cjs')
  const run = spawnSync(process.execPath, [program, ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exitCode = run.status ?? 1
} finally {
  rmSync(outdir, { recursive: true, force: true })
}
