#!/usr/bin/env node
// Makes everything that runs: `agent/dist/`, and `dist/` with the program, its workers, the examples and the dashboard.
//   node scripts/build.mjs            builds what is absent or no longer what its sources say
//   node scripts/build.mjs --force    builds all
//   node scripts/build.mjs PART…      only these of: agent, programs, dashboard
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { prepareFirstPages } from './first-pages.mjs'
import { sourceFiles, sourceHash } from './sources.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const SHARED = ['package-lock.json', 'scripts/build.mjs', 'scripts/first-pages.mjs', 'tsconfig.json']

const PARTS = {
  agent: { sources: ['agent', 'lib/protocol'], made: 'agent/dist/index.cjs', make: buildAgent },
  programs: {
    sources: ['cli', 'examples', 'agent', 'lib'],
    made: 'dist/cli/tidemark.cjs',
    make: buildPrograms,
  },
  dashboard: {
    sources: ['app', 'components', 'public', 'next.config.js', 'lib/client', 'lib/format', 'lib/words', 'lib/protocol'],
    made: 'dist/dashboard/index.html',
    make: buildDashboard,
  },
}

/** How TypeScript becomes CommonJS programs for Node. */
export const bundleOptions = {
  absWorkingDir: root,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // Playwright is in no program but that of the soak.
  external: ['better-sqlite3', '@playwright/test'],
  alias: { debug: join(root, 'scripts', 'no-debug.cjs') },
  logLevel: 'warning',
  // So that what grows is told by lines of the sources, of the demo's programs as of the hub itself.
  sourcemap: 'linked',
  sourcesContent: false,
  // A program's text stays in memory for as long as it runs: half of it is blanks, and one letter beyond ASCII doubles the rest.
  minifyWhitespace: true,
  charset: 'ascii',
  legalComments: 'linked',
  // So that code finds the files beside it by import.meta.url, bundled or not.
  banner: { js: 'const __import_meta_url = require("node:url").pathToFileURL(__filename).href;' },
  define: { 'import.meta.url': '__import_meta_url' },
}

/** `entries` maps the output's name to its source. */
export async function bundlePrograms(entries, outdir) {
  await build({ ...bundleOptions, entryPoints: entries, outdir })
}

async function buildAgent() {
  const script = pathToFileURL(join(root, 'agent', 'build.mjs')).href
  const { buildAgentPackage } = await import(script)
  await buildAgentPackage()
}

/** Programs that run on threads or in processes of the hub's own; found by their names. */
export function workerEntries() {
  const workers = sourceFiles(root, ['lib']).filter((file) => file.endsWith('-worker.ts'))
  return Object.fromEntries(workers.map((file) => [`hub/${basename(file, '.ts')}`, file]))
}

/** The program itself, what it preloads, and its threads. */
export function programEntries() {
  return { 'cli/tidemark': 'cli/tidemark.ts', 'cli/run-preload': 'cli/run/preload.ts', ...workerEntries() }
}

async function buildPrograms() {
  for (const folder of ['cli', 'hub', 'examples']) rmSync(join(root, 'dist', folder), { recursive: true, force: true })
  const entries = programEntries()
  for (const file of sourceFiles(root, ['examples'])) {
    const example = /^examples\/([^/]+)\/main\.ts$/u.exec(file)
    if (example) entries[`examples/${example[1]}`] = file
  }
  await bundlePrograms(entries, join(root, 'dist'))
  for (const file of sourceFiles(root, ['examples'])) {
    if (file.endsWith('.json')) cpSync(join(root, file), join(root, 'dist', file))
  }
}

async function buildDashboard() {
  const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next')
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' }
  const run = spawnSync(process.execPath, [next, 'build'], { cwd: root, env, encoding: 'utf8' })
  if (run.status !== 0) throw new Error(`next build failed:\n${run.stdout}\n${run.stderr}`)
  rmSync(join(root, 'dist', 'dashboard'), { recursive: true, force: true })
  mkdirSync(join(root, 'dist'), { recursive: true })
  const made = join(root, 'dist', 'dashboard')
  cpSync(join(root, 'out'), made, { recursive: true })
  await prepareFirstPages(root, made)
  compressFiles(made)
}

/** Once, here, rather than by the hub for each viewer: it sends what lies beside a file to browsers that take it. */
function compressFiles(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(?:js|css|svg|txt)$/u.test(entry.name)) continue
    const file = join(entry.parentPath, entry.name)
    const body = readFileSync(file)
    const packed = gzipSync(body, { level: 9 })
    // Small ones gain nothing, and cost the browser a turn.
    if (packed.length < body.length - 512) writeFileSync(`${file}.gz`, packed)
  }
}

/** Builds the named parts (all where none is named) that are absent or stale; with `force`, each of them. */
export async function buildParts(names = [], { force = false, say = console.error } = {}) {
  for (const [name, part] of Object.entries(PARTS)) {
    if (names.length > 0 && !names.includes(name)) continue
    const stamp = join(root, name === 'agent' ? 'agent/dist' : 'dist', `.${name}.built`)
    const hash = sourceHash(root, [...part.sources, ...SHARED])
    const isFresh = existsSync(join(root, part.made)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash
    if (isFresh && !force) continue
    const startedAt = performance.now()
    await part.make()
    writeFileSync(stamp, hash)
    say(`built ${name} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  }
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  const args = process.argv.slice(2)
  const names = args.filter((arg) => !arg.startsWith('--'))
  const unknown = names.find((name) => !(name in PARTS))
  if (unknown) {
    console.error(`build: there is no part ${JSON.stringify(unknown)}; parts are ${Object.keys(PARTS).join(', ')}.`)
    process.exit(2)
  }
  await buildParts(names, { force: args.includes('--force') })
}
