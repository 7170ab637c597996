/** The floor of a series as points in time, and the plain questions that are asked of them. */

export interface Points {
  count: number
  /** Milliseconds, rising. */
  times: Float64Array
  values: Float64Array
  /** How many samples stand behind each. */
  weights: Float64Array
  /** How much time each stands for, milliseconds. */
  widths: Float64Array
}

export function emptyPoints(capacity: number): Points {
  const make = (): Float64Array => new Float64Array(capacity)
  return { count: 0, times: make(), values: make(), weights: make(), widths: make() }
}

/** The same arrays for other points; there must be room for as many as at first. */
export function emptied(points: Points): Points {
  points.count = 0
  return points
}

export function addPoint(points: Points, atMs: number, value: number, weight: number, widthMs: number): void {
  const i = points.count
  points.times[i] = atMs
  points.values[i] = value
  points.weights[i] = weight
  points.widths[i] = widthMs
  points.count += 1
}

/** The first point at or after a time; `count` where there is none. */
export function firstAt(points: Points, atMs: number): number {
  let index = 0
  while (index < points.count && (points.times[index] as number) < atMs) index += 1
  return index
}

/**
 * Draws in lone values that stand further from the median of their five neighbours than three times what is usual
 * (Hampel's filter), so that one spike does not pass for noise everywhere.
 */
export function drawInSpikes(points: Points): void {
  const { count, values } = points
  if (count < 12) return
  const [medians, offs] = spikeRoom(count)
  for (let i = 0; i < count; i++) {
    const inside = i >= 2 && i < count - 2
    medians[i] = inside ? medianOfFive(values, i - 2) : (values[i] as number)
    offs[i] = Math.abs((values[i] as number) - (medians[i] as number))
  }
  const usual = (offs.sort()[Math.floor(count / 2)] as number) * 1.4826
  for (let i = 2; i < count - 2; i++) {
    const off = (values[i] as number) - (medians[i] as number)
    if (Math.abs(off) > 3 * usual) values[i] = (medians[i] as number) + Math.sign(off) * 3 * usual
  }
}

let medianRoom = new Float64Array(64)
let offRoom = new Float64Array(64)

/** Room for the medians and for how far values lie from them, kept from call to call. */
function spikeRoom(count: number): [Float64Array, Float64Array] {
  if (medianRoom.length < count) [medianRoom, offRoom] = [new Float64Array(count), new Float64Array(count)]
  return [medianRoom, offRoom.subarray(0, count)]
}

/** By six comparisons: the larger of the two small ones and the smaller of the two large ones stand beside the median. */
function medianOfFive(values: Float64Array, from: number): number {
  let [a, b, c, d] = [
    values[from] as number,
    values[from + 1] as number,
    values[from + 2] as number,
    values[from + 3] as number,
  ]
  const e = values[from + 4] as number
  if (a > b) [a, b] = [b, a]
  if (c > d) [c, d] = [d, c]
  // The smallest and the largest of four are not the median of five.
  const low = Math.max(a, c)
  const high = Math.min(b, d)
  return Math.max(Math.min(low, high), Math.min(Math.max(low, high), e))
}

/** For how long the floor has stood above the first sixth of its rise, milliseconds. */
export function risingForMs(points: Points, fromMs: number): number {
  const from = firstAt(points, fromMs)
  const { count, times, values } = points
  if (count - from < 3) return 0
  const end = Math.min(values[count - 1] as number, values[count - 2] as number)
  let low = Number.POSITIVE_INFINITY
  for (let i = from; i < count; i++) low = Math.min(low, values[i] as number)
  const bar = low + (end - low) / 6
  let last = from
  for (let i = from; i < count; i++) if ((values[i] as number) <= bar) last = i
  return (times[count - 1] as number) - (times[last] as number)
}

/** Whether the points after `fromMs` rise by at least a quarter of what this slope says. */
export function risesWith(points: Points, fromMs: number, slopePerMs: number): boolean {
  const from = firstAt(points, fromMs)
  const third = Math.floor((points.count - from) / 3)
  if (third < 1) return true
  let [rise, ms] = [0, 0]
  for (let i = 0; i < third; i++) {
    rise += (points.values[points.count - 1 - i] as number) - (points.values[from + i] as number)
    ms += (points.times[points.count - 1 - i] as number) - (points.times[from + i] as number)
  }
  return rise > 0.25 * slopePerMs * ms
}

/**
 * A cheap look before the dear one: whether the last fifth of the window stands above every fifth before, and a plain
 * least-squares slope is three standard errors above zero. `sign` -1 asks the same of a fall. Where days come and go the
 * end need not top all (`daysPass`).
 */
export function mayRise(points: Points, from: number, sign = 1, daysPass = false): boolean {
  const { count, times, values } = points
  const n = count - from
  if (n < 6) return false
  const start = times[from] as number
  const span = (times[count - 1] as number) - start
  const base = values[from] as number
  let [sx, sy, sxx, sxy, syy] = [0, 0, 0, 0, 0]
  SUMS.fill(0)
  COUNTS.fill(0)
  for (let i = from; i < count; i++) {
    const x = ((times[i] as number) - start) / span
    const y = sign * ((values[i] as number) - base)
    sx += x
    sy += y
    sxx += x * x
    sxy += x * y
    syy += y * y
    const fifth = Math.min(4, Math.floor(x * 5))
    SUMS[fifth] = (SUMS[fifth] as number) + y
    COUNTS[fifth] = (COUNTS[fifth] as number) + 1
  }
  const last = (SUMS[4] as number) / (COUNTS[4] as number)
  for (let fifth = 0; fifth < 4; fifth++) {
    const many = COUNTS[fifth] as number
    if (many > 0 && !daysPass && (SUMS[fifth] as number) / many >= last) return false
  }
  const together = sxy - (sx * sy) / n
  const varies = sxx - (sx * sx) / n
  const explained = (together * together) / (varies * (syy - (sy * sy) / n))
  if (!(together > 0)) return false
  const bar = daysPass ? 1 : 9 * clumping(points, from, sign, base, together / varies, sx / n, sy / n)
  return (explained * (n - 2)) / (1 - explained) > bar
}

/** By how much neighbours going together (their correlation around the line) makes points count for less: 1 to 4. */
function clumping(
  { count, times, values }: Points,
  from: number,
  sign: number,
  base: number,
  slope: number,
  meanX: number,
  meanY: number,
): number {
  const start = times[from] as number
  const span = (times[count - 1] as number) - start
  let [before, own, next] = [0, 0, 0]
  for (let i = from; i < count; i++) {
    const x = ((times[i] as number) - start) / span
    const left = sign * ((values[i] as number) - base) - meanY - slope * (x - meanX)
    own += left * left
    next += left * before
    before = left
  }
  const correlation = own > 0 ? Math.max(0, next / own) : 0
  return Math.min(4, (1 + correlation) / (1 - correlation))
}

const SUMS = new Float64Array(5)
const COUNTS = new Float64Array(5)

/**
 * How far the last `widthMs` stand above the highest stretch of that length between `fromMs` and `untilMs`: negative
 * where the life has been there before.
 */
export function aboveEarlier(points: Points, fromMs: number, untilMs: number, widthMs: number): number {
  const { count, times, values } = points
  const meanBetween = (first: number, beforeMs: number): number => {
    let [sum, n] = [0, 0]
    for (let i = first; i < count && (times[i] as number) < beforeMs; i++) {
      sum += values[i] as number
      n += 1
    }
    return n > 0 ? sum / n : Number.NEGATIVE_INFINITY
  }
  const endMs = times[count - 1] as number
  let highest = Number.NEGATIVE_INFINITY
  for (let atMs = fromMs; atMs < untilMs; atMs += widthMs) {
    highest = Math.max(highest, meanBetween(firstAt(points, atMs), Math.min(untilMs, atMs + widthMs)))
  }
  return meanBetween(firstAt(points, endMs - widthMs), Number.POSITIVE_INFINITY) - highest
}

/**
 * The same cheap look where load is known: whether the floor rises with `along` (time, or what was served) beside at least
 * one lag of the load, by the partial correlation.
 */
export function mayRiseBeside(
  { count, values }: Points,
  from: number,
  along: Float64Array,
  loads: readonly Float64Array[],
): boolean {
  const n = count - from
  if (n < 8) return false
  // Sums of what differs from the first point, so that squares of large numbers do not eat small ones.
  const [y0, t0] = [values[from] as number, along[from] as number]
  let [sy, st, syy, stt, syt] = [0, 0, 0, 0, 0]
  for (let i = from; i < count; i++) {
    const [y, t] = [(values[i] as number) - y0, (along[i] as number) - t0]
    sy += y
    st += t
    syy += y * y
    stt += t * t
    syt += y * t
  }
  const [yy, tt, yt] = [syy - (sy * sy) / n, stt - (st * st) / n, syt - (sy * st) / n]
  for (const load of loads) {
    const l0 = load[from] as number
    let [sl, sll, syl, stl] = [0, 0, 0, 0]
    for (let i = from; i < count; i++) {
      const l = (load[i] as number) - l0
      sl += l
      sll += l * l
      syl += l * ((values[i] as number) - y0)
      stl += l * ((along[i] as number) - t0)
    }
    const [ll, yl, tl] = [sll - (sl * sl) / n, syl - (sy * sl) / n, stl - (st * sl) / n]
    const steady = !(ll > 1e-12 * sll)
    const together = steady ? yt : yt - (yl * tl) / ll
    const own = steady ? yy * tt : (yy - (yl * yl) / ll) * (tt - (tl * tl) / ll)
    const explained = (together * together) / own
    // Neighbours go together, so that six standard errors of independent points are some three of these.
    if (together > 0 && (explained * (n - 3)) / (1 - explained) > 36) return true
  }
  return false
}
