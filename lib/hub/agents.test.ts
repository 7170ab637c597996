/** What an agent must not do, tried over real sockets with an honest agent beside it that must notice nothing. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SeriesPoints } from '../protocol/http-api'
import { framesOf, helloOf, TestAgent, TWO_SERIES } from './testing/test-agent'
import { startTestHub, type TestHub, type TestHubOptions } from './testing/test-hub'

const START_MS = Date.now() - 3_600_000
const HONEST = helloOf({ service: 'honest', boot: 'honest-1' })

let hub: TestHub
let honest: TestAgent
let honestSeq = 0
const agents: TestAgent[] = []

async function begin(options: TestHubOptions = {}): Promise<void> {
  hub = await startTestHub(options)
  honest = agent({ auth: { token: options.config?.agentToken ?? undefined } })
  await honest.hello(HONEST)
  honestSeq = 0
  await honestGoesOn()
}

function agent(options: ConstructorParameters<typeof TestAgent>[1] = {}): TestAgent {
  const one = new TestAgent(hub.address, options)
  agents.push(one)
  return one
}

/** Its frames are taken, and every one of them so far is in history once. */
async function honestGoesOn(): Promise<void> {
  const next = framesOf(START_MS, honestSeq + 1, honestSeq + 3)
  honestSeq += 3
  expect(await honest.frames(...next)).toEqual({ ok: true, durable: honestSeq })
  const range = `fromMs=0&toMs=${Date.now() + 86_400_000}`
  const { body } = await hub.get(`/api/v1/processes/honest.host-a~2f0/series?name=memory.rss&${range}`)
  const { points } = (body as { series: SeriesPoints[] }).series[0] ?? { points: [] }
  expect(points).toEqual(framesOf(START_MS, 1, honestSeq).map(({ atMs, values }) => [atMs, values[0]]))
}

beforeEach(() => begin())
afterEach(async () => {
  for (const one of agents.splice(0)) one.close()
  await hub.end()
})

describe('W3: a message that is wrong gets its code and a sentence, changes nothing, and disturbs nobody', () => {
  it('a wrong protocol version is unsupported_protocol', async () => {
    const answer = await agent().say('hello', { ...helloOf(), protocol: 2 })
    expect(answer).toMatchObject({ ok: false, code: 'unsupported_protocol' })
    expect(answer.message).toContain('hello.protocol is 2')
    await honestGoesOn()
  })

  it('W2: a hello with a bad series is bad_hello, says which one, and the agent may say a better one', async () => {
    const one = agent()
    const answer = await one.say('hello', helloOf({}, [{ name: '9', kind: 'pool', unit: 'count' }]))
    expect(answer).toMatchObject({ ok: false, code: 'bad_hello' })
    expect(answer.message).toContain('hello.series[0].name')
    expect((await hub.get('/api/v1/processes/gateway.host-a~2f0')).status).toBe(404)
    expect(await one.hello()).toMatchObject({ ok: true, process: 'gateway.host-a~2f0', frameAfter: 0, maxFrames: 600 })
    await honestGoesOn()
  })

  it('W2: a second hello is bad_hello, and the first one goes on to hold', async () => {
    const one = agent()
    await one.hello()
    expect(await one.say('hello', helloOf())).toMatchObject({ ok: false, code: 'bad_hello' })
    expect(await one.frames(...framesOf(START_MS, 1, 1))).toEqual({ ok: true, durable: 1 })
    await honestGoesOn()
  })

  it('W2: frames, series and events before hello are hello_first', async () => {
    const one = agent()
    for (const event of ['frames', 'series', 'events']) {
      expect(await one.say(event, {})).toMatchObject({ ok: false, code: 'hello_first' })
    }
    await honestGoesOn()
  })

  it('a frame with too few values is bad_frame, says which, and the others of its message are not taken either', async () => {
    const one = agent()
    await one.hello()
    const [first, second] = framesOf(START_MS, 1, 2)
    const answer = await one.say('frames', { frames: [first, { ...second, values: [1] }] })
    expect(answer).toMatchObject({ ok: false, code: 'bad_frame' })
    expect(answer.message).toMatch(/frames\[1\] \(seq 2\) has 1 values, and 2 series are declared/u)
    expect((await hub.get('/api/v1/processes/gateway.host-a~2f0')).body).toMatchObject({ lastFrameAtMs: null })
    expect(await one.frames(...framesOf(START_MS, 1, 2))).toEqual({ ok: true, durable: 2 })
    await honestGoesOn()
  })

  it.each(['nonsense', 'error', '__proto__', 'constructor', 'toString', ''])(
    'an event named %j is bad_event',
    async (name) => {
      const one = agent()
      await one.hello()
      expect(await one.say(name, { x: 1 })).toMatchObject({ ok: false, code: 'bad_event' })
      expect(await one.say('events', { events: [{ atMs: 1 }] })).toMatchObject({ ok: false, code: 'bad_event' })
      await honestGoesOn()
    },
  )

  it.each([['nothing'], ['a', 'string'], [null, null], [[[]]], [Buffer.from('binary')], [7, 8, 9]])(
    'a payload of %j is answered with a code',
    async (...payload) => {
      const one = agent()
      const answer = await one.say('hello', ...payload)
      expect(['bad_hello', 'unsupported_protocol']).toContain(answer.code)
      await one.hello()
      expect(await one.say('frames', ...payload)).toMatchObject({ ok: false, code: 'bad_frame' })
      expect(await one.say('series', ...payload)).toMatchObject({ ok: false, code: 'bad_hello' })
      expect(await one.say('events')).toMatchObject({ ok: false, code: 'bad_event' })
      await honestGoesOn()
    },
  )

  it('more series than a process may have are too_many_series, at hello and later', async () => {
    const many = (from: number, count: number) =>
      Array.from({ length: count }, (_, n) => ({ name: `s.${from + n}`, kind: 'gauge', unit: 'count' }) as const)
    const one = agent()
    expect(await one.hello(helloOf({}, many(0, 1_001)))).toMatchObject({ ok: false, code: 'too_many_series' })
    expect(await one.hello(helloOf({}, many(0, 999)))).toMatchObject({ ok: true })
    expect(await one.series(many(2_000, 2))).toMatchObject({ ok: false, code: 'too_many_series' })
    expect(await one.series(many(2_000, 1))).toEqual({ ok: true })
    await honestGoesOn()
  })

  it('W2, W3: a message that waits for no acknowledgement is served all the same', async () => {
    const one = agent()
    await one.connected()
    one.socket.emit('hello', helloOf())
    one.socket.emit('nonsense')
    one.socket.emit('frames', { frames: framesOf(START_MS, 1, 2) })
    expect(await one.frames(...framesOf(START_MS, 3, 3))).toEqual({ ok: true, durable: 3 })
    await honestGoesOn()
  })
})

describe('W4: what costs too much', () => {
  it('a message of 50 MB closes its connection, and the agent may come back', async () => {
    const one = agent()
    await one.hello()
    one.socket.emit('frames', { frames: 'x'.repeat(50_000_000) })
    expect(await one.closed).toMatch(/^transport/u)
    await honestGoesOn()
    expect(await agent().hello()).toMatchObject({ ok: true })
  })

  it('over polling, too, a message beyond the limit closes its connection', async () => {
    const one = agent({ transports: ['polling'] })
    await one.hello()
    expect(await one.frames(...framesOf(START_MS, 1, 1))).toEqual({ ok: true, durable: 1 })
    one.socket.emit('frames', { frames: 'x'.repeat(3_000_000) })
    expect(await one.closed).toMatch(/^transport/u)
    await honestGoesOn()
  })

  it('an agent that sends message after message is rate_limited, and counted', async () => {
    const one = agent()
    await one.hello()
    const answers = await Promise.all(Array.from({ length: 4_000 }, () => one.say('frames', { frames: [] })))
    const limited = answers.filter(({ code }) => code === 'rate_limited')
    expect(limited.length).toBeGreaterThan(0)
    expect(limited.length).toBeLessThanOrEqual(2_000)
    const { body } = await hub.get('/metrics')
    expect(body).toContain(`tidemark_hub_refused_messages_total{code="rate_limited"} ${limited.length}\n`)
    await honestGoesOn()
  })
})

describe('who may come in', () => {
  async function beginAgain(options: TestHubOptions): Promise<void> {
    for (const one of agents.splice(0)) one.close()
    await hub.end()
    await begin(options)
  }

  it.each([[{ token: 'wrong' }], [{}], [{ token: 7 }], [{ token: ['right'] }]])(
    'W1: the token %j is a connect_error with code and message',
    async (auth) => {
      await beginAgain({ config: { agentToken: 'right' } })
      const one = agent({ auth })
      const error = await new Promise<Error & { data?: unknown }>((resolve) => one.socket.on('connect_error', resolve))
      expect(error.data).toEqual({ code: 'bad_token', message: error.message })
      expect(error.message).toMatch(/token/u)
      await honestGoesOn()
    },
  )

  it('W5: no more agents than the hub was told are taken; one that leaves makes room, and one that comes back has its place', async () => {
    await beginAgain({ config: { maxAgents: 2 } })
    const second = agent()
    expect(await second.hello()).toMatchObject({ ok: true })
    const third = helloOf({ instance: 'host-a/2' })
    expect(await agent().hello(third)).toMatchObject({ ok: false, code: 'max_agents_reached' })
    expect(await agent().hello()).toMatchObject({ ok: true })
    for (const one of agents.slice(1)) one.close()
    await expect.poll(async () => (await agent().hello(third)).ok, { timeout: 10_000 }).toBe(true)
    await honestGoesOn()
  })

  it('W7: a page of another origin, and the default namespace, lead nowhere', async () => {
    const one = agent({ extraHeaders: { origin: 'https://evil.example' } })
    await new Promise((resolve) => one.socket.on('connect_error', resolve))
    const other = new TestAgent(hub.address.replace('/agent', ''))
    agents.push(other)
    const plain = other.socket.io.socket('/')
    const refused = new Promise<Error>((resolve) => plain.on('connect_error', resolve))
    plain.connect()
    expect((await refused).message).toContain('/agent or /dashboard')
    await honestGoesOn()
  })
})

it('W14: series that are appended later have their values from then on, and the frames before have none', async () => {
  const one = agent()
  await one.hello()
  await one.frames(...framesOf(START_MS, 1, 2))
  expect(await one.series([{ name: 'late', kind: 'gauge', unit: 'count' }])).toEqual({ ok: true })
  expect(await one.say('frames', { frames: framesOf(START_MS, 3, 3) })).toMatchObject({ ok: false, code: 'bad_frame' })
  await one.frames(...framesOf(START_MS, 3, 3, 3))
  const { body } = await hub.get('/api/v1/processes/gateway.host-a~2f0/series?name=late&fromMs=0&toMs=4000000000000')
  const { points } = (body as { series: SeriesPoints[] }).series[0] ?? { points: [] }
  expect(points.filter(([, value]) => value !== null)).toEqual([[START_MS + 3_000, 32]])
  expect(TWO_SERIES).toHaveLength(2)
})
