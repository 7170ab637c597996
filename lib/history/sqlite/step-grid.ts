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

  constructor(private readonly grid: StepGrid) {
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

  /** From the first step with a frame to the last; steps without a known value are NaN in all three. */
  columns(): { atMs: Float64Array; min: Float64Array; mean: Float64Array; max: Float64Array } {
    const { first, end } = this.grid.seen
    const [min, max, mean] = [this.min.slice(first, end), this.max.slice(first, end), this.sum.slice(first, end)]
    const atMs = new Float64Array(end - first)
    for (let at = 0; at < atMs.length; at++) {
      atMs[at] = this.grid.startMs + (first + at) * this.grid.stepMs
      const count = this.count[first + at] as number
      if (count === 0) min[at] = max[at] = mean[at] = Number.NaN
      else mean[at] = meanWithin((mean[at] as number) / count, min[at] as number, max[at] as number)
    }
    return { atMs, min, mean, max }
  }
}
