/** What the host program sees of the agent. Nothing here throws into the host. */
import type { EventLevel, Unit } from '../lib/protocol/vocabulary'

/** Called once a frame; `null` or `undefined` is "not known". */
export type NumberReader = () => number | null | undefined

/** Anything that tells its own size: a Map, a Set, an array, most caches. */
export type Sized = { readonly size: number } | { readonly length: number }

/** An object that is held weakly, and how to read a number from it. `read` must not close over the object itself. */
export interface WatchedObject<T extends object> {
  of: T
  read: (watched: T) => number | null | undefined
  /** Any other source of the same name goes before this one, whichever comes first, and nobody is warned. Default false. */
  yields?: boolean | undefined
}

/**
 * Where a number comes from. A `Sized` or a `WatchedObject` is held weakly: once the program lets go of it, it is
 * collected as if the agent were not there, and its series reads `null`. A function is the program's own, and keeps
 * what it closes over until the registration is removed.
 */
export type Source<T extends object = object> = NumberReader | Sized | WatchedObject<T>

// Options say `| undefined`, so that a host under exactOptionalPropertyTypes may hand on what it may not have.

export interface SeriesOptions {
  /** The bound that the program keeps, above 0. Default: none. */
  max?: number | undefined
  /** One sentence of help, at most 500 characters. Default: none. */
  help?: string | undefined
}

export interface GaugeOptions extends SeriesOptions {
  /** Default: what the catalogue says of the name, else `count`. */
  unit?: Unit | undefined
}

export interface StreamsOptions extends SeriesOptions {
  /** The full name of the series that this one must equal, say `clients.ws`. Default: none. */
  matches?: string | undefined
}

/** What is asked of each thing in a list. None of these functions may close over the list. `key`: its key in a Map, its place in an array. */
export interface EntityReaders<T, K> {
  /** The same for as long as it lives, and no other's: at most 200 characters. */
  id: (item: T, key: K) => string | number
  /** What it holds, in bytes. Default: the agent estimates it from its shape, and says so. `null`: it is not measured at all. */
  bytes?: ((item: T, key: K) => number | null | undefined) | null | undefined
  /** How many things it holds. Default: none. */
  count?: ((item: T, key: K) => number | null | undefined) | undefined
  /** For how long it has lived, in milliseconds. Default: none. */
  ageMs?: ((item: T, key: K) => number | null | undefined) | undefined
  /** What a person calls it: at most 200 characters. Default: none. */
  label?: ((item: T, key: K) => string | null | undefined) | undefined
}

/** An object that is held weakly, and how to come from it to the list. `read` must not close over the object itself. */
export interface WatchedList<O extends object, L> {
  of: O
  read: (watched: O) => L
}

export interface EventOptions {
  /** Default `info`. */
  level?: EventLevel | undefined
  /** How many things the event speaks of, from 0. Default: none. */
  count?: number | undefined
  /** When it happened, in whole milliseconds since 1970. Default: now. */
  atMs?: number | undefined
}

export interface Registration {
  /** The full name of the series, say `pool.mesh`; the name of a list of entities as it was given. */
  readonly name: string
  /** The series reads `null` from now on, or the list is not told any more, and its source is let go. */
  remove(): void
}

export interface Counter extends Registration {
  /** Adds `count` (default 1; a number from 0). */
  add(count?: number): void
}

export interface AgentOptions {
  /** The hub's address, say `http://127.0.0.1:4600`. Default: TIDEMARK_URL. */
  url?: string | undefined
  /** What this program is, at most 200 characters. Default: TIDEMARK_SERVICE. */
  service?: string | undefined
  /** The slot of the service that this process fills, the same after a restart. Default: TIDEMARK_INSTANCE, else `host/0`. */
  instance?: string | undefined
  /** Default: TIDEMARK_AGENT_TOKEN, else none. */
  token?: string | undefined
  /** The version of the host program, at most 200 characters. Default: none. */
  version?: string | undefined
  /** At most 32 names and values of at most 200 characters. Default: none. */
  labels?: Record<string, string> | undefined
  /** Milliseconds between frames: 100 to 3,600,000. Default 1,000. */
  intervalMs?: number | undefined
  /** How many frames are kept while the hub is away: 10 to 100,000. Default: fifteen minutes of them, at most 9,000. */
  outboxFrames?: number | undefined
  /** What an operator may do in this process from the dashboard. Default: TIDEMARK_ALLOW, else what each says. */
  allow?: AllowOptions | undefined
}

export interface AllowOptions {
  /** A full collection, at most one a minute. Default true. */
  gc?: boolean | undefined
  /** The sampling heap profiler, when asked; `always`: from the start of the agent on. Default true. */
  heapProfile?: boolean | 'always' | undefined
  /** A heap snapshot, without the contents of strings; `with-strings`: with them where an operator asks for them. Default true. */
  heapSnapshot?: boolean | 'with-strings' | undefined
}

export interface AgentStats {
  /** `inert`: an option was missing or bad, and the agent does nothing. */
  state: 'inert' | 'away' | 'greeting' | 'streaming' | 'waiting' | 'stopped'
  /** The id that the hub gave this process, once it has. */
  process: string | null
  /** Frames that are not known to be durable yet. */
  framesWaiting: number
  /** Frames that the outbox had to let go because the hub was away too long. */
  framesLost: number
  /** The newest frame that the hub has on disk. */
  durableSeq: number
}

export interface Agent {
  /** Series `pool.NAME`: connections, workers, whatever is kept for reuse. */
  pool<T extends object>(name: string, source: Source<T>, options?: SeriesOptions): Registration
  /** Series `clients.NAME`: who is connected. */
  clients<T extends object>(name: string, source: Source<T>, options?: SeriesOptions): Registration
  /** Series `registry.NAME`: entries that live for a time. */
  registry<T extends object>(name: string, source: Source<T>, options?: SeriesOptions): Registration
  /** Series `streams.NAME`: what is kept beside another map, and must equal it. */
  streams<T extends object>(name: string, source: Source<T>, options?: StreamsOptions): Registration
  /** Series `pending.NAME`: calls that wait for their answer. */
  pending<T extends object>(name: string, source: Source<T>, options?: SeriesOptions): Registration
  /** A series under the given name, say `cache.fill`. */
  gauge<T extends object>(name: string, source: Source<T>, options?: GaugeOptions): Registration
  /** A cumulative series under the given name, say `load.requests`: read from the source, or counted with `add`. */
  counter(name: string): Counter
  counter<T extends object>(name: string, source: Source<T> | undefined, options?: GaugeOptions): Counter
  /**
   * Tells the hub, when it asks (some every 10 s), which of a list's things are the largest and how they grow. The list, or the `of` of a
   * `WatchedList`, is held weakly; a function is the program's own. At most 32 lists.
   */
  entities<V, K>(
    name: string,
    list: ReadonlyMap<K, V> | (() => ReadonlyMap<K, V>),
    readers: EntityReaders<V, K>,
  ): Registration
  entities<T>(name: string, list: readonly T[] | (() => readonly T[]), readers: EntityReaders<T, number>): Registration
  entities<T>(name: string, list: Iterable<T> | (() => Iterable<T>), readers: EntityReaders<T, undefined>): Registration
  entities<O extends object, T>(
    name: string,
    list: WatchedList<O, Iterable<T>>,
    readers: EntityReaders<T, unknown>,
  ): Registration
  /** Tells that something happened: `deploy`, `cleanup`, `rejected`, `caller-died`, `log`, … */
  event(type: string, message: string, options?: EventOptions): void
  stats(): AgentStats
  /**
   * Takes a last frame, gives the hub at most `flushMs` (default 1,000; 0 does not wait) to make what is kept durable, and ends. This is
   * the one time that the agent holds the host, and only for that long. Resolves also where the hub is away; once stopped it stays so.
   */
  stop(flushMs?: number): Promise<void>
}
