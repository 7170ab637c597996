/** The slope of a floor whose noise may wander: mean of the increments, with the error of a random walk. */

export interface Trend {
  slopePerMs: number
  /** Standard error of the slope. */
  errorPerMs: number
  /** Slope of the second half of the time, over that of the first. */
  lateOverEarly: number
}

/** At least three points, times rising. `null` where the points say nothing. */
export function trendOf(times: Float64Array, values: Float64Array, count: number): Trend | null {
  if (count < 6) return null
  const [firstAt, lastAt] = [times[0] as number, times[count - 1] as number]
  const span = lastAt - firstAt
  if (!(span > 0)) return null
  let [sx, sy, sxx, sxy] = [0, 0, 0, 0]
  for (let i = 0; i < count; i++) {
    const x = ((times[i] as number) - firstAt) / span
    const y = values[i] as number
    sx += x
    sy += y
    sxx += x * x
    sxy += x * y
  }
  const slope = (count * sxy - sx * sy) / (count * sxx - sx * sx)
  let wander = 0
  for (let i = 1; i < count; i++) {
    const share = ((times[i] as number) - (times[i - 1] as number)) / span
    if (share <= 0) continue
    const surprise = (values[i] as number) - (values[i - 1] as number) - slope * share
    wander += (surprise * surprise) / share
  }
  const middle = indexAt(times, count, firstAt + span / 2)
  const early = rise(times, values, 0, middle)
  const late = rise(times, values, middle, count - 1)
  return {
    slopePerMs: slope / span,
    errorPerMs: Math.sqrt(wander / (count - 2) / 1) / span,
    lateOverEarly: early > 0 ? late / early : late > 0 ? 1 : 0,
  }
}

function indexAt(times: Float64Array, count: number, at: number): number {
  let index = 0
  while (index < count - 1 && (times[index] as number) < at) index += 1
  return index
}

function rise(times: Float64Array, values: Float64Array, from: number, to: number): number {
  const ms = (times[to] as number) - (times[from] as number)
  return ms > 0 ? ((values[to] as number) - (values[from] as number)) / ms : 0
}
