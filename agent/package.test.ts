import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorkshop, type Workshop } from './testing/workshop'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

let workshop: Workshop
let empty: string

function run(command: string, args: string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stdout}${stderr}${error?.message ?? ''}`)
  return stdout
}

/** The package as `npm pack` makes it, installed without a network into a folder that holds nothing else. */
beforeAll(() => {
  workshop = openWorkshop()
  for (const file of ['package.json', 'README.md']) copyFileSync(here(`./${file}`), join(workshop.folder, file))
  const [{ filename }] = JSON.parse(run('npm', ['pack', '--json'], workshop.folder)) as [{ filename: string }]
  empty = join(workshop.folder, 'empty')
  mkdirSync(empty)
  writeFileSync(join(empty, 'package.json'), '{ "private": true }')
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(workshop.folder, filename)], empty)
})
afterAll(() => workshop.remove())

const PROGRAM = `const agent = tidemark({ url: 'http://127.0.0.1:9', service: 'packed' })
agent.pool('mesh', new Map(), { max: 10 })
console.log(agent.stats().state)`

test('The packed agent runs in an empty folder by require, and by import, as one and the same.', () => {
  writeFileSync(join(empty, 'required.cjs'), `const { tidemark } = require('@tidemark/agent')\n${PROGRAM}`)
  writeFileSync(
    join(empty, 'imported.mjs'),
    `import { createRequire } from 'node:module'\nimport { tidemark } from '@tidemark/agent'\n${PROGRAM}
console.log(createRequire(import.meta.url)('@tidemark/agent').tidemark === tidemark)`,
  )
  expect(run(process.execPath, ['required.cjs'], empty)).toBe('away\n')
  expect(run(process.execPath, ['imported.mjs'], empty)).toBe('away\ntrue\n')
})

const BOUNDED = `const agent = tidemark({ url: 'http://127.0.0.1:9', service: 'packed' })
const pool = new LruPool({ name: 'mesh', max: 2 })
for (const key of ['a', 'b', 'c']) pool.set(key, 1)
console.log(pool.size, pool.stats().evictions)`

test('The bounded structures run by require, and by import, as one and the same, with an agent and without.', () => {
  const lines = "require('@tidemark/agent/bounded')"
  writeFileSync(
    join(empty, 'bounded.cjs'),
    `const { tidemark } = require('@tidemark/agent')\nconst { LruPool } = ${lines}\n${BOUNDED}`,
  )
  writeFileSync(
    join(empty, 'bounded.mjs'),
    `import { createRequire } from 'node:module'\nimport { tidemark } from '@tidemark/agent'
import { LruPool } from '@tidemark/agent/bounded'\n${BOUNDED}
console.log(createRequire(import.meta.url)('@tidemark/agent/bounded').LruPool === LruPool)`,
  )
  expect(run(process.execPath, ['bounded.cjs'], empty)).toBe('2 1\n')
  expect(run(process.execPath, ['bounded.mjs'], empty)).toBe('2 1\ntrue\n')
})

test('Adapters run by require, and by import, as one and the same, and find the agent whichever comes first.', () => {
  writeFileSync(
    join(empty, 'adapters.mjs'),
    `import { createRequire } from 'node:module'\nimport { createServer } from 'node:http'
import { watch } from '@tidemark/agent/adapters'\nimport { tidemark } from '@tidemark/agent'
console.log(watch(createServer()).name)
tidemark({ url: 'http://127.0.0.1:9', service: 'packed' })
console.log(watch(createServer()).name, createRequire(import.meta.url)('@tidemark/agent/adapters').watch === watch)`,
  )
  expect(run(process.execPath, ['adapters.mjs'], empty)).toBe('http\nhttp_2 true\n')
})

test.each(['--import', '--require'])(
  'The packed package registers by %s, and the program runs as it would.',
  (flag) => {
    writeFileSync(join(empty, 'plain.cjs'), 'console.log(process.argv.slice(2).join())')
    expect(run(process.execPath, [flag, '@tidemark/agent/register', 'plain.cjs', 'a', 'b'], empty)).toBe('a,b\n')
  },
)

test('The packed agent needs no other package, and holds what it ships and nothing else.', () => {
  const lock = JSON.parse(readFileSync(join(empty, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, unknown>
  }
  expect(Object.keys(lock.packages)).toEqual(['', 'node_modules/@tidemark/agent'])
  const listed = JSON.parse(run('npm', ['pack', '--dry-run', '--json'], workshop.folder)) as [
    { files: { path: string }[] },
  ]
  const paths = listed[0].files.map(({ path }) => path).toSorted((a, b) => a.localeCompare(b))
  expect(paths).toEqual([
    'dist/adapters.cjs',
    'dist/adapters.d.mts',
    'dist/adapters.d.ts',
    'dist/adapters.mjs',
    'dist/bounded.cjs',
    'dist/bounded.d.mts',
    'dist/bounded.d.ts',
    'dist/bounded.mjs',
    'dist/index.cjs',
    'dist/index.d.mts',
    'dist/index.d.ts',
    'dist/index.mjs',
    'dist/inside.cjs',
    'dist/main-thread.cjs',
    'dist/register.cjs',
    'dist/register.d.ts',
    'package.json',
    'README.md',
  ])
})

test.each(['mts', 'cts'])('The types stand alone under a strict compiler, for a program in .%s.', (extension) => {
  writeFileSync(
    join(empty, `typed.${extension}`),
    `import { tidemark, type Agent, type AgentOptions, type Registration } from '@tidemark/agent'
import { LruPool, type Bounded, type LruPoolStats } from '@tidemark/agent/bounded'
const options: AgentOptions = { url: 'http://127.0.0.1:4600', service: 'typed', version: undefined }
const agent: Agent = tidemark(options)
const mesh: Registration = agent.pool('mesh', new Map<string, number>(), { max: 1_000 })
agent.streams('ws', () => 3, { matches: 'clients.ws' })
agent.gauge('connections', { of: { count: 1 }, read: (server) => server.count }, { unit: 'count' })
agent.counter('load.requests').add()
agent.event('cleanup', 'swept', { count: 3, level: 'info' })
agent.entities('sockets', new Map([['a', { bytes: 1 }]]), { id: (_one, key) => key.toUpperCase(), bytes: ({ bytes }) => bytes })
agent.entities('jobs', [{ name: 'a' }], { id: ({ name }, at) => name + at.toFixed(), bytes: null })
agent.entities('rooms', () => new Set(['a']).values(), { id: (room) => room })
agent.entities('of', { of: { jobs: [1] }, read: (queue) => queue.jobs }, { id: (job) => job }).remove()
const allowed: AgentOptions = { ...options, allow: { gc: false, heapProfile: 'always', heapSnapshot: 'with-strings' } }
void allowed
mesh.remove()
const sockets: Bounded<LruPoolStats> = new LruPool<string, { end(): void }>({ name: 'sockets', agent, max: undefined, dispose: (socket) => socket.end() })
sockets.close()
// @ts-expect-error: a pool has a name
void new LruPool({ max: 3 })
// @ts-expect-error: no such unit
agent.gauge('x', () => 1, { unit: 'furlongs' })
void agent.stop()
`,
  )
  const tsc = here('../node_modules/typescript/bin/tsc')
  const flags = [
    '--noEmit',
    '--strict',
    '--exactOptionalPropertyTypes',
    '--module',
    'nodenext',
    '--target',
    'es2022',
    '--types',
    '',
  ]
  run(process.execPath, [tsc, '--ignoreConfig', ...flags, `typed.${extension}`], empty)
})
