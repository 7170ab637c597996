/** The last minutes of one number, evenly stepped: a fixed number of floats, whatever comes. */
import type { Spark } from '../../protocol/dashboard-wire'

export const SPARK_STEP_MS = 5_000
export const SPARK_STEPS = 60

export class SparkRing {
  readonly #values = new Float64Array(SPARK_STEPS).fill(Number.NaN)
  /** The number of the newest step since 1970; -1 while empty. */
  #newestStep = -1

  /** Keeps the newest known value of each step. Older than the ring: left out. */
  push(atMs: number, value: number): void {
    const step = Math.floor(atMs / SPARK_STEP_MS)
    if (step <= this.#newestStep - SPARK_STEPS) return
    if (step > this.#newestStep) {
      const from = Math.max(this.#newestStep + 1, step - SPARK_STEPS + 1)
      for (let missed = from; missed <= step; missed++) this.#values[missed % SPARK_STEPS] = Number.NaN
      this.#newestStep = step
    }
    if (!Number.isNaN(value)) this.#values[step % SPARK_STEPS] = value
  }

  clear(): void {
    this.#values.fill(Number.NaN)
    this.#newestStep = -1
  }

  read(): Spark {
    const values: (number | null)[] = []
    const first = Math.max(0, this.#newestStep - SPARK_STEPS + 1)
    for (let step = first; step <= this.#newestStep; step++) {
      const value = this.#values[step % SPARK_STEPS] ?? Number.NaN
      values.push(Number.isNaN(value) ? null : value)
    }
    return { stepMs: SPARK_STEP_MS, endMs: Math.max(0, this.#newestStep) * SPARK_STEP_MS, values }
  }
}
