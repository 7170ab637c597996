/** A number over the age of its process: lives laid over each other, in steps. */
import type { SteppedPoint } from '../../protocol/http-api'

/** Frames of a busy process come late by a second or two: that is no gap. In steps that are longer, one without any is. */
const LATE_MS = 3_000

export class AgeCurve {
  readonly #stepMs: number
  readonly #steps = new Map<number, { low: number; sum: number; count: number; high: number }>()

  constructor(stepMs: number) {
    this.#stepMs = stepMs
  }

  add(ageMs: number, low: number, mean: number, high: number): void {
    const step = Math.floor(ageMs / this.#stepMs)
    const one = this.#steps.get(step)
    if (one === undefined) {
      this.#steps.set(step, { low, sum: mean, count: 1, high })
      return
    }
    one.low = Math.min(one.low, low)
    one.high = Math.max(one.high, high)
    one.sum += mean
    one.count += 1
  }

  #isGap(steps: number): boolean {
    return steps > 1 && steps * this.#stepMs > LATE_MS
  }

  /** `[age at the begin of the step, lowest, mean, highest]`; a step in which nothing is known stands between others as `null`. */
  points(): SteppedPoint[] {
    const known = [...this.#steps.keys()].toSorted((a, b) => a - b)
    return known.flatMap((step, at): SteppedPoint[] => {
      const { low, sum, count, high } = this.#steps.get(step) as {
        low: number
        sum: number
        count: number
        high: number
      }
      const before = known[at - 1]
      const gap: SteppedPoint[] =
        before !== undefined && this.#isGap(step - before) ? [[(before + 1) * this.#stepMs, null, null, null]] : []
      return [...gap, [step * this.#stepMs, low, sum / count, high]]
    })
  }
}
