import { meanWithin } from '../blocks/tier-points'

/** Steps of equal length, aligned to multiples of it, that cover a stretch of time. */
export class StepGrid {
  private firstSeen = Infinity
  private lastSeen = -Infinity

  private constructor(
    readonly startMs: number,
    readonly stepMs: number,
    readonly length: number,
  ) {}

  /** No steps where `firstMs` is after `lastMs`. */
  static covering(firstMs: number, lastMs: number, stepMs: number): StepGrid {
    if (!(firstMs <= lastMs)) return new StepGrid(0, stepMs, 0)
    const first = Math.floor(firstMs / stepMs)
    return new StepGrid(first * stepMs, stepMs, Math.floor(lastMs / stepMs) - first + 1)
  }

  /**
   * The step of each of these times, -1 for those that are not from `fromMs` to `toMs`. There is a frame at each of them,
   * whether its values are known or not: the answer's steps begin and end with frames.
   */
  stepsOf(times: Float64Array, fromMs: number, toMs: number): Int32Array {
    const steps = new Int32Array(times.length)
    for (let row = 0; row < times.length; row++) {
      const atMs = times[row] as number
      const step = atMs >= fromMs && atMs <= toMs ? Math.floor((atMs - this.startMs) / this.stepMs) : -1
      steps[row] = step
      if (step < 0) continue
      if (step < this.firstSeen) this.firstSeen = step
      if (step > this.lastSeen) this.lastSeen = step
    }
    return steps
  }

  get seen(): { first: number; end: number } {
    return this.firstSeen <= this.lastSeen ? { first: this.firstSeen, end: this.lastSeen + 1 } : { first: 0, end: 0 }
  }

  buckets(): StepBuckets {
    return new StepBuckets(this)
  }
}

/** Minimum, mean and maximum of one series for each step of a grid. */
export class StepBuckets {
  private readonly min: Float64Array
  private readonly max: Float64Array
  private readonly sum: Float64Array
  private readonly count: Float64Array

  constructor(grid: StepGrid) {
    this.min = new Float64Array(grid.length).fill(Infinity)
    this.max = new Float64Array(grid.length).fill(-Infinity)
    this.sum = new Float64Array(grid.length)
    this.count = new Float64Array(grid.length)
  }

  add(step: number, value: number): void {
    if (!Number.isNaN(value)) this.addMany(step, value, value, value, 1)
  }

  /** A point of a tier: `count` values around `mean`. */
  addMany(step: number, min: number, mean: number, max: number, count: number): void {
    if (min < (this.min[step] as number)) this.min[step] = min
    if (max > (this.max[step] as number)) this.max[step] = max
    this.sum[step] = (this.sum[step] as number) + mean * count
    this.count[step] = (this.count[step] as number) + count
  }

  /** Writes those steps of the grid that are from `first` on, as many as each column has room for; a step without a known value is NaN in all three. */
  writeTo({ min, mean, max }: Record<'min' | 'mean' | 'max', Float64Array>, first: number): void {
    for (let at = 0; at < mean.length; at++) {
      const count = this.count[first + at] as number
      if (count === 0) min[at] = max[at] = mean[at] = Number.NaN
      else {
        const [least, most] = [this.min[first + at] as number, this.max[first + at] as number]
        min[at] = least
        max[at] = most
        mean[at] = meanWithin((this.sum[first + at] as number) / count, least, most)
      }
    }
  }
}

/**
 * From the first step with a frame to the last, a set of columns for each of the buckets. All lie in one buffer, and share
 * their times: between threads a buffer is moved as a whole, and each takes as long, however small it is.
 */
export function stepColumns(
  grid: StepGrid,
  buckets: readonly StepBuckets[],
): Record<'atMs' | 'min' | 'mean' | 'max', Float64Array>[] {
  const { first, end } = grid.seen
  const length = end - first
  const all = new Float64Array(length * (1 + 3 * buckets.length))
  const part = (n: number) => all.subarray(n * length, (n + 1) * length)
  const atMs = part(0)
  for (let at = 0; at < length; at++) atMs[at] = grid.startMs + (first + at) * grid.stepMs
  return buckets.map((one, n) => {
    const columns = { atMs, min: part(3 * n + 1), mean: part(3 * n + 2), max: part(3 * n + 3) }
    one.writeTo(columns, first)
    return columns
  })
}
