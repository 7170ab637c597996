/** What a host may say to `watch`. */

/** What a process has as a whole, and is watched by a word. */
export const PROCESS_PARTS = ['servers', 'undici', 'workers', 'timers', 'handles'] as const
export type ProcessPart = (typeof PROCESS_PARTS)[number]

export interface WatchOptions {
  /** What its series are called after, say `orders`: a letter, then letters, digits and `_ . : / -`. Default: by what it is, `http`, `pg`, the next one `pg_2`. */
  name?: string | undefined
  /** The bound of its first series, where the thing does not tell it: above 0. Default: what the thing says, else none. */
  max?: number | undefined
  /** Whether its parts are listed by name (sockets, listeners, jobs). Default: yes, but for the keys of a cache. */
  entities?: boolean | undefined
  /** How often a thing is asked that has to be waited for (a BullMQ queue, a registry of prom-client), in ms: 1,000 to 3,600,000. Default 5,000. */
  everyMs?: number | undefined
}
