/** @tidemark/agent/adapters: one line to watch what a program already has, with no library imported for it. */
export type { Registration } from '../api'
export type { ProcessPart, WatchOptions } from './options'
export type { PromClientOptions } from './prom/prom-client'
export { fromPromClient } from './prom/prom-client'
export { watch } from './watch'
