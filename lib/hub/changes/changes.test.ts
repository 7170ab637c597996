/** `/api/v1/changes` over a real hub, whose history is real frames in a real SQLite. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SeriesDeclaration } from '../../protocol/agent-wire'
import type { ChangesAnswer } from '../../protocol/changes'
import { processId } from '../../protocol/process-id'
import { changesSchema } from '../http/change-routes'
import { helloOf, TestAgent } from '../testing/test-agent'
import { startTestHub, type TestHub } from '../testing/test-hub'

const MINUTE_MS = 60_000
const BEGIN_MS = Math.floor((Date.now() - 30 * MINUTE_MS) / 10_000) * 10_000
const [STRETCH_MS, STEP_MS] = [BEGIN_MS + 6 * MINUTE_MS, BEGIN_MS + 8 * MINUTE_MS]
const [FROM_MS, TO_MS] = [STRETCH_MS, STRETCH_MS + 5 * MINUTE_MS]
const SECONDS = 12 * 60

const SERIES: SeriesDeclaration[] = [
  { name: 'memory.rss', kind: 'memory', unit: 'bytes' },
  { name: 'streams.ws', kind: 'streams', unit: 'count' },
  { name: 'load.requests', kind: 'counter', unit: 'count' },
  { name: 'registry.services', kind: 'registry', unit: 'count' },
  { name: 'pool.late', kind: 'pool', unit: 'count', max: 100 },
]

let hub: TestHub
const agents: TestAgent[] = []

type Values = (atMs: number) => (number | null)[]

async function tell(
  instance: string,
  boot: string,
  fromMs: number,
  seconds: number,
  values: Values,
  startedAtMs = fromMs,
) {
  const agent = new TestAgent(hub.address)
  agents.push(agent)
  await agent.hello(helloOf({ service: 'gateway', instance, boot, startedAtMs }, SERIES))
  const frames = Array.from({ length: seconds }, (_, n) => {
    const atMs = fromMs + n * 1_000
    return { seq: n + 1, atMs, values: values(atMs) }
  })
  for (let at = 0; at < frames.length; at += 600) await agent.frames(...frames.slice(at, at + 600))
}

/** A sawtooth, so many streams and requests, a constant; the last series is there where `isLate`. */
const usual =
  (streams: (atMs: number) => number, bootMs = BEGIN_MS, isLate = false): Values =>
  (atMs) => [
    200e6 + ((atMs / 1_000) % 47) * 1e5,
    streams(atMs),
    Math.round((atMs - bootMs) / 20),
    42,
    isLate && atMs >= STEP_MS ? 7 : null,
  ]

const RESTART_MS = BEGIN_MS + 9 * MINUTE_MS

beforeAll(async () => {
  hub = await startTestHub()
  await tell(
    'stepped',
    'b1',
    BEGIN_MS,
    SECONDS,
    usual((atMs) => (atMs < STEP_MS ? 100 : 900), BEGIN_MS, true),
    BEGIN_MS - 1,
  )
  await tell(
    'calm',
    'b1',
    BEGIN_MS,
    SECONDS,
    usual(() => 100),
    BEGIN_MS - 1,
  )
  const before = (RESTART_MS - BEGIN_MS) / 1_000
  await tell(
    'restarted',
    'b1',
    BEGIN_MS,
    before,
    usual(() => 100),
    BEGIN_MS - 1,
  )
  await tell(
    'restarted',
    'b2',
    RESTART_MS,
    SECONDS - before,
    usual(() => 100, RESTART_MS),
  )
  await tell(
    'young',
    'b1',
    TO_MS - 3_000,
    3,
    usual(() => 100),
  )
})
afterAll(async () => {
  for (const agent of agents) agent.close()
  await hub.end()
})

async function ask(query: Record<string, string | number>) {
  const params = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]))
  const { status, body } = await hub.get(`/api/v1/changes?${params}`)
  return { status, body: body as ChangesAnswer }
}
const of = (instance: string) =>
  ask({ fromMs: FROM_MS, toMs: TO_MS, process: processId('gateway', instance), limit: 1_000 })

describe('GET /api/v1/changes of one process', () => {
  it('lists every series, what it was and is, and finds the step first with its time', async () => {
    const { status, body } = await of('stepped')
    expect(status).toBe(200)
    changesSchema.parse(body)
    expect(body).toMatchObject({
      within: { fromMs: FROM_MS, toMs: TO_MS - 1 },
      before: { fromMs: FROM_MS - 5 * MINUTE_MS, toMs: FROM_MS - 1 },
      stepMs: 10_000,
      processes: { known: 1, looked: 1 },
      series: { changed: 1, new: 1, unchanged: 3, ended: 0, 'not-known': 0 },
      lives: [],
    })
    expect(body.changes.map(({ series }) => series)).toEqual([
      'streams.ws',
      'pool.late',
      ...body.changes.slice(2).map(({ series }) => series),
    ])
    const [first, second] = body.changes
    expect(first).toMatchObject({
      state: 'changed',
      before: { samples: 30, mean: 100 },
      how: { shape: 'step', atMs: STEP_MS, by: expect.closeTo(800, 3) },
    })
    expect(first?.within.mean).toBeCloseTo(100 + (800 * 180) / 300, 6)
    expect(second).toMatchObject({ state: 'new', atMs: STEP_MS, before: { samples: 0, mean: null } })
  })

  it('has a counter as its rate, which a restart does not change, and tells of the restart', async () => {
    const { body } = await of('restarted')
    const counter = body.changes.find(({ series }) => series === 'load.requests')
    expect(counter).toMatchObject({ state: 'unchanged', restartedAtMs: RESTART_MS })
    expect(counter?.before.mean).toBeCloseTo(50, 0)
    expect(counter?.within.mean).toBeCloseTo(50, 0)
    expect(body.lives).toMatchObject([{ instance: 'restarted', what: 'restarted', atMs: RESTART_MS }])
    expect(body.series.changed).toBe(0)
  })

  it('says of too few samples that nothing is known, and how many there are', async () => {
    const { body } = await of('young')
    expect(body.series['not-known']).toBe(SERIES.length)
    expect(body.changes.find(({ series }) => series === 'memory.rss')).toMatchObject({
      state: 'not-known',
      score: 0,
      before: { samples: 0, mean: null },
      within: { samples: 1 },
    })
    expect(body.lives).toMatchObject([{ what: 'started', instance: 'young' }])
  })
})

describe('GET /api/v1/changes of all processes', () => {
  it('finds what changed most over all of them, and counts what it looked at', async () => {
    const { body } = await ask({ fromMs: FROM_MS, toMs: TO_MS, limit: 2 })
    changesSchema.parse(body)
    expect(body.processes).toEqual({ known: 4, looked: 4 })
    expect(body.changes.map(({ instance, series }) => `${instance} ${series}`)).toEqual([
      'stepped streams.ws',
      'stepped pool.late',
    ])
    expect(Object.values(body.series).reduce((sum, count) => sum + count, 0)).toBe(4 * SERIES.length)
    expect(body.lives.map(({ instance, what }) => `${instance} ${what}`)).toEqual([
      'restarted restarted',
      'young started',
    ])
  })

  it('answers the same to the same question', async () => {
    const [one, other] = await Promise.all([1, 2].map(() => ask({ fromMs: FROM_MS, toMs: TO_MS, limit: 50 })))
    expect(one?.body).toEqual(other?.body)
  })

  it('answers a time of which nothing is kept with nothing known', async () => {
    const { body } = await ask({ fromMs: 1_000_000_000_000, toMs: 1_000_000_300_000 })
    expect(body.series).toMatchObject({ changed: 0, 'not-known': 4 * SERIES.length })
  })
})

describe('a question that makes no sense', () => {
  it.each([
    [{ toMs: TO_MS }, 'fromMs is missing'],
    [{ fromMs: FROM_MS, toMs: 'noon' }, 'toMs must be whole milliseconds; "noon" came.'],
    [{ fromMs: FROM_MS, toMs: FROM_MS + 4_999 }, 'at least 5 seconds after fromMs'],
    [{ fromMs: TO_MS, toMs: FROM_MS }, 'at least 5 seconds after fromMs'],
    [{ fromMs: 0, toMs: TO_MS }, 'at most 400 days after fromMs'],
    [{ fromMs: FROM_MS, toMs: TO_MS, limit: 0 }, 'limit must be a number from 1 to 1000.'],
    [{ fromMs: FROM_MS, toMs: TO_MS, limit: 'all' }, 'limit must be a number from 1 to 1000.'],
  ])('is refused with a sentence: %o', async (query, sentence) => {
    const { status, body } = await ask(query)
    expect(status).toBe(400)
    expect(body).toMatchObject({ error: { code: 'bad_request', message: expect.stringContaining(sentence) } })
  })

  it('is refused of a process that nobody knows', async () => {
    const { status, body } = await ask({ fromMs: FROM_MS, toMs: TO_MS, process: 'nobody' })
    expect(status).toBe(404)
    expect(body).toMatchObject({ error: { code: 'unknown_process' } })
  })
})
