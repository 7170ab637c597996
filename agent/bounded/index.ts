/** @tidemark/agent/bounded: structures that cannot grow without end, each of which reports itself to the agent where there is one. */
export { LruPool } from './lru-pool'
export type { Clock } from './clock'
export type { DisposeReason, LruPoolOptions, LruPoolStats } from './lru-pool'
export type { Bounded, Restrictable, StructureOptions } from './structure'
