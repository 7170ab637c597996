/**
 * What an adapter is: how to recognise a thing by what it shows to everybody, and which of its numbers become series. It imports nothing
 * of the library that it is for, so it goes with whatever version the host has.
 *
 * Every function here is handed the thing and closes over none: what is watched is held weakly, and a closure that is made beside the
 * thing would hold it.
 */
import type { EntityReaders } from '../api'
import type { Unit } from '../../lib/protocol/vocabulary'

export type Kind = 'pool' | 'clients' | 'registry' | 'streams' | 'pending' | 'gauge' | 'counter'

export interface WatchedSeries<T extends object> {
  kind: Kind
  /** `NAME` stands for what the thing is called; the kinds but gauge and counter put themselves before it, so that `NAME` of a pool is `pool.NAME`. */
  name: string
  /** One sentence. */
  help: string
  /** Default `count`. */
  unit?: Unit
  /** The bound that the thing says it keeps. */
  max?: (thing: T) => number | undefined
  /** `null` or `undefined` is "not known". */
  read: (thing: T) => number | null | undefined
  /** Whether this version of the library tells it; where not, it is left out and the host is told `lack` once. */
  isTold?: (thing: T) => boolean
  lack?: string
}

export interface WatchedEntities<T extends object, Item> {
  /** `NAME` as above. */
  name: string
  list: (thing: T) => Iterable<Item>
  readers: EntityReaders<Item, unknown>
  /** Ids or labels are the host's own data (keys of a cache): told only where `entities: true` asks for them. */
  isPrivate?: true
}

/** What is listed is known to the readers beside it, and to nobody else. */
export function listed<T extends object, Item>(entities: WatchedEntities<T, Item>): WatchedEntities<T, unknown> {
  return entities as unknown as WatchedEntities<T, unknown>
}

/** What an adapter may ask of the host's side. */
export interface Watching {
  readonly name: string
  readonly everyMs: number
  /** Told to the host once per cause (code TIDEMARK_ADAPTER). */
  warn: (cause: string, sentence: string) => void
  /** Watches another thing that this one led to, as `watch` would. Answers whether it is new. */
  adopt: (thing: object) => boolean
}

export interface Adapter<T extends object> {
  /** For sentences: `a pool of pg`. */
  what: string
  /** What its series are called after where the host does not say. */
  base: string | ((thing: T) => string)
  recognises: (thing: object) => boolean
  series: readonly WatchedSeries<T>[]
  entities?: readonly WatchedEntities<T, unknown>[]
  /** Attaches what it needs to the thing. */
  begin?: (thing: T, watching: Watching) => void
  /** Takes off what `begin` attached. */
  end?: (thing: T) => void
  /** Whether it has ended for good, so that another one may have its name. */
  isOver?: (thing: T) => boolean
}

/** An adapter among others, once it has recognised its thing. */
export type AnyAdapter = Adapter<never>

export function hasNumbers(thing: object, ...names: string[]): boolean {
  return names.every((name) => typeof (thing as Record<string, unknown>)[name] === 'number')
}

export function hasMethods(thing: object, ...names: string[]): boolean {
  return names.every((name) => typeof (thing as Record<string, unknown>)[name] === 'function')
}

/** The number there, where it is one. */
export function numberIn(holder: unknown, name: string): number | undefined {
  const value = (holder as Record<string, unknown> | null | undefined)?.[name]
  return typeof value === 'number' ? value : undefined
}
