/** The four numbers of a pool, whichever library it is of. */
import type { WatchedSeries } from '../adapter'

export interface PoolNumbers<T extends object> {
  /** What it is a pool of, as a sentence begins with it: `Connections`. */
  things: string
  /** One of them: `a connection`. */
  one: string
  /** The bound that the pool says it keeps. */
  max?: (pool: T) => number | undefined
  inUse: (pool: T) => number
  total: (pool: T) => number
  idle: (pool: T) => number
  waiting: (pool: T) => number
}

/** A pool is full when all of it is handed out, not when all of it exists: so the first, which has the max, is what is in use. */
export function poolSeries<T extends object>(pool: PoolNumbers<T>): readonly WatchedSeries<T>[] {
  const { things, one, max, inUse, total, idle, waiting } = pool
  return [
    {
      kind: 'pool',
      name: 'NAME',
      help: `${things} of the pool that are handed out.`,
      ...(max === undefined ? {} : { max }),
      read: inUse,
    },
    { kind: 'gauge', name: 'NAME.total', help: `${things} of the pool, in use or idle.`, read: total },
    { kind: 'gauge', name: 'NAME.idle', help: `${things} of the pool that nobody uses.`, read: idle },
    { kind: 'pending', name: 'NAME', help: `Callers that wait for ${one} of the pool.`, read: waiting },
  ]
}
