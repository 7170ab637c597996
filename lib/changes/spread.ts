/** How far two sets of samples lie apart, and how a window of them trends: what one odd sample does not move. Thirty thousand series are asked at once, so these are plain loops. */

/** Of fewer, each counts. */
const TRIMMED_FROM = 10

/** Rising, and of ten or more without the least and the greatest: one odd sample makes no change. */
export function trimmed(values: Float64Array): Float64Array {
  const sorted = values.slice().sort()
  return sorted.length >= TRIMMED_FROM ? sorted.subarray(1, -1) : sorted
}

/**
 * The mean distance of the quantiles of two rising lists: the Wasserstein distance of order 1 of what they were drawn from
 * (S. S. Vallender, Calculation of the Wasserstein distance between probability distributions on the line, 1973). It is the
 * height of a step where all of one list lies above the other, half of it where half does, and 0 for a sawtooth of which
 * both saw some teeth. In the unit of the values.
 */
export function quantileDistance(one: Float64Array, other: Float64Array): number {
  let sum = 0
  let share = 0
  let [at, beside] = [0, 0]
  while (at < one.length && beside < other.length) {
    const [oneEnd, otherEnd] = [(at + 1) / one.length, (beside + 1) / other.length]
    const end = Math.min(oneEnd, otherEnd)
    sum += (end - share) * Math.abs((one[at] as number) - (other[beside] as number))
    share = end
    if (oneEnd <= end) at++
    if (otherEnd <= end) beside++
  }
  return sum
}

/**
 * The slope, by the incomplete method of H. Theil (A rank-invariant method of linear and polynomial regression analysis,
 * 1950): the median of the slopes from each sample of the first half to its like in the second. 0 where there are too few.
 */
export function trendOf(times: Float64Array, values: Float64Array): number {
  const half = Math.floor(values.length / 2)
  if (half < 2) return 0
  const second = values.length - half
  const slopes = new Float64Array(half)
  for (let n = 0; n < half; n++) {
    const apart = (times[second + n] as number) - (times[n] as number)
    slopes[n] = ((values[second + n] as number) - (values[n] as number)) / apart
  }
  return medianOf(slopes)
}

/** Sorts them; NaN where there are none. */
export function medianOf(values: Float64Array): number {
  const { length } = values.sort()
  return ((values[(length - 1) >> 1] ?? Number.NaN) + (values[length >> 1] ?? Number.NaN)) / 2
}

export function meanOf(values: Float64Array): number {
  let sum = 0
  for (let n = 0; n < values.length; n++) sum += values[n] as number
  return values.length === 0 ? Number.NaN : sum / values.length
}

/** As large as the values are, whatever their sign. */
export function meanSizeOf(values: Float64Array): number {
  let sum = 0
  for (let n = 0; n < values.length; n++) sum += Math.abs(values[n] as number)
  return values.length === 0 ? 0 : sum / values.length
}

/** The values without what a trend of `slope` through time 0 adds to them. */
export function levelled(times: Float64Array, values: Float64Array, slope: number): Float64Array {
  if (slope === 0) return values
  const flat = new Float64Array(values.length)
  for (let n = 0; n < flat.length; n++) flat[n] = (values[n] as number) - slope * (times[n] as number)
  return flat
}
