import type { FloorWindow } from './floor-window'

/** What is known of one span of a life. */
interface Span {
  calmest: FloorWindow | undefined
  /** The longest time above the floor after which all calls came back, in ms. */
  longestCycleMs: number
}

/**
 * What is normal for the pending calls of one life: its calmest window (that of the lowest mean), and for how long it stays above that before it
 * comes back (batches that are flushed every ten minutes). Kept in two spans, one after the other, so that what was seen
 * is forgotten after one to two of them.
 */
export class NormalPending {
  readonly #memoryMs: number
  #now: Span = nothing()
  #next: Span = nothing()
  #fromMs = Number.NaN

  constructor(memoryMs: number) {
    this.#memoryMs = memoryMs
  }

  get calmest(): FloorWindow | undefined {
    return this.#now.calmest
  }

  get longestCycleMs(): number {
    return this.#now.longestCycleMs
  }

  /** `mayForget`: while calls are above their floor, the floor stays known. */
  learn(window: FloorWindow, mayForget: boolean): void {
    if (Number.isNaN(this.#fromMs)) this.#fromMs = window.startMs
    if (mayForget && window.endMs - this.#fromMs > this.#memoryMs) {
      this.#now = this.#next
      this.#next = nothing()
      this.#fromMs = window.endMs
    }
    for (const span of [this.#now, this.#next]) {
      if (span.calmest === undefined || window.mean <= span.calmest.mean) span.calmest = window
    }
  }

  /** All calls came back after so long. */
  cameBackAfter(ms: number): void {
    for (const span of [this.#now, this.#next]) span.longestCycleMs = Math.max(span.longestCycleMs, ms)
  }
}

function nothing(): Span {
  return { calmest: undefined, longestCycleMs: 0 }
}
