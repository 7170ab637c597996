/** What lives declare over several connections, and which of several lives is shown, over real sockets and a real history. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SeriesDeclaration } from '../protocol/agent-wire'
import type { ProcessDetail, SeriesPoints } from '../protocol/http-api'
import { framesOf, helloOf, TestAgent, TWO_SERIES } from './testing/test-agent'
import { startTestHub, type TestHub } from './testing/test-hub'

const START_MS = Date.now() - 3_600_000
const ID = 'gateway.host-a~2f0'

let hub: TestHub
const agents: TestAgent[] = []

beforeEach(async () => {
  hub = await startTestHub()
})
afterEach(async () => {
  for (const one of agents.splice(0)) one.close()
  await hub.end()
})

function agent(): TestAgent {
  const one = new TestAgent(hub.address)
  agents.push(one)
  return one
}

async function detail(): Promise<ProcessDetail> {
  return (await hub.get(`/api/v1/processes/${ID}`)).body as ProcessDetail
}

async function pointsOf(name: string): Promise<SeriesPoints['points']> {
  const { body } = await hub.get(`/api/v1/processes/${ID}/series?name=${name}&fromMs=0&toMs=4000000000000`)
  return (body as { series: SeriesPoints[] }).series[0]?.points ?? []
}

/** Closes `one`, and waits until the hub knows: it counts its agents. */
async function leaves(one: TestAgent): Promise<void> {
  one.close()
  await expect.poll(async () => (await hub.get('/metrics')).body).toMatch(/^tidemark_hub_agents 0$/mu)
}

const gauges = (from: number, count: number): SeriesDeclaration[] =>
  Array.from({ length: count }, (_, n) => ({ name: `s.${from + n}`, kind: 'gauge', unit: 'count' }))

describe('W14: within one boot', () => {
  const another: SeriesDeclaration[] = [{ name: 'pool.mesh', kind: 'gauge', unit: 'ms' }]

  it('a series that comes back as another kind is bad_hello, and nothing changes', async () => {
    const one = agent()
    await one.hello()
    const two = agent()
    const answer = await two.say('hello', helloOf({}, another))
    expect(answer).toMatchObject({ ok: false, code: 'bad_hello' })
    expect(answer.message).toContain(
      '"pool.mesh" of this life is of kind pool in count, and came as of kind gauge in ms',
    )
    two.close()
    await leaves(one)
    expect(await agent().say('hello', helloOf({}, another))).toMatchObject({ ok: false, code: 'bad_hello' })
    expect((await detail()).series[1]).toMatchObject({ name: 'pool.mesh', kind: 'pool', unit: 'count', max: 1_000 })
    expect(await agent().hello(helloOf({ boot: 'boot-2', startedAtMs: Date.now() }, another))).toMatchObject({
      ok: true,
    })
    expect((await detail()).series[0]).toMatchObject({ name: 'pool.mesh', kind: 'gauge', unit: 'ms' })
  })

  it('is refused as well where only history remembers the life', async () => {
    await agent().hello(helloOf({ boot: 'old', startedAtMs: START_MS }))
    await agent().hello(helloOf({ boot: 'new', startedAtMs: START_MS + 1_000 }))
    hub = await hub.restart()
    const late = helloOf({ boot: 'old', startedAtMs: START_MS }, another)
    expect(await agent().say('hello', late)).toMatchObject({ ok: false, code: 'bad_hello' })
    expect(await detail()).toMatchObject({ boot: 'new' })
  })

  it('a new max is taken: the rules hold against it, and it is there after a restart', async () => {
    const one = agent()
    await one.hello(helloOf({ startedAtMs: START_MS }))
    await one.frames(...framesOf(START_MS, 1, 1))
    const smaller = TWO_SERIES.map((series) => (series.name === 'pool.mesh' ? { ...series, max: 50 } : series))
    const two = agent()
    expect(await two.hello(helloOf({ startedAtMs: START_MS }, smaller))).toMatchObject({ ok: true })
    const full = Array.from({ length: 200 }, (_, n) => ({
      seq: n + 2,
      atMs: START_MS + (n + 2) * 1_000,
      values: [1, 50],
    }))
    await two.frames(...full)
    expect(await detail()).toMatchObject({ flags: ['saturated'], series: [{}, { max: 50 }] })
    expect((await detail()).flagDetails[0]?.reason).toContain('at its max of 50')
    expect((await detail()).series[1]?.verdict.evidence['limit']).toBe(50)
    hub = await hub.restart()
    expect((await detail()).series[1]).toMatchObject({ max: 50 })
  })

  it('series are counted over all connections, and what was declared before stays', async () => {
    const one = agent()
    expect(await one.hello(helloOf({}, gauges(0, 600)))).toMatchObject({ ok: true })
    await leaves(one)
    const two = agent()
    expect(await two.say('hello', helloOf({}, gauges(600, 401)))).toMatchObject({ ok: false, code: 'too_many_series' })
    expect((await detail()).series).toHaveLength(600)
    expect(await two.hello(helloOf({}, gauges(600, 400)))).toMatchObject({ ok: true })
    expect((await detail()).series).toHaveLength(1_000)
    expect(await two.say('series', { series: gauges(1_000, 1) })).toMatchObject({ ok: false, code: 'too_many_series' })
  })
})

describe('W15: of several lives', () => {
  it('a late hello of an older one does not take the process back, connected or not, nor after a restart of the hub', async () => {
    const newer = agent()
    await newer.hello(helloOf({ boot: 'new', startedAtMs: START_MS + 1_000 }))
    await newer.frames(...framesOf(START_MS + 1_000, 1, 1))
    const older = agent()
    await older.hello(helloOf({ boot: 'old', startedAtMs: START_MS }))
    await older.frames(...framesOf(START_MS, 1, 1))
    expect(await detail()).toMatchObject({ boot: 'new', lives: 2, lastFrameAtMs: START_MS + 2_000 })
    hub = await hub.restart()
    expect(await detail()).toMatchObject({ boot: 'new', lives: 2 })
    await agent().hello(helloOf({ boot: 'old', startedAtMs: START_MS }))
    expect(await detail()).toMatchObject({ boot: 'new', lives: 2 })
  })

  it('that started at the same time, the one that says hello last is shown', async () => {
    await agent().hello(helloOf({ boot: 'a', startedAtMs: START_MS }))
    await agent().hello(helloOf({ boot: 'b', startedAtMs: START_MS }))
    expect(await detail()).toMatchObject({ boot: 'b', lives: 2 })
  })

  it('an older one keeps its columns when it comes back with fewer, in another order, to a hub that holds it no more', async () => {
    const before = agent()
    await before.hello(helloOf({ boot: 'old', startedAtMs: START_MS }, gauges(0, 3)))
    await before.frames({ seq: 1, atMs: START_MS, values: [10, 11, 12] })
    await agent().hello(helloOf({ boot: 'new', startedAtMs: START_MS + 1_000 }, gauges(0, 1)))
    hub = await hub.restart()
    const late = agent()
    await late.hello(helloOf({ boot: 'old', startedAtMs: START_MS }, gauges(0, 3).toReversed().slice(0, 2)))
    await late.frames({ seq: 2, atMs: START_MS + 1_000, values: [22, 21] })
    expect(await pointsOf('s.0')).toEqual([
      [START_MS, 10],
      [START_MS + 1_000, null],
    ])
    expect(await pointsOf('s.1')).toEqual([
      [START_MS, 11],
      [START_MS + 1_000, 21],
    ])
    expect(await pointsOf('s.2')).toEqual([
      [START_MS, 12],
      [START_MS + 1_000, 22],
    ])
  })
})
