import type { FrameBlock } from '../../protocol/frame-block'

/** Steps of equal length, aligned to multiples of it, that cover a stretch of time. */
export class StepGrid {
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

  take(block: FrameBlock, column: number, fromMs: number, toMs: number): void {
    if (column >= block.width) return
    for (let row = 0; row < block.count; row++) {
      const atMs = block.atMs[row] as number
      if (atMs >= fromMs && atMs <= toMs) this.add(atMs, block.values[row * block.width + column] as number)
    }
  }

  add(atMs: number, value: number): void {
    if (Number.isNaN(value)) return
    this.addMany(atMs, value, value, value, 1)
  }

  /** A point of a tier: `count` values around `mean`. */
  addMany(atMs: number, min: number, mean: number, max: number, count: number): void {
    const step = Math.floor((atMs - this.grid.startMs) / this.grid.stepMs)
    if (min < (this.min[step] as number)) this.min[step] = min
    if (max > (this.max[step] as number)) this.max[step] = max
    this.sum[step] = (this.sum[step] as number) + mean * count
    this.count[step] = (this.count[step] as number) + count
  }

  /** Steps without a known value are NaN in all three. */
  columns(): { atMs: Float64Array; min: Float64Array; mean: Float64Array; max: Float64Array } {
    const { startMs, stepMs, length } = this.grid
    const atMs = new Float64Array(length)
    const mean = new Float64Array(length)
    for (let step = 0; step < length; step++) {
      atMs[step] = startMs + step * stepMs
      const count = this.count[step] as number
      // Rounding, and sums past the largest double, must not put the mean outside.
      mean[step] = Math.min(
        this.max[step] as number,
        Math.max(this.min[step] as number, (this.sum[step] as number) / count),
      )
      if (count > 0) continue
      mean[step] = Number.NaN
      this.min[step] = Number.NaN
      this.max[step] = Number.NaN
    }
    return { atMs, min: this.min, mean, max: this.max }
  }
}
