import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { planFor, type Surroundings } from './plan'
import { programOf } from './service-name'

const here: Surroundings = {
  env: {},
  script: '/srv/shop/server.js',
  program: { service: 'shop', version: '1.2.3' },
  host: 'host-a',
  isForked: false,
}

test('Without a word of configuration it is the program’s package, at the hub of this machine, and every part is watched.', () => {
  expect(planFor(here)).toEqual({
    options: { url: 'http://127.0.0.1:4600', service: 'shop', version: '1.2.3' },
    parts: ['servers', 'undici', 'workers', 'timers', 'handles'],
    complaints: [],
  })
})

test('The environment goes before the package.', () => {
  const env = { TIDEMARK_URL: 'http://hub:1', TIDEMARK_SERVICE: 'till', TIDEMARK_REGISTER: 'servers, timers' }
  expect(planFor({ ...here, env })).toMatchObject({
    options: { url: 'http://hub:1', service: 'till' },
    parts: ['servers', 'timers'],
  })
})

test('It does nothing where it is switched off, and in programs that only start others.', () => {
  expect(planFor({ ...here, env: { TIDEMARK_REGISTER: 'off' } })).toBeNull()
  for (const script of ['/usr/lib/node_modules/npm/bin/npm-cli.js', '/usr/bin/yarn', '/x/pnpm.cjs'])
    expect(planFor({ ...here, script })).toBeNull()
})

test('A word that is no part is named, and the others are watched.', () => {
  const plan = planFor({ ...here, env: { TIDEMARK_REGISTER: 'servers,sockets' } })
  expect(plan?.parts).toEqual(['servers'])
  expect(plan?.complaints).toEqual([
    'TIDEMARK_REGISTER has "sockets"; it is off, or lists some of servers, undici, workers, timers, handles.',
  ])
})

test('A program that another one forked fills a slot of its own, unless it is told one.', () => {
  expect(planFor({ ...here, isForked: true, script: '/srv/shop/jobs.js' })?.options.instance).toBe('host-a/0.jobs')
  const env = { TIDEMARK_INSTANCE: 'jobs/0' }
  expect(planFor({ ...here, isForked: true, env })?.options.instance).toBeUndefined()
})

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-names-'))
  for (const path of ['app/dist', 'app/node_modules/next/bin', 'bare/inner', 'broken'])
    mkdirSync(join(folder, path), { recursive: true })
  writeFileSync(join(folder, 'app/package.json'), '{ "name": "@acme/shop", "version": "2.0.0" }')
  writeFileSync(join(folder, 'app/dist/package.json'), '{ "type": "commonjs" }')
  writeFileSync(join(folder, 'app/node_modules/next/package.json'), '{ "name": "next", "version": "16.0.0" }')
  writeFileSync(join(folder, 'broken/package.json'), '{ "name": ')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each([
  ['app/server.js', '/', { service: '@acme/shop', version: '2.0.0' }],
  ['app/dist/server.js', '/', { service: '@acme/shop', version: '2.0.0' }],
  ['app/node_modules/next/bin/next', 'app', { service: '@acme/shop', version: '2.0.0' }],
  ['bare/inner/tool.mjs', '/', { service: 'tool', version: undefined }],
  ['broken/tool.cjs', '/', { service: 'tool', version: undefined }],
])('%s, run in %s, is called by the package that it belongs to, or by itself.', (script, from, program) => {
  expect(programOf(join(folder, script), from === '/' ? folder : join(folder, from))).toEqual(program)
})

test('A program without a script is called by the folder that it runs in.', () => {
  expect(programOf('', join(folder, 'app'))).toEqual({ service: '@acme/shop', version: '2.0.0' })
  expect(programOf('', join(folder, 'bare'))).toEqual({ service: 'bare', version: undefined })
})
