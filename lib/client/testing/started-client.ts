/** A client before a stand-in for a hub, over real sockets; both end with the test. */
import { onTestFinished } from 'vitest'
import type { FleetRow } from '../../protocol/dashboard-wire'
import type { ProcessDetail } from '../../protocol/http-api'
import { Client, type ClientState } from '../client'
import { ProcessWatch } from '../process-watch'
import { StandInHub } from './stand-in-hub'

export const LIVE = { kind: 'live', spanMs: 300_000 } as const

const verdict = {
  verdict: 'collecting',
  sinceMs: 0,
  slopePerHour: null,
  slopeCi90: null,
  unit: 'bytes',
  reason: '',
  evidence: {},
}

export function detailOf(id: string): ProcessDetail {
  const series = [{ name: 'memory.rss', kind: 'memory', unit: 'bytes', latest: null, verdict }]
  return { id, boot: 'b1', series, events: [], lastFrameAtMs: null } as unknown as ProcessDetail
}

/** Its number is the first letter of its id. */
export function rowOf(id: string): FleetRow {
  return {
    id,
    number: id.charCodeAt(0),
    memory: {},
    spark: { stepMs: 1_000, endMs: 0, values: [null, null] },
  } as unknown as FleetRow
}

/** `setUp`: what it is to know before anybody comes. */
export async function startHub(port = 0, setUp: (hub: StandInHub) => void = () => {}): Promise<StandInHub> {
  const hub = new StandInHub()
  setUp(hub)
  await hub.start(port)
  onTestFinished(() => hub.stop())
  return hub
}

export function startClient({ port }: StandInHub): Client {
  const client = new Client({
    baseUrl: () => `http://127.0.0.1:${port}`,
    onNextFrame: (draw) => {
      const timer = setTimeout(draw, 1)
      return () => clearTimeout(timer)
    },
  })
  onTestFinished(client.start())
  return client
}

/** A client that looks at the live process `p` of this hub, and has its history. */
export async function startWatching(hub: StandInHub): Promise<Client> {
  hub.details.set('p', detailOf('p'))
  const client = startClient(hub)
  client.watchProcess(ProcessWatch, 'p', LIVE, 400)
  await until(client, ({ watched }) => watched?.history.state === 'ready')
  return client
}

/** Resolves with the first state, now or later, that `holds`. */
export function until(client: Client, holds: (state: ClientState) => boolean): Promise<ClientState> {
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

/** The seconds after `startMs` of which the watched process has a sample. */
export function secondsOf(state: ClientState, startMs: number): number[] {
  const table = state.watched?.data?.table
  return table ? [...table.atMs.subarray(0, table.length)].map((atMs) => (atMs - startMs) / 1_000) : []
}

/** One a second, from the second `from` on and before `to`. */
export function frames(startMs: number, from: number, to: number): number[][] {
  return Array.from({ length: to - from }, (_, at) => [from + at + 1, startMs + (from + at) * 1_000, 1_000 + from + at])
}

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at)
