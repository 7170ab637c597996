/** Events that come in crowds, told as one with their count: at once the first, then at most one every ten seconds. */
import type { Clock } from './clock'

const APART_MS = 10_000

export class Tally {
  readonly #clock: Clock
  readonly #tell: (count: number) => void
  #count = 0
  #toldAtMs = Number.NEGATIVE_INFINITY
  #cancel: (() => void) | undefined

  constructor(clock: Clock, tell: (count: number) => void) {
    this.#clock = clock
    this.#tell = tell
  }

  add(count: number): void {
    if (count <= 0) return
    this.#count += count
    if (this.#cancel) return
    const waitMs = this.#toldAtMs + APART_MS - this.#clock.nowMs()
    if (waitMs > 0) this.#cancel = this.#clock.after(waitMs, () => this.flush())
    else this.flush()
  }

  /** Tells now what has not been told. */
  flush(): void {
    this.#cancel?.()
    this.#cancel = undefined
    const count = this.#count
    if (count === 0) return
    this.#count = 0
    this.#toldAtMs = this.#clock.nowMs()
    this.#tell(count)
  }
}
