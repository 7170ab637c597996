/** What tests of adapters begin and end with: an agent for each test, and what it watched is let go of afterwards. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach } from 'vitest'
import { startWatchingAgent, type WatchingAgent } from './watching-agent'

export interface WatchedInTests {
  /** The agent of the test that runs. */
  readonly watching: Omit<WatchingAgent, 'stop'>
  /** Called after the test, the newest first. */
  readonly toEnd: (() => unknown)[]
  /** A client of a server on loopback that says nothing yet. */
  connected: (port: number) => Promise<Socket>
}

/** To be called once, at the top of a file of tests. */
export function watchedInTests(): WatchedInTests {
  const toEnd: (() => unknown)[] = []
  let now: WatchingAgent
  beforeEach(async () => {
    now = await startWatchingAgent()
  })
  afterEach(async () => {
    for (const end of toEnd.splice(0).toReversed()) await end()
    await now.stop()
  })
  return {
    toEnd,
    watching: {
      get agent() {
        return now.agent
      },
      get hub() {
        return now.hub
      },
      latest: (series) => now.latest(series),
      until: (series, wanted) => now.until(series, wanted),
      entities: (name) => now.entities(name),
    },
    connected: async (port) => {
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => {})
      toEnd.push(() => socket.destroy())
      await once(socket, 'connect')
      return socket
    },
  }
}
