/** Plain checks of one window, beside its posterior. */
import type { Design } from './design'
import type { Points } from './points'

/** Slopes of the first and of the second half, over that of the whole; whether the end tops all before, and how it stands out. */
export interface Halves {
  early: number
  late: number
  topsAll: boolean
  /** The slope's rise over the window, over the swing that is left around it (from the tenth to the ninetieth hundredth). */
  stands: number
}

const FEW_POINTS = 12

/** `slope` in the design's units: of the range of the floor, from 0 to 1 of the slope's column. */
export function halvesOf(design: Design, floor: Float64Array, slopeColumn: number, slope: number): Halves {
  const along = design.column(slopeColumn)
  const sums = new Float64Array(5)
  const counts = new Float64Array(5)
  for (let row = 0; row < design.count; row++) {
    const fifth = Math.min(4, Math.floor((along[row] as number) * 5))
    sums[fifth] = (sums[fifth] as number) + (floor[row] as number)
    counts[fifth] = (counts[fifth] as number) + 1
  }
  const last = (sums[4] as number) / (counts[4] as number)
  let topsAll = true
  for (let fifth = 0; fifth < 4; fifth++) {
    if ((counts[fifth] as number) > 0 && (sums[fifth] as number) / (counts[fifth] as number) >= last) topsAll = false
  }
  // Few points are halved by number, or a half would have none.
  const middle = design.count < FEW_POINTS ? (along[Math.floor(design.count / 2)] as number) : 0.5
  return {
    early: slopeBetween(along, floor, 0, middle) / slope,
    late: slopeBetween(along, floor, middle, 1) / slope,
    topsAll,
    stands: slope / swingAround(along, floor, slope),
  }
}

function swingAround(along: Float64Array, floor: Float64Array, slope: number): number {
  const left = floor.map((value, row) => value - slope * (along[row] as number)).sort()
  return (left[Math.floor(left.length * 0.9)] as number) - (left[Math.floor(left.length * 0.1)] as number)
}

function slopeBetween(along: Float64Array, floor: Float64Array, from: number, to: number): number {
  let [n, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0]
  for (let row = 0; row < floor.length; row++) {
    const x = along[row] as number
    if (x < from || x > to) continue
    const y = floor[row] as number
    n += 1
    sx += x
    sy += y
    sxx += x * x
    sxy += x * y
  }
  const spread = n * sxx - sx * sx
  return n >= 2 && spread > 0 ? (n * sxy - sx * sy) / spread : Number.NaN
}

export interface LoadMoves {
  swing: number
  turns: number
  /** Whether its last fifth lies no higher than what came before. */
  wentBack: boolean
}

/** How far the load swung in the window, over its mean, and how often it crossed that mean. */
export function loadMoves(load: Float64Array | undefined, from: number, count: number): LoadMoves {
  if (load === undefined) return { swing: 0, turns: 0, wentBack: false }
  let [low, high, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0]
  for (let row = from; row < from + count; row++) {
    const value = load[row] as number
    low = Math.min(low, value)
    high = Math.max(high, value)
    sum += value
  }
  const mean = sum / count
  let [turns, side] = [0, 0]
  for (let row = from; row < from + count; row++) {
    const off = ((load[row] as number) - mean) / (high - low)
    const now = off > 0.1 ? 1 : off < -0.1 ? -1 : 0
    if (now === 0 || now === side) continue
    if (side !== 0) turns += 1
    side = now
  }
  const late = from + Math.ceil(count * 0.8)
  let [lateSum, earlySum] = [0, 0]
  for (let row = from; row < from + count; row++) {
    if (row < late) earlySum += load[row] as number
    else lateSum += load[row] as number
  }
  const wentBack = lateSum / (from + count - late) <= earlySum / (late - from)
  return { swing: mean > 0 ? (high - low) / mean : 0, turns, wentBack }
}

/** How many times its own share of change a load may move what it drives: some lags and bursts, not orders of magnitude. */
const LOAD_REACH = 2

/**
 * Whether the load moved enough to have moved the floor as it did. What a load drives changes at most by the share by which
 * the load does; a load that stood still only takes time's place in a regression. `loads`: by lag, the longest last.
 */
export function loadReaches({ count, values }: Points, from: number, loads: readonly Float64Array[]): boolean {
  let swing = 0
  // The longest lag goes on rising long after the load came to rest; beside a rise that lasts, its memory is no reason.
  for (const load of loads.slice(0, -1)) {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (let row = from; row < count; row++) {
      low = Math.min(low, load[row] as number)
      high = Math.max(high, load[row] as number)
    }
    swing = Math.max(swing, (high - low) / Math.max(Math.abs(high), Math.abs(low), 1e-9))
  }
  const fifth = Math.max(1, Math.floor((count - from) / 5))
  let [first, last] = [0, 0]
  for (let i = 0; i < fifth; i++) {
    first += (values[from + i] as number) / fifth
    last += (values[count - 1 - i] as number) / fifth
  }
  return LOAD_REACH * swing * Math.abs(Math.min(first, last)) >= Math.abs(last - first)
}

/** The share of time that a regression on these columns leaves over: near 0, they and time cannot be told apart. */
export function apartFromTime(design: Design, others: readonly number[]): number {
  const basis: Float64Array[] = []
  const reduced = (index: number): Float64Array => {
    const column = Float64Array.from(design.column(index))
    const mean = column.reduce((a, b) => a + b, 0) / design.count
    column.forEach((value, i) => (column[i] = value - mean))
    for (const one of basis) {
      const dot = column.reduce((sum, value, i) => sum + value * (one[i] as number), 0)
      column.forEach((value, i) => (column[i] = value - dot * (one[i] as number)))
    }
    return column
  }
  const all = Math.hypot(...reduced(2))
  for (const index of others) {
    const column = reduced(index)
    const norm = Math.hypot(...column)
    if (norm > 1e-9) basis.push(column.map((value) => value / norm))
  }
  return (Math.hypot(...reduced(2)) / all) ** 2
}
