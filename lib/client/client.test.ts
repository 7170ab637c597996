import { afterEach, describe, expect, it, vi } from 'vitest'
import type { AlertMessage } from '../protocol/alerts'
import type { Annotation } from '../protocol/annotations'
import type { FleetRow } from '../protocol/dashboard-wire'
import type { ProcessDetail } from '../protocol/http-api'
import { Client, type ClientState } from './client'
import type { FirstAnswer } from '../protocol/first-page'
import { ProcessWatch } from './process-watch'
import { beatOf } from './testing/beats'
import { StandInHub } from './testing/stand-in-hub'

const LIVE = { kind: 'live', spanMs: 300_000 } as const
const cleanUps: (() => unknown)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

const verdict = {
  verdict: 'collecting',
  sinceMs: 0,
  slopePerHour: null,
  slopeCi90: null,
  unit: 'bytes',
  reason: '',
  evidence: {},
}

function detailOf(id: string): ProcessDetail {
  const series = [{ name: 'memory.rss', kind: 'memory', unit: 'bytes', latest: null, verdict }]
  return { id, boot: 'b1', series, events: [], lastFrameAtMs: null } as unknown as ProcessDetail
}

function rowOf(id: string): FleetRow {
  return {
    id,
    number: id.charCodeAt(0),
    memory: {},
    spark: { stepMs: 1_000, endMs: 0, values: [null, null] },
  } as unknown as FleetRow
}

async function startHub(port = 0): Promise<StandInHub> {
  const hub = new StandInHub()
  await hub.start(port)
  cleanUps.push(() => hub.stop())
  return hub
}

function startClient(hub: StandInHub): Client {
  const { port } = hub
  const client = new Client({
    baseUrl: () => `http://127.0.0.1:${port}`,
    onNextFrame: (draw) => {
      const timer = setTimeout(draw, 1)
      return () => clearTimeout(timer)
    },
  })
  cleanUps.push(client.start())
  return client
}

/** Resolves with the first state, now or later, that `holds`. */
function until(client: Client, holds: (state: ClientState) => boolean): Promise<ClientState> {
  return new Promise((resolve) => {
    const now = client.store.getState()
    if (holds(now)) return resolve(now)
    const stop = client.store.subscribe((state) => {
      if (!holds(state)) return
      stop()
      resolve(state)
    })
  })
}

const secondsOf = (state: ClientState, startMs: number) => {
  const table = state.watched?.data?.table
  return table ? [...table.atMs.subarray(0, table.length)].map((atMs) => (atMs - startMs) / 1_000) : []
}

const frames = (startMs: number, from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => [from + at + 1, startMs + (from + at) * 1_000, 1_000 + from + at])

const ANSWER: FirstAnswer = {
  ok: true,
  hubNowMs: Date.now(),
  alerts: { pending: 0, firing: 0, waiting: 0 },
  history: { state: 'ready' },
  refused: [],
}

const upTo = (count: number) => Array.from({ length: count }, (_, at) => at)

describe('the client', () => {
  it('shows all processes, and then only what changes', async () => {
    const hub = await startHub()
    for (const id of ['a', 'b']) hub.rows.set(id, rowOf(id))
    const client = startClient(hub)
    client.watchFleet()
    const first = await until(client, ({ fleet }) => fleet?.rows.size === 2)
    hub.tell([beatOf('a'.charCodeAt(0), 5_000, 7)])
    const second = await until(client, ({ fleet }) => fleet?.rows.get('a')?.memory.latestBytes === 7)
    expect(second.fleet?.rows.get('b')).toBe(first.fleet?.rows.get('b'))
  })

  it('does not take numbers of another life of the hub for those of the one before, though it has not answered yet', async () => {
    const before = await startHub()
    before.rows.set('a', rowOf('a'))
    const client = startClient(before)
    client.watchFleet()
    await until(client, ({ fleet }) => fleet?.rows.size === 1)
    const { port } = before
    await before.stop()
    await until(client, ({ link }) => link.state === 'away')
    const after = new StandInHub()
    after.isMute = true
    await after.start(port)
    cleanUps.push(() => after.stop())
    await vi.waitFor(() => expect(after.viewers).toBe(1), 10_000)
    // There, the number of `a` is that of `b`.
    after.tell([
      beatOf('a'.charCodeAt(0), 5_000, 7),
      { type: 'row', row: { ...rowOf('b'), number: 'a'.charCodeAt(0) } },
    ])
    const { fleet } = await until(client, (state) => state.fleet?.rows.has('b') === true)
    expect(fleet?.rows.get('a')?.memory).toEqual(rowOf('a').memory)
    after.tell([beatOf('a'.charCodeAt(0), 6_000, 8)])
    const next = await until(client, (state) => state.fleet?.rows.get('b')?.memory.latestBytes === 8)
    expect(next.fleet?.rows.get('a')?.memory).toEqual(rowOf('a').memory)
  })

  it('begins with what the hub had answered to the page, at once and before it has a socket', async () => {
    const hub = await startHub()
    const first = { ...ANSWER, process: detailOf('p') }
    const client = new Client({
      baseUrl: () => `http://127.0.0.1:${hub.port}`,
      onNextFrame: () => () => undefined,
      first: ({ process }) => (process === 'p' ? first : null),
    })
    client.watchProcess(ProcessWatch, 'q', LIVE, 400).stop()
    expect(client.store.getState().watched?.status).toBe('loading')
    const { stop } = client.watchProcess(ProcessWatch, 'p', LIVE, 400)
    expect(client.store.getState().watched).toMatchObject({ status: 'known', detail: { id: 'p' } })
    stop()
  })

  it('draws history and live frames as one line', async () => {
    const hub = await startHub()
    const startMs = Date.now() - 60_000
    hub.details.set('p', detailOf('p'))
    hub.keep('p', frames(startMs, 0, 30))
    const client = startClient(hub)
    client.watchProcess(ProcessWatch, 'p', LIVE, 400)
    await until(client, ({ watched }) => watched?.history.state === 'ready')
    hub.push('p', frames(startMs, 28, 32))
    const state = await until(client, ({ watched }) => watched?.newestMs === startMs + 31_000)
    expect(secondsOf(state, startMs)).toEqual(upTo(32))
    expect(state.watched?.edgeMs).toBe(startMs + 31_000)
  })

  it('says that a process is unknown, and shows it once the hub knows it', async () => {
    const hub = await startHub()
    const client = startClient(hub)
    client.watchProcess(ProcessWatch, 'late', LIVE, 400)
    await until(client, ({ watched }) => watched?.status === 'unknown')
    hub.details.set('late', detailOf('late'))
    await until(client, ({ watched }) => watched?.status === 'known')
  })

  it('says since when the hub is away, and has every second of the gap when it is back', async () => {
    const hub = await startHub()
    const startMs = Date.now() - 60_000
    hub.details.set('p', detailOf('p'))
    const client = startClient(hub)
    client.watchProcess(ProcessWatch, 'p', LIVE, 400)
    await until(client, ({ watched }) => watched?.history.state === 'ready')
    hub.push('p', frames(startMs, 0, 10))
    await until(client, ({ watched }) => watched?.newestMs === startMs + 9_000)
    const { port } = hub
    await hub.stop()
    const away = await until(client, ({ link }) => link.state === 'away')
    expect(away.link).toMatchObject({ state: 'away', numbersOfMs: expect.any(Number) as number })
    expect(secondsOf(away, startMs)).toEqual(upTo(10))

    const back = new StandInHub()
    back.inherit(hub)
    await back.start(port)
    cleanUps.push(() => back.stop())
    await until(client, ({ link }) => link.state === 'live')
    // New frames come at once; of the backlog, some is sent live and late, and some is only in history.
    back.push('p', frames(startMs, 40, 42))
    back.push('p', frames(startMs, 25, 40))
    back.keep('p', frames(startMs, 10, 25))
    const whole = await until(client, (state) => secondsOf(state, startMs).length === 42)
    expect(secondsOf(whole, startMs)).toEqual(upTo(42))
  })

  it('knows on every page how alerts stand, and hears of each message once', async () => {
    const hub = await startHub()
    hub.alerts = { pending: 1, firing: 0, waiting: 0 }
    const client = startClient(hub)
    const heard: string[] = []
    cleanUps.push(client.onTold(({ id }) => heard.push(id)))
    await until(client, ({ alerts }) => alerts.summary?.pending === 1)
    const told = { id: 'm1', kind: 'firing', group: { service: 'gateway', rule: 'growth' } } as unknown as AlertMessage
    hub.tell([{ type: 'alerts', summary: { pending: 0, firing: 1, waiting: 1 }, told }])
    const state = await until(client, ({ alerts }) => alerts.toasts.length === 1)
    expect(state.alerts.summary?.waiting).toBe(1)
    expect(heard).toEqual(['m1'])
    client.dismissToast('m1')
    expect(client.store.getState().alerts.toasts).toEqual([])
  })

  it('has what happened to the watched process, from before and from now on', async () => {
    const hub = await startHub()
    const nowMs = Date.now()
    const annotation = (id: number, process: string): Annotation => ({
      id,
      atMs: nowMs - 10_000 + id,
      kind: 'note',
      title: 'n',
      process,
      createdMs: nowMs,
    })
    hub.details.set('p', detailOf('p'))
    hub.answers.set('GET /api/v1/annotations', () => ({ body: { annotations: [annotation(1, 'p')] } }))
    const client = startClient(hub)
    client.watchProcess(ProcessWatch, 'p', LIVE, 400)
    await until(client, ({ watched }) => watched?.annotations.length === 1)
    hub.tell([
      { type: 'annotation', annotation: annotation(2, 'other') },
      { type: 'annotation', annotation: annotation(3, 'p') },
    ])
    const state = await until(client, ({ watched }) => watched?.annotations.length === 2)
    expect(state.watched?.annotations.map(({ id }) => id)).toEqual([1, 3])
  })

  it('asks history when the hub had to drop items', async () => {
    const hub = await startHub()
    const startMs = Date.now() - 60_000
    hub.details.set('p', detailOf('p'))
    const client = startClient(hub)
    client.watchProcess(ProcessWatch, 'p', LIVE, 400)
    await until(client, ({ watched }) => watched?.history.state === 'ready')
    hub.push('p', frames(startMs, 0, 5))
    hub.keep('p', frames(startMs, 5, 9))
    hub.tell([], 4)
    const state = await until(client, (next) => secondsOf(next, startMs).length === 9)
    expect(state.lostItems).toBe(4)
  })

  it('holds a paused picture, counts what arrives, and fits steps to the room there is', async () => {
    const hub = await startHub()
    const startMs = Date.now() - 60_000
    hub.details.set('p', detailOf('p'))
    hub.keep('p', frames(startMs, 0, 20))
    const client = startClient(hub)
    const watch = client.watchProcess(
      ProcessWatch,
      'p',
      { kind: 'paused', spanMs: 300_000, endMs: startMs + 9_000 },
      400,
    )
    await until(client, ({ watched }) => watched?.history.state === 'ready')
    hub.push('p', frames(startMs, 20, 24))
    const held = await until(client, ({ watched }) => watched?.arrivedWhileHeld === 4)
    // The window ends at 9 s; two more seconds let its lines reach the edge.
    expect(secondsOf(held, startMs)).toEqual(upTo(12))
    watch.lookAt({ kind: 'live', spanMs: 86_400_000 }, 300)
    const wide = await until(
      client,
      ({ watched }) => watched?.history.state === 'ready' && watched.data?.stepMs === 300_000,
    )
    expect(wide.watched?.arrivedWhileHeld).toBe(0)
    expect(hub.asked.some((query) => query.get('stepMs') === '300000')).toBe(true)
  })

  it('leaves no socket and no timer behind, started and stopped ten times', async () => {
    const hub = await startHub()
    hub.details.set('p', detailOf('p'))
    const client = new Client({ baseUrl: () => `http://127.0.0.1:${hub.port}`, onNextFrame: () => () => undefined })
    const timers = vi.spyOn(globalThis, 'setInterval')
    const cleared = vi.spyOn(globalThis, 'clearInterval')
    for (let round = 0; round < 10; round += 1) {
      const stop = client.start()
      const watch = client.watchProcess(ProcessWatch, 'p', LIVE, 400)
      await until(client, ({ link }) => link.state === 'live')
      watch.stop()
      stop()
    }
    const ended = new Set(cleared.mock.calls.map(([timer]) => timer))
    expect(
      timers.mock.results.filter(({ value }) => !ended.has(value as never)).map(({ value }) => value as unknown),
    ).toEqual([])
    await vi.waitFor(() => expect(hub.viewers).toBe(0))
    vi.restoreAllMocks()
  })
})

it('who looks is asked only once somebody who comes in is in', async () => {
  const asked: string[] = []
  const client = new Client({
    baseUrl: () => 'http://hub',
    fetcher: async (input) => {
      asked.push(new URL(String(input instanceof Request ? input.url : input)).pathname)
      return Response.json({ door: 'closed', who: null })
    },
  })
  let come: () => void = () => undefined
  const coming = client.enter(() => new Promise<void>((resolve) => (come = resolve)))
  // The door has closed meanwhile, and the hub says that this page is nobody's.
  const answered = client.askWho()
  await new Promise((resolve) => setTimeout(resolve, 10))
  expect(asked).toEqual([])
  come()
  await Promise.all([coming, answered])
  expect(asked).toEqual(['/api/v1/me'])
})
