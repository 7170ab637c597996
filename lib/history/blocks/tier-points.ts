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
  const { width, values } = block
  const { atMs, places } = new Steps(block.atMs.subarray(from, to), widthMs)
  const series = emptyPoints(width, atMs.length)
  for (let column = 0; column < width; column++) {
    const points = series[column] as PointsOfSeries
    for (let row = from; row < to; row++) {
      const value = values[row * width + column] as number
      if (!Number.isNaN(value)) addTo(points, places[row - from] as number, value, value, value, 1)
    }
    finish(points)
  }
  return { widthMs, atMs, series }
}

/** Points of one life, perhaps with steps in common, as points of `widthMs`, which their width divides. */
export function mergePoints(parts: readonly TierPoints[], widthMs: number): TierPoints {
  const times = Float64Array.from(parts.flatMap(({ atMs }) => [...atMs]))
  const { atMs, places } = new Steps(times, widthMs)
  const series = emptyPoints(Math.max(0, ...parts.map((part) => part.series.length)), atMs.length)
  for (const [column, points] of series.entries()) {
    let row = 0
    for (const part of parts) {
      const from = part.series[column]
      for (let at = 0; at < part.atMs.length; at++, row++) {
        const count = from?.count[at] ?? 0
        if (from === undefined || count === 0) continue
        const [min, mean, max] = [from.min[at] as number, from.mean[at] as number, from.max[at] as number]
        addTo(points, places[row] as number, min, mean, max, count)
      }
    }
    finish(points)
  }
  return { widthMs, atMs, series }
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

/** Of nothing yet: sums stand where means will. All in one piece of memory, as a hundred small ones take longer than what is in them. */
function emptyPoints(width: number, length: number): PointsOfSeries[] {
  const memory = new Float64Array(4 * width * length)
  const part = (index: number) => memory.subarray(index * length, (index + 1) * length)
  return Array.from({ length: width }, (_, column) => ({
    count: part(4 * column),
    min: part(4 * column + 1).fill(Infinity),
    mean: part(4 * column + 2),
    max: part(4 * column + 3).fill(-Infinity),
  }))
}

function addTo(points: PointsOfSeries, place: number, min: number, mean: number, max: number, count: number): void {
  if (min < (points.min[place] as number)) points.min[place] = min
  if (max > (points.max[place] as number)) points.max[place] = max
  points.mean[place] = (points.mean[place] as number) + mean * count
  points.count[place] = (points.count[place] as number) + count
}

function finish({ count, min, mean, max }: PointsOfSeries): void {
  for (let place = 0; place < count.length; place++) {
    const known = count[place] as number
    if (known === 0) min[place] = max[place] = mean[place] = Number.NaN
    else mean[place] = meanWithin((mean[place] as number) / known, min[place] as number, max[place] as number)
  }
}

/** Rounding, and sums past the largest double, must not put a mean outside. */
export function meanWithin(mean: number, min: number, max: number): number {
  if (Number.isNaN(mean)) return min / 2 + max / 2
  return mean < min ? min : mean > max ? max : mean
}
