import { expect, test } from 'vitest'
import { resolveOptions, type Settings } from './options'
import { type ToldWarning, warningsOf } from './testing/told-warnings'

async function resolved(given: unknown, env: Record<string, string> = {}): Promise<[Settings | null, ToldWarning[]]> {
  let settings: Settings | null = null
  const told = await warningsOf((warnings) => {
    settings = resolveOptions(given, env, Date.now(), warnings)
  })
  return [settings, told]
}

const GOOD = { url: 'http://127.0.0.1:4600/', service: 'shop' }

test('Absent options have their defaults: a frame a second, and fifteen minutes of them kept.', async () => {
  const [settings, told] = await resolved(GOOD)
  expect(settings).toMatchObject({
    url: 'http://127.0.0.1:4600',
    token: undefined,
    intervalMs: 1_000,
    outboxFrames: 900,
  })
  expect(settings?.life).toMatchObject({ service: 'shop', pid: process.pid, runtime: `node ${process.version}` })
  expect(told).toEqual([])
})

test('Address, service, instance and token come from the environment where the options do not say them.', async () => {
  const env = {
    TIDEMARK_URL: 'https://hub.example/tm',
    TIDEMARK_SERVICE: 'env',
    TIDEMARK_INSTANCE: 'e/1',
    TIDEMARK_AGENT_TOKEN: 't1',
  }
  const [fromEnv] = await resolved({}, env)
  expect(fromEnv).toMatchObject({
    url: 'https://hub.example/tm',
    token: 't1',
    life: { service: 'env', instance: 'e/1' },
  })
  const [fromOptions] = await resolved({ ...GOOD, instance: 'o/2', token: 't2' }, env)
  expect(fromOptions).toMatchObject({
    url: 'http://127.0.0.1:4600',
    token: 't2',
    life: { service: 'shop', instance: 'o/2' },
  })
})

test.each([
  ['url', { service: 'x' }, 'no option url'],
  ['url', { service: 'x', url: 'ftp://hub' }, 'option url is "ftp://hub"'],
  ['url', { service: 'x', url: 17 }, 'option url is 17'],
  ['service', { url: GOOD.url }, 'no option service'],
  ['service', { ...GOOD, service: 'x'.repeat(201) }, 'option service has more than 200 characters'],
  ['instance', { ...GOOD, instance: '' }, 'option instance must not be empty'],
  ['options', null, 'the options must be one object; null came'],
])('Without a usable %s the agent is inert, and says what is wrong.', async (_name, given, sentence) => {
  const [settings, told] = await resolved(given)
  expect(settings).toBeNull()
  expect(told).toHaveLength(1)
  expect(told[0]).toMatchObject({ code: 'TIDEMARK_BAD_OPTION', message: expect.stringContaining(sentence) })
  expect(told[0]?.message).toContain('The agent does nothing.')
})

test.each([
  ['intervalMs', 5, 'option intervalMs must be a whole number from 100 to 3600000; 5 came. It is 1000.'],
  ['intervalMs', '1000', 'option intervalMs must be a whole number from 100 to 3600000; "1000" came. It is 1000.'],
  ['outboxFrames', 1e9, 'option outboxFrames must be a whole number from 10 to 100000; 1000000000 came. It is 900.'],
  ['version', 3, 'option version must be text; 3 came. It is left out.'],
  ['labels', { zone: 7 }, 'option labels["zone"] must be text; 7 came. It is left out.'],
  ['colour', 'red', 'there is no option "colour"'],
])(
  'A bad %s is named with its range and what came, and the agent goes on without it.',
  async (name, value, sentence) => {
    const [settings, told] = await resolved({ ...GOOD, [name]: value })
    expect(settings).toMatchObject({ intervalMs: 1_000, outboxFrames: 900 })
    expect(settings?.life.labels).toBeUndefined()
    expect(settings?.life.version).toBeUndefined()
    expect(told).toHaveLength(1)
    expect(told[0]?.message).toContain(sentence)
  },
)

test('A bad token is never shown.', async () => {
  const [, told] = await resolved({ ...GOOD, token: { secret: 'hunter2' } })
  expect(told[0]?.message).toContain('option token must be text; one of type object came')
  expect(JSON.stringify(told)).not.toContain('hunter2')
})

test('A shorter interval keeps as long by default, up to nine thousand frames.', async () => {
  expect((await resolved({ ...GOOD, intervalMs: 500 }))[0]?.outboxFrames).toBe(1_800)
  expect((await resolved({ ...GOOD, intervalMs: 100 }))[0]?.outboxFrames).toBe(9_000)
  expect((await resolved({ ...GOOD, intervalMs: 60_000 }))[0]?.outboxFrames).toBe(60)
})

test('What an operator may do: collections, profiles and redacted snapshots by default; the option goes before the environment.', async () => {
  const allowed = async (option: unknown, env?: string): Promise<unknown> => {
    const [settings, told] = await resolved(
      { ...GOOD, allow: option },
      env === undefined ? {} : { TIDEMARK_ALLOW: env },
    )
    expect(told).toEqual([])
    return settings?.allow
  }
  expect(await allowed(undefined)).toEqual({ gc: true, heapProfile: true, heapSnapshot: true })
  expect(await allowed(undefined, 'none')).toEqual({ gc: false, heapProfile: false, heapSnapshot: false })
  expect(await allowed(undefined, ' gc, heap-profile:always ')).toEqual({
    gc: true,
    heapProfile: 'always',
    heapSnapshot: false,
  })
  expect(await allowed({ heapSnapshot: 'with-strings', gc: false }, 'gc,heap-snapshot')).toEqual({
    gc: false,
    heapProfile: false,
    heapSnapshot: 'with-strings',
  })
})

test('What is wrong in an allowance is named, and allows nothing.', async () => {
  const [option, told] = await resolved({ ...GOOD, allow: { gc: 'yes', heapProfile: 1, snapshots: true } })
  expect(option?.allow).toEqual({ gc: false, heapProfile: false, heapSnapshot: true })
  expect(told.map(({ message }) => message)).toEqual([
    'tidemark: there is no option allow.snapshots; there are gc, heapProfile, heapSnapshot.',
    'tidemark: option allow.gc must be one of true, false; "yes" came. It is false.',
    'tidemark: option allow.heapProfile must be one of true, false, "always"; 1 came. It is false.',
  ])
  const [none, toldNone] = await resolved({ ...GOOD, allow: 'gc' })
  expect(none?.allow).toEqual({ gc: false, heapProfile: false, heapSnapshot: false })
  expect(toldNone).toHaveLength(1)
  const [word, toldWord] = await resolved(GOOD, { TIDEMARK_ALLOW: 'gc,heapdump' })
  expect(word?.allow).toEqual({ gc: true, heapProfile: false, heapSnapshot: false })
  expect(toldWord[0]?.message).toContain('TIDEMARK_ALLOW has "heapdump"; it lists some of gc, heap-profile')
})
