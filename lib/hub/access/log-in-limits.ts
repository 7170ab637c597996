/**
 * How often somebody may try to log in: by address, and by name wherever the tries come from. A try counts when it begins, so
 * that many at once are no way around; a right one is taken back.
 */
import ipaddr from 'ipaddr.js'

const WINDOW_MS = 10 * 60_000
const TRIES_OF_ADDRESS = 30
const TRIES_OF_NAME = 10
/** An address from which a name came in lately is not shut out by what others try with that name. */
const REMEMBERED_MS = 24 * 3_600_000
const CAPACITY = 10_000

interface Tries {
  sinceMs: number
  count: number
}

export class LogInLimits {
  readonly #nowMs: () => number
  readonly #byAddress = new Map<string, Tries>()
  readonly #byName = new Map<string, Tries>()
  readonly #known = new Map<string, number>()

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  /** How long it has to wait; 0: it may try, and that is counted. */
  begin(name: string, address: string): number {
    const place = placeOf(address)
    const waitMs = Math.max(
      this.#waitMs(this.#byAddress, place, TRIES_OF_ADDRESS),
      this.#isKnown(name, place) ? 0 : this.#waitMs(this.#byName, keyOf(name), TRIES_OF_NAME),
    )
    if (waitMs > 0) return waitMs
    this.#count(this.#byAddress, place, 1)
    this.#count(this.#byName, keyOf(name), 1)
    return 0
  }

  succeeded(name: string, address: string): void {
    const place = placeOf(address)
    this.#count(this.#byAddress, place, -1)
    this.#count(this.#byName, keyOf(name), -1)
    put(this.#known, `${keyOf(name)}\n${place}`, this.#nowMs())
  }

  /** What was counted for something other than a wrong password is taken back. */
  untried(name: string, address: string): void {
    this.#count(this.#byAddress, placeOf(address), -1)
    this.#count(this.#byName, keyOf(name), -1)
  }

  #waitMs(tries: Map<string, Tries>, key: string, most: number): number {
    const found = tries.get(key)
    if (!found || found.count < most) return 0
    return Math.max(0, found.sinceMs + WINDOW_MS - this.#nowMs())
  }

  #count(tries: Map<string, Tries>, key: string, by: number): void {
    const nowMs = this.#nowMs()
    const found = tries.get(key)
    const isOver = !found || found.sinceMs + WINDOW_MS <= nowMs
    const counted = isOver
      ? { sinceMs: nowMs, count: Math.max(0, by) }
      : { ...found, count: Math.max(0, found.count + by) }
    if (counted.count === 0) tries.delete(key)
    else put(tries, key, counted)
  }

  #isKnown(name: string, place: string): boolean {
    const atMs = this.#known.get(`${keyOf(name)}\n${place}`)
    return atMs !== undefined && this.#nowMs() - atMs < REMEMBERED_MS
  }
}

/** Past the capacity the one that was touched longest ago goes. */
function put<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > CAPACITY && oldest !== undefined) map.delete(oldest)
}

function keyOf(name: string): string {
  return name.toLowerCase().slice(0, 200)
}

/** Whoever has an IPv6 address has 2^64 of them. */
function placeOf(address: string): string {
  if (!ipaddr.isValid(address)) return address.slice(0, 100)
  const parsed = ipaddr.process(address)
  return parsed.kind() === 'ipv6' ? `${(parsed as ipaddr.IPv6).parts.slice(0, 4).join(':')}/64` : parsed.toString()
}
