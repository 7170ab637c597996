/** A cache whose large values are kept compressed, where that is worth it. */
import { performance } from 'node:perf_hooks'
import * as zlib from 'node:zlib'
import { show } from '../../lib/protocol/checks'
import { type Report, reportOf, type Reporting } from '../current'
import type { Bounded } from './structure'
import { wholeOption } from './structure'

/** What of a cache is used: a Map, an LruPool, lru-cache and most others have it. */
export interface CacheLike<K, V> {
  readonly size: number
  readonly max?: number
  get(key: K): V | undefined
  set(key: K, value: V): unknown
  has(key: K): boolean
  delete(key: K): boolean
}

export interface CompressedOptions {
  /** What its series are called after, as for every structure. */
  name: string
  /** Values of fewer bytes are kept as they are. From 64; default 4,096. */
  minBytes?: number | undefined
  /** Of at least so many bytes too, for the loop stands still while one is compressed (10 ms a MB or so). Default 4,194,304. */
  maxBytes?: number | undefined
  /** A value that does not get smaller by this share is kept as it is: 0 to 0.99. Default 0.2. */
  minSaving?: number | undefined
  /** Who it reports to, as for every structure. */
  agent?: Reporting | null | undefined
}

export interface CompressedStats {
  size: number
  max: number
  /** Values that were kept compressed, and what they were and are, in bytes; of all that were ever set. */
  compressed: number
  bytesBefore: number
  bytesAfter: number
  /** Tried and not worth it. */
  notWorth: number
  /** Large enough, and not even tried, because the values before were not worth it. */
  notTried: number
  /** Time spent, in milliseconds. */
  compressMs: number
  expandMs: number
}

/** What stands in the cache for a value that is compressed. */
export class Packed {
  constructor(
    readonly bytes: Uint8Array,
    readonly isText: boolean,
    /** Of the value itself. */
    readonly length: number,
  ) {}
}

/** After so many values in a row that were not worth it, the next ones are not tried: twice as many each time, this many at most. */
const REST_MOST = 256
const LEVEL = 1

/**
 * A cache of texts and bytes (`Uint8Array`, `Buffer`), over `cache`, which holds them, bounds them and evicts them. Values of other kinds
 * go through as they are. Bytes that were compressed come back as a `Buffer`.
 *
 * By size: from `minBytes` to `maxBytes`. By worth: what deflate at its fastest level does not make smaller by `minSaving` (pictures,
 * what is compressed already, what is encrypted) is kept as it is, and after a run of such values most are not tried.
 */
export function compressed<K, V>(cache: CacheLike<K, V | Packed>, options: CompressedOptions): CompressedCache<K, V> {
  return new CompressedCache(cache, options)
}

export class CompressedCache<K, V> implements Bounded<CompressedStats> {
  readonly name: string
  readonly #cache: CacheLike<K, V | Packed>
  readonly #minBytes: number
  readonly #maxBytes: number
  readonly #minSaving: number
  readonly #report: Report
  readonly #counts = {
    compressed: 0,
    bytesBefore: 0,
    bytesAfter: 0,
    notWorth: 0,
    notTried: 0,
    compressMs: 0,
    expandMs: 0,
  }
  #failuresInARow = 0
  #resting = 0

  constructor(cache: CacheLike<K, V | Packed>, { name, minBytes, maxBytes, minSaving, agent }: CompressedOptions) {
    this.name = name
    this.#cache = cache
    this.#minBytes = wholeOption(name, 'minBytes', minBytes, 64, 2 ** 30, 4_096)
    this.#maxBytes = wholeOption(name, 'maxBytes', maxBytes, 64, 2 ** 30, 4_194_304)
    this.#minSaving = minSaving ?? 0.2
    if (!(this.#minSaving >= 0 && this.#minSaving <= 0.99))
      throw new RangeError(`${name}: minSaving must be a share from 0 to 0.99; ${show(minSaving)} came.`)
    this.#report = reportOf<CompressedCache<K, V>>(
      this,
      (to, watched) => [
        to.counter(
          `saved.${name}`,
          { ...watched, read: ({ savedBytes }) => savedBytes },
          { unit: 'bytes', help: 'Bytes that values were smaller by when they were set.' },
        ),
        to.gauge(
          `saved_share.${name}`,
          { ...watched, read: ({ savedShare }) => savedShare },
          { unit: 'ratio', help: 'Of the values that are compressed.' },
        ),
      ],
      agent,
    )
  }

  get size(): number {
    return this.#cache.size
  }

  /** The cache's; `Infinity` where it has none, as a Map. */
  get max(): number {
    return this.#cache.max ?? Number.POSITIVE_INFINITY
  }

  /** Bytes that values were smaller by when they were set, since the start. */
  get savedBytes(): number {
    return this.#counts.bytesBefore - this.#counts.bytesAfter
  }

  /** Of the values that were compressed; `null` before there was one. */
  get savedShare(): number | null {
    const { bytesBefore } = this.#counts
    return bytesBefore === 0 ? null : this.savedBytes / bytesBefore
  }

  set(key: K, value: V): void {
    this.#cache.set(key, this.#pack(value) ?? value)
  }

  get(key: K): V | undefined {
    const kept = this.#cache.get(key)
    return kept instanceof Packed ? this.#unpack(kept) : kept
  }

  has(key: K): boolean {
    return this.#cache.has(key)
  }

  delete(key: K): boolean {
    return this.#cache.delete(key)
  }

  stats(): CompressedStats {
    return { size: this.size, max: this.max, ...this.#counts }
  }

  /** Ends its series. The cache is its owner's, and stays as it is. */
  close(): void {
    this.#report.end()
  }

  #pack(value: V): Packed | undefined {
    const isText = typeof value === 'string'
    if (!isText && !(value instanceof Uint8Array)) return undefined
    // A text of this length has at least as many bytes, and at most three times as many.
    if (value.length < this.#minBytes || value.length > this.#maxBytes) return undefined
    if (this.#resting > 0) {
      this.#resting--
      this.#counts.notTried++
      return undefined
    }
    const startedAtMs = performance.now()
    const before = isText ? Buffer.from(value) : value
    // A text with half a surrogate pair is no UTF-8, and would come back as another one.
    const isExact = !isText || before.toString() === value
    const after = isExact ? zlib.deflateRawSync(before, { level: LEVEL }) : undefined
    this.#counts.compressMs += performance.now() - startedAtMs
    if (!after || after.byteLength > before.byteLength * (1 - this.#minSaving)) {
      this.#counts.notWorth++
      this.#failuresInARow++
      this.#resting = Math.min(REST_MOST, 2 ** Math.max(0, this.#failuresInARow - 3)) - 1
      return undefined
    }
    this.#failuresInARow = 0
    this.#counts.compressed++
    this.#counts.bytesBefore += before.byteLength
    this.#counts.bytesAfter += after.byteLength
    // zlib's output may be a view of a larger buffer, which would be kept with it.
    const bytes = after.byteLength === after.buffer.byteLength ? after : Uint8Array.from(after)
    return new Packed(bytes, isText, before.byteLength)
  }

  #unpack({ bytes, isText }: Packed): V {
    const startedAtMs = performance.now()
    const plain = zlib.inflateRawSync(bytes)
    this.#counts.expandMs += performance.now() - startedAtMs
    return (isText ? plain.toString() : plain) as V
  }
}
