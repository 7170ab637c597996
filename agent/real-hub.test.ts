/** The agent against the hub as it ships, with its SQLite history, over real sockets. */
import { afterEach, expect, test } from 'vitest'
import { startTestHub, type TestHub } from '../lib/hub/testing/test-hub'
import type { AgentEvent } from '../lib/protocol/agent-wire'
import type { SeriesPoints } from '../lib/protocol/http-api'
import { processId } from '../lib/protocol/process-id'
import { type Agent, type AgentOptions, tidemark } from './index'

const toStop: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of toStop.splice(0).toReversed()) await stop()
})

const ID = processId('real', 'a/0')

function agentFor(url: string, options?: Partial<AgentOptions>): Agent {
  const agent = tidemark({ url, service: 'real', instance: 'a/0', intervalMs: 100, ...options })
  toStop.push(() => agent.stop(0))
  return agent
}

/** Resolves at the first frame for which `holds`: a gauge is read at each. */
function until(agent: Agent, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const watch = agent.gauge('test.watch', () => {
      if (holds()) resolve(watch.remove())
      return 1
    })
  })
}

async function points(hub: TestHub, name: string): Promise<[number, number | null][]> {
  const { body } = await hub.get(`/api/v1/processes/${ID}/series?name=${name}&fromMs=0&toMs=4000000000000`)
  return ((body as { series: SeriesPoints[] }).series[0]?.points ?? []) as [number, number | null][]
}

test('Every frame of an outage of the hub is in its history once, in order, when it is back.', async () => {
  let hub = await startTestHub()
  toStop.push(() => hub.end())
  const agent = agentFor(hub.address)
  let frame = 0
  agent.gauge('frame', () => ++frame)
  await until(agent, () => agent.stats().durableSeq >= 3)
  await hub.stop()
  const missed = frame
  await until(agent, () => frame > missed + 12)
  hub = await hub.restart()
  await until(agent, () => agent.stats().durableSeq > missed + 12)
  await agent.stop()
  const values = (await points(hub, 'frame')).map(([, value]) => value)
  expect(values).toEqual(Array.from({ length: frame }, (_, index) => index + 1))
  expect(agent.stats()).toMatchObject({ process: ID, framesWaiting: 0, framesLost: 0 })
})

test('A series of a later moment is in the history from then on, and null before.', async () => {
  const hub = await startTestHub()
  toStop.push(() => hub.end())
  const agent = agentFor(hub.address)
  await until(agent, () => agent.stats().durableSeq >= 2)
  agent.clients('late', () => 5, { max: 10 })
  const from = agent.stats().durableSeq
  await until(agent, () => agent.stats().durableSeq >= from + 4)
  agent.event('deploy', 'version 2', { level: 'info' })
  await agent.stop()
  const late = (await points(hub, 'clients.late')).map(([, value]) => value)
  expect(late.at(-1)).toBe(5)
  const { body } = await hub.get(`/api/v1/processes/${ID}`)
  const { series, events } = body as { series: { name: string; max?: number }[]; events: AgentEvent[] }
  expect(series.find(({ name }) => name === 'clients.late')).toMatchObject({ kind: 'clients', max: 10, latest: 5 })
  expect(events).toEqual([expect.objectContaining({ type: 'deploy', message: 'version 2' })])
})

test('A wrong token is told with the sentence of the hub, and the host goes on.', async () => {
  const hub = await startTestHub({ config: { agentToken: 'right' } })
  toStop.push(() => hub.end())
  const told: string[] = []
  const listen = (warning: Error & { code?: string }): void => void told.push(`${warning.code}: ${warning.message}`)
  process.on('warning', listen)
  const agent = agentFor(hub.address, { token: 'wrong' })
  await until(agent, () => agent.stats().state === 'waiting' && agent.stats().framesWaiting > 3)
  process.off('warning', listen)
  expect(told).toEqual([expect.stringContaining('TIDEMARK_REFUSED: tidemark: the hub refuses (bad_token)')])
})
