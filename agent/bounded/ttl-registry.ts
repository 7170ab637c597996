/** What is true for a time: entries live for `ttlMs` unless they are renewed, and those that have expired are swept. */
import { everyWhileAlive } from './clock'
import { type Bounded, Structure, type StructureOptions, wholeOption } from './structure'

/** `expired`: nobody renewed it. `evicted`: one more came than there is room for. `deleted`, `closed`: as asked. */
export type RemovalReason = 'expired' | 'evicted' | 'deleted' | 'closed'

export interface TtlRegistryOptions<K, V> extends StructureOptions {
  /** Default 10,000. */
  max?: number | undefined
  /** How long an entry lives that is not renewed, in milliseconds from 1 to 30 days. Default 300,000. */
  ttlMs?: number | undefined
  /** How far apart sweeps are, in milliseconds from 1 to a day. Default 60,000. */
  sweepMs?: number | undefined
  /** Called with each entry that leaves but by a later `set`. What it throws is told once, and ends there. */
  removed?: ((value: V, key: K, reason: RemovalReason) => void) | undefined
}

export interface TtlRegistryStats {
  /** With those that have expired and wait for a sweep. */
  size: number
  max: number
  limit: number
  renewed: number
  expired: number
  /** Let go before their time, because one more came or the limit was lowered. */
  evictions: number
  sweeps: number
}

interface Entry<V> {
  value: V
  expiresAtMs: number
}

const DEFAULT_MAX = 10_000
const DAY_MS = 86_400_000

/**
 * All entries live equally long, so a Map that is told them anew at each renewal has them in the order in which they expire: a sweep looks
 * at what it removes and one more. At its limit, expired entries make room first, then the one that would expire soonest.
 */
export class TtlRegistry<K, V> extends Structure implements Bounded<TtlRegistryStats> {
  readonly #entries = new Map<K, Entry<V>>()
  readonly #ttlMs: number
  readonly #removed: TtlRegistryOptions<K, V>['removed']
  readonly #endTimer: () => void
  readonly #counts = { renewed: 0, expired: 0, evictions: 0, sweeps: 0 }
  #toldExpired = 0

  constructor(options: TtlRegistryOptions<K, V>) {
    super(options, DEFAULT_MAX)
    const { name, max } = this
    this.#ttlMs = wholeOption(name, 'ttlMs', options.ttlMs, 1, 30 * DAY_MS, 300_000)
    const sweepMs = wholeOption(name, 'sweepMs', options.sweepMs, 1, DAY_MS, 60_000)
    this.#removed = options.removed
    this.#endTimer = everyWhileAlive<TtlRegistry<K, V>>(this.clock, sweepMs, this, (registry) => {
      registry.sweep()
      registry.#tellSweep()
    })
    this.reportBy((agent, watched) => [
      agent.registry(name, { ...watched, read: ({ size }) => size }, { max }),
      agent.counter(`expired.${name}`, { ...watched, read: (registry) => registry.#counts.expired }),
      agent.counter(`evictions.${name}`, { ...watched, read: (registry) => registry.#counts.evictions }),
    ])
  }

  /** With those that have expired and wait for a sweep. */
  get size(): number {
    return this.#entries.size
  }

  /** Keeps `value` under `key` for `ttlMs` from now. Nothing on a closed registry. */
  set(key: K, value: V): void {
    if (this.isClosed) return
    const nowMs = this.clock.nowMs()
    const expiresAtMs = nowMs + this.#ttlMs
    const before = this.#entries.get(key)
    if (before) {
      this.#entries.delete(key)
      if (before.expiresAtMs > nowMs) this.#counts.renewed++
      before.value = value
      before.expiresAtMs = expiresAtMs
      this.#entries.set(key, before)
      return
    }
    if (this.#entries.size >= this.limit) this.#makeRoom(this.limit - 1, nowMs)
    this.#entries.set(key, { value, expiresAtMs })
  }

  /** Has it live for `ttlMs` from now. Answers whether it was there, and had not expired. */
  renew(key: K): boolean {
    const nowMs = this.clock.nowMs()
    const entry = this.#alive(key, nowMs)
    if (!entry) return false
    this.#entries.delete(key)
    entry.expiresAtMs = nowMs + this.#ttlMs
    this.#entries.set(key, entry)
    this.#counts.renewed++
    return true
  }

  /** The value, where it has not expired. Reading does not renew. One that has expired goes now. */
  get(key: K): V | undefined {
    return this.#alive(key, this.clock.nowMs())?.value
  }

  has(key: K): boolean {
    return this.#alive(key, this.clock.nowMs()) !== undefined
  }

  delete(key: K): boolean {
    const entry = this.#entries.get(key)
    if (!entry) return false
    this.#remove(key, entry, 'deleted')
    return true
  }

  /** Removes what has expired; answers how many that were. Its timer does this, and so does `entries()`. */
  sweep(): number {
    const nowMs = this.clock.nowMs()
    let swept = 0
    for (const [key, entry] of this.#entries) {
      if (entry.expiresAtMs > nowMs) break
      this.#remove(key, entry, 'expired')
      swept++
    }
    return swept
  }

  /** What has not expired, in the order in which it will. */
  *entries(): IterableIterator<[K, V]> {
    this.sweep()
    for (const [key, { value }] of this.#entries) yield [key, value]
  }

  stats(): TtlRegistryStats {
    return { size: this.size, max: this.max, limit: this.limit, ...this.#counts }
  }

  override close(): void {
    super.close()
    this.#endTimer()
    for (const [key, entry] of this.#entries) this.#remove(key, entry, 'closed')
  }

  protected override limited(): void {
    this.#makeRoom(this.limit, this.clock.nowMs())
  }

  #alive(key: K, nowMs: number): Entry<V> | undefined {
    const entry = this.#entries.get(key)
    if (!entry || entry.expiresAtMs > nowMs) return entry
    this.#remove(key, entry, 'expired')
    return undefined
  }

  #makeRoom(most: number, nowMs: number): void {
    for (const [key, entry] of this.#entries) {
      if (this.#entries.size <= most && entry.expiresAtMs > nowMs) return
      this.#remove(key, entry, entry.expiresAtMs > nowMs ? 'evicted' : 'expired')
    }
  }

  #remove(key: K, entry: Entry<V>, reason: RemovalReason): void {
    this.#entries.delete(key)
    if (reason === 'expired') this.#counts.expired++
    if (reason === 'evicted') this.#counts.evictions++
    const removed = this.#removed
    if (removed) this.attempt('removed', () => removed(entry.value, key, reason))
  }

  #tellSweep(): void {
    this.#counts.sweeps++
    const { expired } = this.#counts
    const count = expired - this.#toldExpired
    this.#toldExpired = expired
    this.event('cleanup', `The sweep of ${this.name} removed ${count}; ${this.size} are left.`, count)
  }
}
