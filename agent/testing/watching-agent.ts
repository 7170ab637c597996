/** An agent of this process with a hub beside it, and what it says of a series. */
import { type Agent, tidemark } from '../index'
import { startTestHub, type TestHub } from './wire-hub'
import type { EntityGroup } from '../../lib/protocol/commands'

export interface WatchingAgent {
  agent: Agent
  hub: TestHub
  /** What the newest frame says of it: `undefined` where there is no such series. */
  latest(series: string): number | null | undefined
  /** Resolves at the first frame in which the series has that value, or one for which `holds`. */
  until(series: string, wanted: number | null | ((value: number) => boolean)): Promise<void>
  /** The list of entities of that name, as the agent tells it now. */
  entities(name: string): Promise<EntityGroup | undefined>
  stop(): Promise<void>
}

export async function startWatchingAgent(): Promise<WatchingAgent> {
  const hub = await startTestHub()
  const agent = tidemark({ url: hub.url, service: 'watching', intervalMs: 100 })
  function latest(series: string): number | null | undefined {
    const column = hub.series.indexOf(series)
    const seq = Math.max(0, ...hub.frames.keys())
    return column === -1 ? undefined : hub.frames.get(seq)?.values[column]
  }
  let asked = 0
  return {
    agent,
    hub,
    latest,
    until: (series, wanted) =>
      hub.until(() => {
        const value = latest(series)
        return typeof wanted === 'function' ? typeof value === 'number' && wanted(value) : value === wanted
      }),
    async entities(name) {
      await hub.until(() => hub.frames.size > 0)
      const answer = await hub.command({ id: String(++asked), name: 'entities', args: {} })
      return (answer as { result: { groups: EntityGroup[] } }).result.groups.find((group) => group.name === name)
    },
    async stop() {
      await agent.stop(0)
      await hub.kill()
    },
  }
}
