import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { isLoopback, readConfig, type StartFlags } from './config'

const folder = mkdtempSync(join(tmpdir(), 'tidemark-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(text: string): string {
  const path = join(folder, `${Math.random()}.json`)
  writeFileSync(path, text)
  return path
}

/** The sentence of a refusal. */
function refused(flags: StartFlags, env: Record<string, string>): string {
  const read = readConfig(flags, env)
  if (read.ok) throw new Error('it was accepted')
  expect(read.message).toMatch(/^[^\n]+\.$/u)
  return read.message
}

it('has a default for everything', () => {
  expect(readConfig({}, {})).toMatchObject({
    ok: true,
    value: {
      port: 4600,
      host: '127.0.0.1',
      dataFolder: resolve('.tidemark'),
      agentToken: null,
      adminPassword: null,
      maxAgents: 10_000,
      maxSeries: 1_000_000,
      watchSelf: false,
      logLevel: 'info',
      devOrigin: null,
    },
  })
})

it('takes flags before environment before defaults, and an empty variable as unset', () => {
  const env = { TIDEMARK_PORT: '5000', TIDEMARK_HOST: 'localhost', TIDEMARK_DATA: '', TIDEMARK_MAX_AGENTS: '7' }
  expect(readConfig({ port: '0' }, env)).toMatchObject({
    ok: true,
    value: { port: 0, host: 'localhost', dataFolder: resolve('.tidemark'), maxAgents: 7 },
  })
})

describe('a bad setting is named, with what came and what would do', () => {
  it.each<[StartFlags, Record<string, string>, RegExp]>([
    [{ port: 'abc' }, {}, /^--port must be a whole number from 0 .* to 65535; "abc" came\.$/u],
    [{ port: '' }, {}, /^--port must be .*; "" came\.$/u],
    [{}, { TIDEMARK_PORT: '70000' }, /^TIDEMARK_PORT must be .* to 65535; "70000" came\.$/u],
    [{}, { TIDEMARK_PORT: '-1' }, /^TIDEMARK_PORT must be/u],
    [{}, { TIDEMARK_PORT: '1e3' }, /^TIDEMARK_PORT must be/u],
    [{ host: 'a b' }, {}, /^--host must be a host name or an address of this machine; "a b" came\.$/u],
    [{ data: '' }, {}, /^--data must be a folder; "" came\.$/u],
    [{}, { TIDEMARK_MAX_AGENTS: '0' }, /^TIDEMARK_MAX_AGENTS must be a whole number from 1/u],
    [{}, { TIDEMARK_LOG: 'loud' }, /^TIDEMARK_LOG must be one of trace, .*; "loud" came\.$/u],
    [{}, { TIDEMARK_DEV_ORIGIN: 'here' }, /^TIDEMARK_DEV_ORIGIN must be an origin/u],
    [{}, { TIDEMARK_STORE: 'mongodb' }, /^TIDEMARK_STORE must be "embedded"; "mongodb" came\.$/u],
    [{}, { TIDEMARK_STORE: 'http://prom:9090' }, /^TIDEMARK_STORE is "http:\/\/prom:9090"; .* not there yet/u],
    [{}, { TIDEMARK_REDIS_URL: 'redis://x' }, /^TIDEMARK_REDIS_URL is set; .* not there yet/u],
    [{ settings: '/nowhere/at-all.json' }, {}, /^--settings \/nowhere\/at-all\.json cannot be read: .*/u],
  ])('%j %j', (flags, env, sentence) => {
    expect(refused(flags, env)).toMatch(sentence)
  })

  it('does not repeat a secret', () => {
    expect(refused({}, { TIDEMARK_AGENT_TOKEN: 'two words' })).toMatch(/^TIDEMARK_AGENT_TOKEN must be up to 200/u)
    expect(refused({}, { TIDEMARK_AGENT_TOKEN: 'two words' })).not.toContain('two words')
  })
})

describe('a host that others can reach', () => {
  it('needs an agent token and an admin password, and says which is missing', () => {
    expect(refused({ host: '0.0.0.0' }, {})).toMatch(/an agent token \(.*\) and an admin password \(/u)
    expect(refused({}, { TIDEMARK_HOST: '::', TIDEMARK_AGENT_TOKEN: 't' })).toMatch(
      /^TIDEMARK_HOST is "::".*needs an admin/u,
    )
    const both = { TIDEMARK_AGENT_TOKEN: 't', TIDEMARK_ADMIN_PASSWORD: 'p' }
    expect(readConfig({ host: '0.0.0.0' }, both)).toMatchObject({ ok: true, value: { host: '0.0.0.0' } })
  })

  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('is not %s', (host) => expect(isLoopback(host)).toBe(true))
  it.each(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.com', 'localhost.example.com'])('is %s', (host) =>
    expect(isLoopback(host)).toBe(false),
  )
})

describe('the settings file', () => {
  it('replaces single numbers of growth and rules, and leaves the others at their defaults', () => {
    const settings = file('{"growth":{"warmUpMs":1000},"rules":{"saturated":{"holdMs":{"pool":5}}}}')
    const read = readConfig({}, { TIDEMARK_SETTINGS: settings })
    expect(read).toMatchObject({
      ok: true,
      value: { settings: { growth: { warmUpMs: 1000 }, rules: { saturated: { holdMs: { pool: 5 }, atShare: 0.99 } } } },
    })
    expect(read.ok && read.value.settings.growth.horizonMs).toBeGreaterThan(0)
  })

  it.each([
    ['{"growth":{"warmupMs":1}}', /, line 1, column 12: "growth\.warmupMs" is no setting; here are warmUpMs, /u],
    ['{', /, line 1, column 2: the file is no JSON: it ends before all is closed\.$/u],
  ])('%s is refused by name', (text, sentence) => {
    expect(refused({ settings: file(text) }, {})).toMatch(sentence)
  })
})
