/** Dispatchers of `undici`: a Client, a Pool or BalancedPool, an Agent with a pool for each origin. */
import { type Adapter, hasMethods, listed, numberIn } from '../adapter'

/** A Client tells no `free` and `queued`. */
interface Stats {
  connected?: number | boolean
  free?: number
  queued?: number
  running?: number
  /** Running and waiting. */
  size?: number
}

interface Dispatcher {
  readonly stats: Stats
}

interface UndiciAgent {
  /** By origin. */
  readonly stats: Readonly<Record<string, Stats>>
}

const statsOf = (thing: object): unknown => (thing as Dispatcher).stats
const isDispatcher = (thing: object): boolean => hasMethods(thing, 'dispatch', 'close', 'destroy')

/** A Client of before 7 has no stats; a Pool has had them since 4. */
export const undiciPool: Adapter<Dispatcher> = {
  what: 'a client or pool of undici',
  base: 'undici',
  recognises: (thing) => isDispatcher(thing) && numberIn(statsOf(thing), 'size') !== undefined,
  series: [
    {
      kind: 'pool',
      name: 'NAME',
      help: 'Connections that are open.',
      // A Client says whether it is connected.
      read: ({ stats }) => Number(stats.connected),
    },
    {
      kind: 'pending',
      name: 'NAME',
      help: 'Requests that run or wait for a connection.',
      read: ({ stats }) => stats.size,
    },
    {
      kind: 'gauge',
      name: 'NAME.queued',
      help: 'Requests that wait for a connection.',
      isTold: ({ stats }) => stats.queued !== undefined || stats.running !== undefined,
      lack: 'this version of undici does not tell how many requests wait for a connection',
      read: ({ stats }) => stats.queued ?? (stats.size ?? 0) - (stats.running ?? 0),
    },
  ],
}

function sum(agent: UndiciAgent, read: (stats: Stats) => number | boolean | undefined): number {
  return Object.values(agent.stats).reduce((total, stats) => total + Number(read(stats) ?? 0), 0)
}

const origins = listed<UndiciAgent, [string, Stats]>({
  name: 'NAME origins',
  list: (agent) => Object.entries(agent.stats),
  readers: {
    id: ([origin]) => origin,
    bytes: null,
    count: ([, stats]) => stats.size,
    label: ([, stats]) => `${Number(stats.connected ?? 0)} connected`,
  },
})

export const undiciAgent: Adapter<UndiciAgent> = {
  what: 'an agent of undici',
  base: 'undici',
  recognises: (thing) => isDispatcher(thing) && typeof statsOf(thing) === 'object' && statsOf(thing) !== null,
  series: [
    {
      kind: 'pool',
      name: 'NAME',
      help: 'Connections that are open, to all origins.',
      read: (agent) => sum(agent, ({ connected }) => connected),
    },
    {
      kind: 'pending',
      name: 'NAME',
      help: 'Requests that run or wait for a connection, to all origins.',
      read: (agent) => sum(agent, ({ size }) => size),
    },
    {
      kind: 'registry',
      name: 'NAME.origins',
      help: 'Origins that the agent keeps a pool for.',
      read: (agent) => Object.keys(agent.stats).length,
    },
  ],
  entities: [origins],
}
