/** What a tier keeps: for each step of time and each series the least, mean and greatest value and how many were known. */
import type { FrameBlock } from '../../protocol/frame-block'

export interface PointsOfSeries {
  /** How many known values a point stands for; where 0, the others are NaN. */
  count: Float64Array
  min: Float64Array
  mean: Float64Array
  max: Float64Array
}

export interface TierPoints {
  widthMs: number
  /** Starts of steps with frames, rising, multiples of `widthMs`. */
  atMs: Float64Array
  series: PointsOfSeries[]
}

/** Frames `from` up to and without `to` of a block, as points. */
export function pointsOfFrames(block: FrameBlock, from: number, to: number, widthMs: number): TierPoints {
  const steps = new Steps(block.atMs.subarray(from, to), widthMs)
  const series = Array.from({ length: block.width }, (_, column) => {
    const points = new Accumulator(steps.atMs.length)
    for (let row = from; row < to; row++) {
      const value = block.values[row * block.width + column] as number
      if (!Number.isNaN(value)) points.add(steps.places[row - from] as number, value, value, value, 1)
    }
    return points.finish()
  })
  return { widthMs, atMs: steps.atMs, series }
}

/** Points of one life, perhaps with steps in common, as points of `widthMs`, which their width divides. */
export function mergePoints(parts: readonly TierPoints[], widthMs: number): TierPoints {
  const times = Float64Array.from(parts.flatMap(({ atMs }) => [...atMs]))
  const steps = new Steps(times, widthMs)
  const width = Math.max(0, ...parts.map(({ series }) => series.length))
  const series = Array.from({ length: width }, (_, column) => {
    const points = new Accumulator(steps.atMs.length)
    let row = 0
    for (const part of parts) {
      const from = part.series[column]
      for (let at = 0; at < part.atMs.length; at++, row++) {
        const count = from?.count[at] ?? 0
        if (from === undefined || count === 0) continue
        points.add(
          steps.places[row] as number,
          from.min[at] as number,
          from.mean[at] as number,
          from.max[at] as number,
          count,
        )
      }
    }
    return points.finish()
  })
  return { widthMs, atMs: steps.atMs, series }
}

/** The different steps among times, in order, and for each time the place of its step. */
class Steps {
  readonly atMs: Float64Array
  readonly places: Uint32Array

  constructor(times: Float64Array, widthMs: number) {
    const starts = times.map((atMs) => Math.floor(atMs / widthMs) * widthMs)
    this.atMs = Float64Array.from(new Set(starts)).sort()
    const placeOf = new Map<number, number>()
    this.atMs.forEach((start, place) => placeOf.set(start, place))
    this.places = Uint32Array.from(starts, (start) => placeOf.get(start) as number)
  }
}

class Accumulator {
  private readonly count: Float64Array
  private readonly min: Float64Array
  private readonly max: Float64Array
  private readonly sum: Float64Array

  constructor(length: number) {
    this.count = new Float64Array(length)
    this.min = new Float64Array(length).fill(Infinity)
    this.max = new Float64Array(length).fill(-Infinity)
    this.sum = new Float64Array(length)
  }

  add(place: number, min: number, mean: number, max: number, count: number): void {
    if (min < (this.min[place] as number)) this.min[place] = min
    if (max > (this.max[place] as number)) this.max[place] = max
    this.sum[place] = (this.sum[place] as number) + mean * count
    this.count[place] = (this.count[place] as number) + count
  }

  finish(): PointsOfSeries {
    const { count, min, max } = this
    const mean = this.sum
    for (let place = 0; place < count.length; place++) {
      const known = count[place] as number
      if (known === 0) min[place] = max[place] = mean[place] = Number.NaN
      else mean[place] = meanWithin((mean[place] as number) / known, min[place] as number, max[place] as number)
    }
    return { count, min, mean, max }
  }
}

/** Rounding, and sums past the largest double, must not put a mean outside. */
export function meanWithin(mean: number, min: number, max: number): number {
  if (Number.isNaN(mean)) return min / 2 + max / 2
  return mean < min ? min : mean > max ? max : mean
}
