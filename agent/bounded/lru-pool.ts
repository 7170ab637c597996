/** What is kept for reuse, say connections: at most `max`, and the one that was used least recently goes first. */
import { LRUCache } from 'lru-cache'
import { everyWhileAlive } from './clock'
import { type Bounded, Structure, type StructureOptions, wholeOption } from './structure'

/** `evicted`: one more came than there is room for. `idle`: nobody used it. `replaced`: its key was set again. `deleted`, `closed`: as asked. */
export type DisposeReason = 'evicted' | 'idle' | 'replaced' | 'deleted' | 'closed'

export interface LruPoolOptions<K, V> extends StructureOptions {
  /** Default 1,000. */
  max?: number | undefined
  /**
   * `pool`: series `pool.NAME`, with its max; one that stays at it is flagged `saturated`. `cache`: a gauge `cache.NAME` without a max, for a
   * full cache is a healthy one. Default `pool`.
   */
  as?: 'pool' | 'cache' | undefined
  /** What nobody used for so many milliseconds is let go, looked at every quarter of it. From 4; default: never. */
  idleMs?: number | undefined
  /** Called with each value that leaves the pool, once it has left. What it throws is counted, and ends there. */
  dispose?: ((value: V, key: K, reason: DisposeReason) => void) | undefined
}

export interface LruPoolStats {
  size: number
  max: number
  limit: number
  hits: number
  misses: number
  /** Let go because one more came, or the limit was lowered. */
  evictions: number
  /** Let go because nobody used them for `idleMs`. */
  idleClosed: number
  /** How often `dispose` threw. */
  disposeFailures: number
}

interface Entry<V> {
  readonly value: V
  usedAtMs: number
}

const DEFAULT_MAX = 1_000
const DAY_MS = 86_400_000

/** Every operation takes constant time. When the limit is lowered, those used least recently go at once. */
export class LruPool<K extends {}, V> extends Structure implements Bounded<LruPoolStats> {
  readonly #entries: LRUCache<K, Entry<V>>
  readonly #idleMs: number
  readonly #dispose: LruPoolOptions<K, V>['dispose']
  readonly #endTimer: () => void
  readonly #counts = { hits: 0, misses: 0, evictions: 0, idleClosed: 0, disposeFailures: 0 }
  /** Why what leaves now does, where the cache does not know. */
  #reason: DisposeReason | undefined

  constructor(options: LruPoolOptions<K, V>) {
    super(options, DEFAULT_MAX)
    this.#idleMs = wholeOption(this.name, 'idleMs', options.idleMs, 4, 30 * DAY_MS, Number.POSITIVE_INFINITY)
    this.#dispose = options.dispose
    this.#entries = new LRUCache({
      max: this.max,
      disposeAfter: (entry, key, reason) => this.#left(entry, key, reason),
    })
    this.#endTimer =
      this.#idleMs === Number.POSITIVE_INFINITY
        ? () => {}
        : everyWhileAlive<LruPool<K, V>>(this.clock, this.#idleMs / 4, this, (pool) => void pool.closeIdle())
    const { name, max } = this
    const isCache = options.as === 'cache'
    this.reportBy((agent, watched) => [
      isCache
        ? agent.gauge(`cache.${name}`, { ...watched, read: ({ size }) => size }, { unit: 'count' })
        : agent.pool(name, { ...watched, read: ({ size }) => size }, { max }),
      agent.counter(`hits.${name}`, { ...watched, read: (pool) => pool.#counts.hits }),
      agent.counter(`misses.${name}`, { ...watched, read: (pool) => pool.#counts.misses }),
      agent.counter(`evictions.${name}`, { ...watched, read: (pool) => pool.#counts.evictions }),
    ])
  }

  get size(): number {
    return this.#entries.size
  }

  /** The value, which is now the one used last; counted as a hit or a miss. */
  get(key: K): V | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) {
      this.#counts.misses++
      return undefined
    }
    this.#counts.hits++
    entry.usedAtMs = this.clock.nowMs()
    return entry.value
  }

  /** `get`, and where there is none, what `make` answers, which is kept. Where `make` throws, nothing is. */
  use(key: K, make: (key: K) => V): V {
    // A value may be undefined, and is a hit all the same.
    const entry = this.#entries.get(key)
    if (entry !== undefined) {
      this.#counts.hits++
      entry.usedAtMs = this.clock.nowMs()
      return entry.value
    }
    this.#counts.misses++
    const value = make(key)
    this.set(key, value)
    return value
  }

  /** Keeps `value` under `key` as the one used last. On a closed pool it is disposed of at once. */
  set(key: K, value: V): void {
    if (this.isClosed) {
      this.#disposeOf(value, key, 'closed')
      return
    }
    const before = this.#entries.peek(key)
    const nowMs = this.clock.nowMs()
    if (before !== undefined && before.value === value) {
      this.#entries.get(key)
      before.usedAtMs = nowMs
      return
    }
    if (before === undefined) this.#makeRoom(this.limit - 1)
    this.#entries.set(key, { value, usedAtMs: nowMs })
  }

  has(key: K): boolean {
    return this.#entries.has(key)
  }

  /** The value, without using it. */
  peek(key: K): V | undefined {
    return this.#entries.peek(key)?.value
  }

  /** On the pool's clock; `undefined` where there is no such entry. */
  lastUsedAtMs(key: K): number | undefined {
    return this.#entries.peek(key)?.usedAtMs
  }

  delete(key: K): boolean {
    return this.#entries.delete(key)
  }

  /** Lets go what nobody used for `idleMs`; answers how many that were. Its timer does this too. */
  closeIdle(): number {
    if (this.#idleMs === Number.POSITIVE_INFINITY) return 0
    const untilMs = this.clock.nowMs() - this.#idleMs
    let closed = 0
    for (const key of this.#entries.rkeys()) {
      const entry = this.#entries.peek(key)
      if (entry === undefined || entry.usedAtMs > untilMs) break
      this.#because('idle', () => this.#entries.delete(key))
      closed++
    }
    this.#counts.idleClosed += closed
    return closed
  }

  /** Keys and values, the one used last first. */
  *entries(): IterableIterator<[K, V]> {
    for (const [key, { value }] of this.#entries.entries()) yield [key, value]
  }

  stats(): LruPoolStats {
    return { size: this.size, max: this.max, limit: this.limit, ...this.#counts }
  }

  override close(): void {
    super.close()
    this.#endTimer()
    this.#because('closed', () => this.#entries.clear())
  }

  protected override limited(): void {
    this.#makeRoom(this.limit)
  }

  #makeRoom(most: number): void {
    while (this.#entries.size > most) this.#entries.pop()
  }

  #because(reason: DisposeReason, act: () => void): void {
    const before = this.#reason
    this.#reason = reason
    try {
      act()
    } finally {
      this.#reason = before
    }
  }

  #left({ value }: Entry<V>, key: K, cause: string): void {
    const reason = cause === 'evict' ? 'evicted' : cause === 'set' ? 'replaced' : (this.#reason ?? 'deleted')
    if (reason === 'evicted') this.#counts.evictions++
    this.#disposeOf(value, key, reason)
  }

  #disposeOf(value: V, key: K, reason: DisposeReason): void {
    const dispose = this.#dispose
    if (dispose && !this.attempt('dispose', () => dispose(value, key, reason))) this.#counts.disposeFailures++
  }
}
