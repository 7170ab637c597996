/** Which messages of frames are on their way to disk, and since when. */
import type { KeepWaiter } from '../../history/store'

export class WriteLag {
  /** In the order in which they came, so the first is the oldest. */
  readonly #waiting = new Set<Followed>()

  /** Follows a message until whoever waits for it is told; hand the answer to history in its place. */
  follow(waiter: KeepWaiter, nowMs: number): KeepWaiter {
    const followed = new Followed(waiter, nowMs, this.#waiting)
    this.#waiting.add(followed)
    return followed
  }

  read(nowMs: number): { messages: number; oldestMs: number } {
    const [oldest] = this.#waiting
    return { messages: this.#waiting.size, oldestMs: oldest === undefined ? 0 : Math.max(0, nowMs - oldest.sinceMs) }
  }
}

class Followed implements KeepWaiter {
  constructor(
    private readonly waiter: KeepWaiter,
    readonly sinceMs: number,
    private readonly waiting: Set<Followed>,
  ) {}

  resolve(): void {
    this.waiting.delete(this)
    this.waiter.resolve()
  }

  reject(error: Error): void {
    this.waiting.delete(this)
    this.waiter.reject(error)
  }
}
