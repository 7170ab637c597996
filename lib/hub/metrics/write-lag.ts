/** Which messages of frames are on their way to disk, and since when. */
import type { KeepWaiter } from '../../history/store'

export class WriteLag {
  /** In the order in which they came, linked both ways: of ten thousand a second none is hashed, and each leaves at once. */
  readonly #ends: Ends = { oldest: null, newest: null, count: 0 }

  /** Follows a message until whoever waits for it is told; hand the answer to history in its place. */
  follow(waiter: KeepWaiter, nowMs: number): KeepWaiter {
    return new Followed(waiter, nowMs, this.#ends)
  }

  read(nowMs: number): { messages: number; oldestMs: number } {
    const { oldest, count } = this.#ends
    return { messages: count, oldestMs: oldest === null ? 0 : Math.max(0, nowMs - oldest.sinceMs) }
  }
}

interface Ends {
  oldest: Followed | null
  newest: Followed | null
  count: number
}

/** Told once: it is unlinked then. */
class Followed implements KeepWaiter {
  #older: Followed | null
  #newer: Followed | null = null

  constructor(
    private readonly waiter: KeepWaiter,
    readonly sinceMs: number,
    private readonly ends: Ends,
  ) {
    this.#older = ends.newest
    if (ends.newest === null) ends.oldest = this
    else ends.newest.#newer = this
    ends.newest = this
    ends.count++
  }

  resolve(): void {
    this.#leave()
    this.waiter.resolve()
  }

  reject(error: Error): void {
    this.#leave()
    this.waiter.reject(error)
  }

  #leave(): void {
    const { ends } = this
    if (this.#older === null) ends.oldest = this.#newer
    else this.#older.#newer = this.#newer
    if (this.#newer === null) ends.newest = this.#older
    else this.#newer.#older = this.#older
    this.#older = null
    this.#newer = null
    ends.count--
  }
}
