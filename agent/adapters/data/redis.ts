/** Clients of Redis: commands that wait for their answer, and those that wait for a connection. */
import { reasonOf } from '../../warnings'
import { type Adapter, hasMethods, hasNumbers, numberIn } from '../adapter'
import { readingPrivates } from '../private-fields'
import { poolSeries } from './pool-series'

interface Queue {
  readonly length: number
}

interface IoRedis {
  readonly status: string
  readonly commandQueue: Queue
  readonly offlineQueue: Queue
}

const lengthOf = (queue: unknown): number | undefined => numberIn(queue, 'length')

/** `ioredis`, one client. */
export const ioRedis: Adapter<IoRedis> = {
  what: 'a client of ioredis',
  base: 'redis',
  recognises: (thing) =>
    typeof (thing as IoRedis).status === 'string' &&
    lengthOf((thing as IoRedis).commandQueue) !== undefined &&
    hasMethods(thing, 'sendCommand'),
  series: [
    {
      kind: 'pending',
      name: 'NAME',
      help: 'Commands that were sent to Redis and wait for their answer.',
      read: (client) => client.commandQueue.length,
    },
    {
      kind: 'pending',
      name: 'NAME.offline',
      help: 'Commands that wait for a connection to Redis.',
      isTold: (client) => lengthOf(client.offlineQueue) !== undefined,
      lack: 'this version of ioredis does not tell its offline queue',
      read: (client) => client.offlineQueue.length,
    },
  ],
}

interface IoRedisCluster {
  readonly status: string
  nodes(role: 'all'): IoRedis[]
  readonly offlineQueue?: Queue
}

/** `ioredis`, a cluster: what waits in all of its nodes. */
export const ioRedisCluster: Adapter<IoRedisCluster> = {
  what: 'a cluster client of ioredis',
  base: 'redis',
  recognises: (thing) =>
    typeof (thing as IoRedisCluster).status === 'string' && hasMethods(thing, 'nodes', 'sendCommand'),
  series: [
    {
      kind: 'pending',
      name: 'NAME',
      help: 'Commands that were sent to nodes of the Redis cluster and wait for their answer.',
      read: (cluster) => cluster.nodes('all').reduce((sum, node) => sum + node.commandQueue.length, 0),
    },
    {
      kind: 'pending',
      name: 'NAME.offline',
      help: 'Commands that wait for a connection to the Redis cluster, or to one of its nodes.',
      isTold: (cluster) => lengthOf(cluster.offlineQueue) !== undefined,
      lack: 'this version of ioredis does not tell the offline queue of a cluster',
      read: (cluster) =>
        cluster.nodes('all').reduce((sum, node) => sum + node.offlineQueue.length, lengthOf(cluster.offlineQueue) ?? 0),
    },
    {
      kind: 'gauge',
      name: 'NAME.nodes',
      help: 'Nodes of the Redis cluster that the client knows.',
      read: (cluster) => cluster.nodes('all').length,
    },
  ],
}

interface NodeRedis {
  readonly isReady: boolean
  readonly isOpen: boolean
  /** From 5 on a client may be a view of another one, which is this. */
  readonly ['_self']?: object
  /** From 5.11 on; not part of what is documented. */
  readonly ['_getQueue']?: () => { readonly pendingCount?: number }
  /** Up to 3. */
  readonly command_queue_length?: number
  readonly offline_queue_length?: number
}

/** Of clients from 4 to 5.10: what waits to be sent, and what waits for its answer. They tell it nowhere. */
const privateQueues = new WeakMap<NodeRedis, readonly object[]>()

/** The two lists stay the same for as long as the client lives, so they are looked for once. */
function findQueues(client: NodeRedis): readonly object[] {
  return readingPrivates((read) => {
    const queue = read(client['_self'] ?? client, 'queue', 'sendCommand')
    if (queue === undefined) return []
    const toSend = read(queue, 'toWrite', 'addCommand') ?? read(queue, 'waitingToBeSent', 'addCommand')
    const sent = read(queue, 'waitingForReply', 'addCommand')
    return [toSend, sent].filter((list) => list !== undefined && lengthOf(list) !== undefined) as object[]
  })
}

function pendingOf(client: NodeRedis): number | undefined {
  const queues = privateQueues.get(client)
  if (queues) return queues.reduce((sum, list) => sum + (lengthOf(list) ?? Number.NaN), 0)
  return client['_getQueue']?.().pendingCount
}

const hasQueue = (client: NodeRedis): boolean => pendingOf(client) !== undefined
const QUEUE_LACK = 'this version of redis does not tell how many of its commands wait, and it could not be found'

/** `redis` from 4 on, also known as node-redis, one client. It has one queue for both, so what waits while it is not ready waits for a connection. */
export const nodeRedis: Adapter<NodeRedis> = {
  what: 'a client of redis',
  base: 'redis',
  recognises: (thing) =>
    typeof (thing as NodeRedis).isReady === 'boolean' &&
    typeof (thing as NodeRedis).isOpen === 'boolean' &&
    hasMethods(thing, 'sendCommand', 'on'),
  series: [
    {
      kind: 'pending',
      name: 'NAME',
      help: 'Commands to Redis that wait for their answer.',
      isTold: hasQueue,
      lack: QUEUE_LACK,
      read: (client) => (client.isReady ? pendingOf(client) : 0),
    },
    {
      kind: 'pending',
      name: 'NAME.offline',
      help: 'Commands that wait for a connection to Redis.',
      isTold: hasQueue,
      lack: QUEUE_LACK,
      read: (client) => (client.isReady ? 0 : pendingOf(client)),
    },
    {
      kind: 'gauge',
      name: 'NAME.ready',
      help: 'Whether the client has a connection to Redis: 1 or 0.',
      read: (client) => Number(client.isReady),
    },
  ],
  begin(client, { warn }) {
    if (hasQueue(client)) return
    try {
      const queues = findQueues(client)
      if (queues.length === 2) privateQueues.set(client, queues)
    } catch (thrown) {
      warn('redis inspector', `the queue of a client of redis could not be looked for: ${reasonOf(thrown)}.`)
    }
  },
  end: (client) => void privateQueues.delete(client),
}

/** `redis` up to 3. */
export const oldNodeRedis: Adapter<NodeRedis> = {
  what: 'a client of redis up to 3',
  base: 'redis',
  recognises: (thing) => hasNumbers(thing, 'command_queue_length', 'offline_queue_length'),
  series: [
    {
      kind: 'pending',
      name: 'NAME',
      help: 'Commands to Redis that wait for their answer.',
      read: (client) => client.command_queue_length,
    },
    {
      kind: 'pending',
      name: 'NAME.offline',
      help: 'Commands that wait for a connection to Redis.',
      read: (client) => client.offline_queue_length,
    },
  ],
}

interface NodeRedisPool {
  readonly totalClients: number
  readonly idleClients: number
  readonly clientsInUse: number
  readonly tasksQueueLength: number
}

/** `redis` from 5 on, a pool of clients. */
export const nodeRedisPool: Adapter<NodeRedisPool> = {
  what: 'a pool of redis clients',
  base: 'redis',
  recognises: (thing) => hasNumbers(thing, 'totalClients', 'idleClients', 'clientsInUse', 'tasksQueueLength'),
  series: poolSeries({
    things: 'Clients',
    one: 'a client',
    inUse: (pool) => pool.clientsInUse,
    total: (pool) => pool.totalClients,
    idle: (pool) => pool.idleClients,
    waiting: (pool) => pool.tasksQueueLength,
  }),
}
