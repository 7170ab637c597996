import { describe, expect, it, onTestFinished } from 'vitest'
import type { AlertMessage } from '../protocol/alerts'
import type { Annotation } from '../protocol/annotations'
import type { FirstAnswer } from '../protocol/first-page'
import { Client } from './client'
import { ProcessWatch } from './process-watch'
import { beatOf } from './testing/beats'
import {
  detailOf,
  frames,
  LIVE,
  rowOf,
  secondsOf,
  startClient,
  startHub,
  startWatching,
  until,
  upTo,
} from './testing/started-client'

const ANSWER: FirstAnswer = {
  ok: true,
  hubNowMs: Date.now(),
  alerts: { pending: 0, firing: 0, waiting: 0 },
  history: { state: 'ready' },
  refused: [],
  isHolding: false,
}

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
    hub.keep('p', frames(startMs, 0, 30))
    const client = await startWatching(hub)
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

  it('knows on every page how alerts stand, and hears of each message once', async () => {
    const hub = await startHub()
    hub.alerts = { pending: 1, firing: 0, waiting: 0 }
    const client = startClient(hub)
    const heard: string[] = []
    onTestFinished(client.onTold(({ id }) => heard.push(id)))
    await until(client, ({ alerts }) => alerts.summary?.pending === 1)
    const told = { id: 'm1', kind: 'firing', group: { service: 'gateway', rule: 'growth' } } as unknown as AlertMessage
    hub.tell([{ type: 'alerts', summary: { pending: 0, firing: 1, waiting: 1 }, told }])
    const state = await until(client, ({ alerts }) => alerts.toasts.length === 1)
    expect(state.alerts.summary?.waiting).toBe(1)
    expect(heard).toEqual(['m1'])
    client.dismissToast('m1')
    expect(client.store.getState().alerts.toasts).toEqual([])
  })

  it('knows on every page whether the hub holds live values back, from the begin and as it changes', async () => {
    const hub = await startHub()
    hub.isHolding = true
    const client = startClient(hub)
    await until(client, ({ isHolding }) => isHolding)
    const reason = 'the disk is full'
    hub.tell([
      { type: 'history', health: { state: 'failing', reason, sinceMs: 1 } },
      { type: 'shedding', isHolding: false },
    ])
    const state = await until(client, ({ isHolding }) => !isHolding)
    expect(state.history).toEqual({ state: 'failing', reason, sinceMs: 1 })
    hub.tell([{ type: 'shedding', isHolding: true }])
    await until(client, ({ isHolding }) => isHolding)
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
