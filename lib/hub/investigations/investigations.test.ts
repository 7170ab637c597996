import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Frame, SeriesDeclaration } from '../../protocol/agent-wire'
import type { Finding } from '../../protocol/findings'
import type { Investigation, InvestigationAnswer, Run, RunComparison } from '../../protocol/investigations'
import { Random } from '../../growth/testing/random'
import { helloOf, TestAgent } from '../testing/test-agent'
import { startTestHub, type TestHub } from '../testing/test-hub'

const MIB = 1_048_576
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const SERIES: SeriesDeclaration[] = [
  { name: 'memory.rss', kind: 'memory', unit: 'bytes' },
  { name: 'pool.did-cache', kind: 'pool', unit: 'count', max: 10_000 },
  { name: 'load.requests', kind: 'counter', unit: 'count' },
  { name: 'registry.services', kind: 'registry', unit: 'count' },
  { name: 'gc.major_count', kind: 'counter', unit: 'count' },
  { name: 'clients.http', kind: 'clients', unit: 'count' },
]

let hub: TestHub
beforeAll(async () => {
  hub = await startTestHub()
})
afterAll(() => hub.end())

async function send(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${hub.address}/api/v1/${path}`, {
    method,
    headers: { connection: 'close', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) }
}

interface LifeOf {
  instance?: string
  boot: string
  startedAtMs: number
  lastsMs: number
  /** Bytes an hour. */
  leak: number
  seed: number
  version?: string
  /** When the cache is full, by age. */
  fullAfterMs?: number
  /** That are open: requests are the same, whatever carries them. */
  connections?: number
}

const STEP_MS = 20_000
/** A life of a relay as it was: warm-up, a cache that fills, requests, and what leaks. */
async function live({
  instance = 'host-a/0',
  boot,
  startedAtMs,
  lastsMs,
  leak,
  seed,
  version,
  fullAfterMs = 50 * MINUTE_MS,
  connections = 4,
}: LifeOf) {
  const random = new Random(seed)
  const agent = new TestAgent(hub.address)
  const ack = await agent.hello(helloOf({ instance, boot, startedAtMs, ...(version ? { version } : {}) }, SERIES))
  const id = ack.ok ? ack.process : ''
  const frames: Frame[] = []
  for (let ageMs = STEP_MS, seq = 1; ageMs <= lastsMs; ageMs += STEP_MS, seq++) {
    const fill = Math.min(1, ageMs / fullAfterMs)
    const memory = (150 + 60 * fill + 40 * (1 - Math.exp(-ageMs / (10 * MINUTE_MS)))) * MIB
    const grown = (leak * ageMs) / HOUR_MS
    const values = [
      memory + grown + 2 * MIB * random.normal(),
      Math.round(10_000 * fill),
      Math.round((ageMs / 1_000) * 200),
      Math.round(20 + grown / MIB),
      Math.floor(ageMs / 60_000),
      connections,
    ]
    frames.push({ seq, atMs: startedAtMs + ageMs, values })
  }
  for (let at = 0; at < frames.length; at += 600) await agent.frames(...frames.slice(at, at + 600))
  agent.close()
  return id
}

const nowMs = Date.now()
const BASE = { boot: 'base', startedAtMs: nowMs - 12 * HOUR_MS, lastsMs: 3 * HOUR_MS, leak: 100 * MIB, seed: 1 }
const FIXED = {
  boot: 'fixed',
  startedAtMs: nowMs - 8 * HOUR_MS,
  lastsMs: 3 * HOUR_MS,
  leak: 0,
  seed: 2,
  connections: 1,
}

async function twoRuns(): Promise<Investigation> {
  const run = ({ startedAtMs, lastsMs }: typeof BASE, label: string, settings: object) => ({
    label,
    settings,
    process: processId,
    fromMs: startedAtMs,
    toMs: startedAtMs + lastsMs,
  })
  const added = await send('POST', 'investigations', {
    title: 'What holds memory?',
    service: 'gateway',
    metric: 'rss',
    runs: [run(BASE, 'as it is', {}), run(FIXED, 'no keep-alive', { KEEP_ALIVE: false })],
  })
  expect(added.status).toBe(201)
  return added.body as Investigation
}

const answerOf = async (id: string) =>
  (await send('GET', `investigations/${encodeURIComponent(id)}`)).body as InvestigationAnswer

let processId = ''

describe('an investigation over HTTP', () => {
  beforeAll(async () => {
    processId = await live(BASE)
    await live(FIXED)
  })

  it('I1 to I6: says what each run shows, what the toggle does, and holds the true slopes', async () => {
    const { id } = await twoRuns()
    const answer = await answerOf(id)
    const [base, fixed] = answer.runs
    for (const [run, leak] of [
      [base, 100],
      [fixed, 0],
    ] as const) {
      expect(run).toMatchObject({ state: 'conclusive', isConclusive: true, waitsFor: null })
      const [low, high] = run?.slopeCi90 ?? [Number.NaN, Number.NaN]
      expect(low / MIB).toBeLessThanOrEqual(leak)
      expect(high / MIB).toBeGreaterThanOrEqual(leak)
      expect(run?.warmUp?.why).toBe('pool.did-cache was filling')
    }
    expect(base?.load?.of).toBe('request')
    expect(base?.load?.mean).toBeGreaterThan(195 * 3600)
    expect(base?.load?.mean).toBeLessThan(205 * 3600)
    expect(answer.metric).toBe('memory.rss')
    expect(answer.runs[1]?.settings).toEqual({ KEEP_ALIVE: 'false' })
    expect(answer.pairs).toMatchObject([{ atLikeLoad: true, differenceAtLikeLoad: null }])
    expect(answer.toggles).toMatchObject([{ name: 'KEEP_ALIVE=false', verdict: 'isolates', basis: 'pair' }])
    expect(answer.sentence).toMatch(
      /^KEEP_ALIVE=false isolates the leak\. With KEEP_ALIVE=false the slope is .+ MiB\/h/u,
    )
    expect(answer.runs[0]?.curve.length).toBeGreaterThan(100)
  })

  it('I3.3: what was said of a run is kept through a restart, as long as it is said of the same time and metric', async () => {
    const { id } = await twoRuns()
    const [base] = (await answerOf(id)).runs
    hub = await hub.restart()
    const path = `investigations/${encodeURIComponent(id)}`
    const toldOf = async () => {
      const { investigations } = (await send('GET', 'investigations')).body as { investigations: Investigation[] }
      return investigations.find((one) => one.id === id)?.runs.map(({ told }) => told?.slopePerHour)
    }
    const both = [base?.slopePerHour, expect.any(Number)]
    expect(await toldOf()).toEqual(both)
    await send('PATCH', `${path}/runs/${base?.id}`, { label: 'as it was', toMs: nowMs })
    expect(await toldOf()).toEqual(both)
    await send('PATCH', `${path}/runs/${base?.id}`, { fromMs: BASE.startedAtMs + 1 })
    expect(await toldOf()).toEqual([undefined, both[1]])
    await send('PATCH', path, { metric: 'load.requests' })
    expect(await toldOf()).toEqual([undefined, undefined])
  })

  it('I8: lays two runs over each other by age, and attaches the result to a finding', async () => {
    const { id, runs } = await twoRuns()
    const [before, after] = runs.map((run) => encodeURIComponent(run.id))
    const path = `investigations/${encodeURIComponent(id)}/comparison?before=${before}&after=${after}`
    const body = (await send('GET', path)).body as RunComparison
    const row = (what: string) => body.rows.find((one) => one.what === what)
    expect(body.sentence).toMatch(/^The leak is gone\./u)
    expect((row('slope')?.difference ?? 0) / MIB).toBeCloseTo(-100, -1)
    expect((row('peak')?.difference ?? 0) / MIB).toBeLessThan(-250)
    expect(row('collections')?.before).toBeCloseTo(60, -1)
    const services = body.rows.find(({ series }) => series === 'registry.services')
    expect(services?.difference).toBeCloseTo(-270, -2)
    const finding = (await send('POST', 'findings', { title: 'It leaks', by: 'Ada' })).body as Finding
    const attach = `investigations/${encodeURIComponent(id)}/attach`
    expect((await send('POST', attach, { finding: finding.id, by: 'Ada' })).status).toBe(200)
    const [kept] = ((await send('GET', 'findings')).body as { findings: Finding[] }).findings
    expect(kept?.evidence[0]?.link).toBe(`/investigations?id=${encodeURIComponent(id)}`)
    expect(kept?.notes[0]?.text).toMatch(/isolates the leak/u)
  })

  it('I4: says "not yet" and what it waits for while a cache still fills, and when it will tell', async () => {
    const startedAtMs = nowMs - 60 * MINUTE_MS
    const process = await live({
      instance: 'host-a/1',
      boot: 'young',
      startedAtMs,
      lastsMs: 60 * MINUTE_MS - STEP_MS,
      leak: 0,
      seed: 3,
      fullAfterMs: 2 * HOUR_MS,
    })
    const added = await send('POST', 'investigations', {
      title: 'Young',
      service: 'gateway',
      metric: 'memory.rss',
      runs: [{ label: 'as it is', process, fromMs: startedAtMs }],
    })
    const [run] = (await answerOf((added.body as Investigation).id)).runs
    expect(run).toMatchObject({ state: 'warming-up', isConclusive: false, slopePerHour: null })
    expect(run?.sentence).toMatch(
      /^Not yet, about 2 h \d+ min more: pool\.did-cache is (49|50) % full and still fills\.$/u,
    )
    expect(run?.warmUp).toMatchObject({ toMs: null })
  })

  it('runs are begun, ended, changed and removed, and all of it is kept through a restart', async () => {
    const added = await send('POST', 'investigations', { title: 'By hand', service: 'gateway' })
    const path = `investigations/${encodeURIComponent((added.body as Investigation).id)}`
    const run = (await send('POST', `${path}/runs`, { label: 'one', settings: { THREADS: 0 } })).body as Run
    expect(run).toMatchObject({ settings: { THREADS: '0' }, process: null, toMs: null, by: 'hand' })
    const ended = (await send('POST', `${path}/runs/${run.id}/end`)).body as Run
    expect(ended.toMs).toBeGreaterThanOrEqual(run.fromMs)
    expect((await send('PATCH', `${path}/runs/${run.id}`, { label: 'first' })).body).toMatchObject({ label: 'first' })
    await send('PATCH', path, { question: 'Which thread?' })
    hub = await hub.restart()
    const [kept] = ((await send('GET', 'investigations')).body as { investigations: Investigation[] }).investigations
    expect(kept).toMatchObject({ question: 'Which thread?', metric: 'memory.live_set', runs: [{ label: 'first' }] })
    expect((await send('DELETE', `${path}/runs/${run.id}`)).status).toBe(204)
    expect((await send('DELETE', path)).status).toBe(204)
    expect((await send('GET', path)).status).toBe(404)
  })

  it('I1.3: a life with another version begins a run by itself, beside one of what was before; one with the same does not', async () => {
    const added = await send('POST', 'investigations', { title: 'Deploys', service: 'worker' })
    const path = `investigations/${encodeURIComponent((added.body as Investigation).id)}`
    const begin = async (boot: string, version: string, startedAtMs: number) => {
      const agent = new TestAgent(hub.address)
      const ack = await agent.hello(helloOf({ service: 'worker', boot, version, startedAtMs }, SERIES))
      agent.close()
      return ack.ok ? ack.process : ''
    }
    const first = await begin('w1', '1.4.1', nowMs - 3 * HOUR_MS)
    await begin('w2', '1.4.1', nowMs - 2 * HOUR_MS)
    await begin('w3', '1.4.2', nowMs - HOUR_MS)
    const runs = async () => (await answerOf((added.body as Investigation).id)).runs
    await expect.poll(runs, { timeout: 20_000 }).toMatchObject([
      { label: 'version 1.4.1', by: 'life', fromMs: nowMs - 2 * HOUR_MS, toMs: nowMs - HOUR_MS - 1 },
      { label: 'version 1.4.2', settings: { version: '1.4.2' }, fromMs: nowMs - HOUR_MS, toMs: null },
    ])

    // One that a person began shows what was before, ends with it, and is not doubled.
    const byHand = { label: 'as found', process: first, fromMs: nowMs - HOUR_MS }
    const again = { title: 'By hand', service: 'worker', runs: [byHand] }
    const other = (await send('POST', 'investigations', again)).body as Investigation
    await begin('w4', '1.4.3', nowMs - HOUR_MS / 2)
    const otherRuns = async () => (await answerOf(other.id)).runs
    await expect.poll(otherRuns, { timeout: 20_000 }).toMatchObject([
      { label: 'as found', by: 'hand', toMs: nowMs - HOUR_MS / 2 - 1 },
      { label: 'version 1.4.3', by: 'life', toMs: null },
    ])
    for (const id of [path, `investigations/${encodeURIComponent(other.id)}`])
      expect((await send('DELETE', id)).status).toBe(204)
  })

  it.each([
    ['', { service: 'x' }, 400, 'title must be text of 1 to 300 characters; nothing came.'],
    [
      '',
      { title: 'x', service: 'x', runs: [{ label: 'a', settings: { A: [] } }] },
      400,
      'a setting must be text, a number, true or false; a list of 0 came.',
    ],
    [
      '',
      { title: 'x', service: 'x', runs: [{ label: 'a', process: 'nobody' }] },
      404,
      'no process has the id "nobody".',
    ],
    [
      '',
      { title: 'x', service: 'x', runs: [{ label: 'a', fromMs: 1795240000000, toMs: 1795230000000 }] },
      400,
      'toMs is 1795230000000, before fromMs, 1795240000000.',
    ],
    ['/nobody/runs', { label: 'a' }, 404, 'no investigation has the id "nobody".'],
  ])('refuses POST %s %j with %i and a sentence', async (path, body, status, message) => {
    expect(await send('POST', `investigations${path}`, body)).toMatchObject({ status, body: { error: { message } } })
  })
})
