/** W5: what the hub takes on is bounded, whatever agents want; what it refuses is counted, and those who look are told. */
import { afterEach, expect, it } from 'vitest'
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { WAITING_BYTES_AN_AGENT } from '../ingest/admission'
import { framesOf, helloOf, TestAgent } from './testing/test-agent'
import { startTestHub, type TestHub, type TestHubOptions } from './testing/test-hub'
import { TestViewer } from './testing/test-viewer'

const START_MS = Date.now() - 3_600_000
const cleanUps: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

async function hubOf(options: TestHubOptions): Promise<TestHub> {
  const hub = await startTestHub(options)
  cleanUps.push(() => hub.end())
  return hub
}

function agentOf(hub: TestHub): TestAgent {
  const agent = new TestAgent(hub.address)
  cleanUps.push(() => agent.close())
  return agent
}

const gauges = (count: number, from = 0): SeriesDeclaration[] =>
  Array.from({ length: count }, (_, n) => ({ name: `s.${from + n}`, kind: 'gauge', unit: 'count' }))

async function metric(hub: TestHub, name: string): Promise<number> {
  const { body } = await hub.get('/metrics')
  return Number(new RegExp(`^tidemark_hub_${name} (\\S+)$`, 'mu').exec(String(body))?.[1])
}

it('no more series than the hub was told are taken of all agents together, at hello and later; one that leaves makes room', async () => {
  const hub = await hubOf({ config: { maxSeries: 50 } })
  const first = agentOf(hub)
  expect(await first.hello(helloOf({}, gauges(40)))).toMatchObject({ ok: true })
  const second = agentOf(hub)
  const other = helloOf({ instance: 'host-a/1' }, gauges(11))
  expect(await second.hello(other)).toMatchObject({
    ok: false,
    code: 'too_many_series',
    message:
      'this hub holds 50 series of all agents together, 40 are there, and 11 more came; send fewer, or start it with a larger TIDEMARK_MAX_SERIES.',
  })
  expect(await first.series(gauges(11, 100))).toMatchObject({ ok: false, code: 'too_many_series' })
  expect(await first.series(gauges(10, 100))).toEqual({ ok: true })
  expect(await first.frames(...framesOf(START_MS, 1, 1, 50))).toEqual({ ok: true, durable: 1 })
  expect(await metric(hub, 'series')).toBe(50)
  expect(await metric(hub, 'series_max')).toBe(50)
  expect(await metric(hub, 'refused_messages_total\\{code="too_many_series"\\}')).toBe(2)
  first.close()
  await expect.poll(async () => (await agentOf(hub).hello(other)).ok, { timeout: 10_000 }).toBe(true)
})

it('frames of one agent that wait for the disk have a ceiling of their own, and others are taken beside it', async () => {
  let isStalled = false
  const stalled: (() => void)[] = []
  const hub = await hubOf({
    wrapStore: (store) =>
      new Proxy(store, {
        get(target, name) {
          const own: unknown = Reflect.get(target, name)
          if (typeof own !== 'function') return own
          if (name !== 'keep') return own.bind(target) as unknown
          const keep: typeof store.keep = (frames, waiter) => {
            if (isStalled && frames.block.width > 2) stalled.push(() => target.keep(frames, waiter))
            else target.keep(frames, waiter)
          }
          return keep
        },
      }),
  })
  const width = 800
  const greedy = agentOf(hub)
  await greedy.hello(helloOf({ service: 'greedy' }, gauges(width)))
  const honest = agentOf(hub)
  await honest.hello()
  isStalled = true
  const message = (nth: number) =>
    Array.from({ length: 600 }, (_, row) => ({
      seq: nth * 600 + row + 1,
      atMs: START_MS + nth * 600 + row,
      values: Array.from({ length: width }, () => 0),
    }))
  const bytes = 600 * (width + 2) * 8
  const fitting = Math.floor(WAITING_BYTES_AN_AGENT / bytes)
  const waiting = Array.from({ length: fitting }, (_, nth) => greedy.frames(...message(nth)))
  const refused = await greedy.frames(...message(fitting))
  expect(refused).toMatchObject({ ok: false, code: 'rate_limited' })
  expect(refused).toHaveProperty(
    'message',
    expect.stringMatching(/^\d+ MB of this agent's frames wait for the disk already, and 14 MB may/u),
  )
  expect(await honest.frames(...framesOf(START_MS, 1, 3))).toEqual({ ok: true, durable: 3 })
  for (const go of stalled.splice(0)) go()
  isStalled = false
  expect((await Promise.all(waiting)).at(-1)).toEqual({ ok: true, durable: fitting * 600 })
  expect(await greedy.frames(...message(fitting))).toEqual({ ok: true, durable: (fitting + 1) * 600 })
})

it('viewers are told what is refused, with its code, how often and the sentence, and one that comes later as well', async () => {
  const hub = await hubOf({})
  const viewer = new TestViewer(hub.address)
  cleanUps.push(() => viewer.close())
  expect(await viewer.watch({ fleet: true })).toMatchObject({ ok: true, refused: [] })
  const agent = agentOf(hub)
  const { message } = await agent.say('nonsense', {})
  await agent.say('nonsense', {})
  await viewer.until((seen) => seen.itemsOf('refused').length > 0)
  expect(viewer.itemsOf('refused').at(-1)?.refused).toEqual([
    { code: 'bad_event', count: expect.any(Number) as number, message },
  ])
  const later = new TestViewer(hub.address)
  cleanUps.push(() => later.close())
  expect(await later.watch({})).toMatchObject({ refused: [{ code: 'bad_event', count: 2 }] })
})
