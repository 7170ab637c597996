/** Whether a series changed from one stretch of time to the next, how, and how much that is to be wondered at. */
import type { ChangeHow, ChangeState } from '../protocol/changes'
import type { Samples } from './samples'
import { bestShapes, meanLeft, type Shape, typicalHeight } from './shape'
import { levelled, meanSizeOf, quantileDistance, trendOf, trimmed } from './spread'

export interface ChangeInput {
  /** Within the windows, both. */
  before: Samples
  within: Samples
  /** Steps of each window in which the process told anything at all, by their starts. */
  seenBeforeMs: Float64Array
  seenWithinMs: Float64Array
  /** Where the one window ends and the other begins, and how long each is. */
  beginMs: number
  spanMs: number
  /** The most that it can be, where that is known: a pool's max, 1 for a ratio. */
  fullScale: number | null
  /** A life ended in one of the windows: what is before and after it is no one trend. */
  isBroken: boolean
}

export interface Change {
  state: ChangeState
  /** 0: nothing; below 1. */
  score: number
  how: ChangeHow | null
  /** When a new series came, or one that ended was last known. */
  atMs: number | null
}

/** Fewer samples on a side, and nothing is said of the series. */
export const LEAST_SAMPLES = 5
/** From here on it is told as a change: a rise by six hundredths that is twice the noise, or by three thousandths without any. */
export const CHANGED_SCORE = 0.05

/** So many times the noise is as good as even odds. */
const EVEN_NOISES = 4
/** A series is known no better than to a twentieth of its range: one without noise would be infinitely sure. */
const RANGE_KNOWN = 0.05
/** Samples a side that are as many as one could wish. */
const ENOUGH_SAMPLES = 20
/** What is little beside what there may be is little: 1 client of 10,000. */
const SHARE_OF_FULL = 0.05
/** Nothing can be measured against nothing: as much as if a series rose by a third. */
const APPEARED_SCORE = 0.5
/** A normal spread's standard deviation, from its mean absolute one. */
const NORMAL = 1.2533
/** A shape that leaves more unexplained is none. */
const EXPLAINED = 0.5
/** Of a series that is there in most steps, a silence of so much of the stretch is an end. */
const [MOST_STEPS, SILENT_SHARE] = [0.8, 0.4] as const
/** What can lie anywhere explains a little more of any noise. */
const PULSE_COSTS = 1.2
/** A trend has a number more than none, and so always explains a little more. */
const GOING_ON_COSTS = 1.1
const HOUR_MS = 3_600_000

const NOTHING = { score: 0, how: null, atMs: null } as const

/**
 * Two stories in which nothing happened are tried: that the series stays where it was, and that it goes on as it went.
 * What neither explains is the change, as the mean distance of quantiles (`quantileDistance`), or where the slope changed
 * and the level did not, as the mean height of the bend. Its score is
 * how sure that is, z² / (z² + 16) with z its ratio to the noise that the best step or bend leaves, times the root of how
 * large it is beside the series itself. So bytes and counts are ranked together, one client of ten thousand is little however
 * sure it is, and what is large and within its noise is little as well.
 *
 * Netdata's metric correlations (src/web/api/queries/weights.c, `ks_2samp`) ask Kolmogorov and Smirnov whether the differences
 * of neighbouring samples come from one distribution. A step is one such difference among twenty, and is not found so; and
 * a statistic of ranks alone is the same for a step of one and of a thousand, so that many series stand at its end.
 */
export function judgeChange(input: ChangeInput): Change {
  const { before, within } = input
  const presence = presenceOf(input)
  if (presence !== null) return presence
  const [low, high] = [trimmed(before.values), trimmed(within.values)]
  const range = rangeOf(low, high)
  if (range === 0) return { ...NOTHING, state: 'unchanged' }
  const times = timesOf(input)
  const went = input.isBroken ? 0 : trendOf(times.before, before.values)
  const distance = distanceOf(input, low, high, times, went)
  const least = RANGE_KNOWN * range
  const scoreOf = (noise: number) => scored(input, distance, Math.max(noise, least))
  const quick = scoreOf(leastNoise(before.values, within.values))
  if (quick < CHANGED_SCORE) return { ...NOTHING, state: 'unchanged', score: quick }
  const best = bestOf(joined(times.before, times.within), joined(before.values, within.values), went, input.isBroken)
  const score = scoreOf(best.noise)
  if (score < CHANGED_SCORE) return { ...NOTHING, state: 'unchanged', score }
  return { state: 'changed', score, how: howOf(best, input), atMs: null }
}

/** What can be said without comparing: that there is too little, or that it came or went; `null`: both sides are known. */
function presenceOf({ before, within, seenBeforeMs, seenWithinMs }: ChangeInput): Change | null {
  const [had, has] = [before.values.length, within.values.length]
  if (had === 0 && has >= LEAST_SAMPLES && seenBeforeMs.length >= LEAST_SAMPLES)
    return { ...NOTHING, state: 'new', score: APPEARED_SCORE, atMs: within.atMs[0] ?? null }
  const lastMs = within.atMs.at(-1) ?? before.atMs.at(-1) ?? null
  const isDense = had >= LEAST_SAMPLES && had >= MOST_STEPS * seenBeforeMs.length
  const silent = seenWithinMs.filter((atMs) => lastMs === null || atMs > lastMs).length
  if (isDense && silent >= LEAST_SAMPLES && silent >= SILENT_SHARE * seenWithinMs.length)
    return { ...NOTHING, state: 'ended', score: APPEARED_SCORE, atMs: lastMs }
  return had < LEAST_SAMPLES || has < LEAST_SAMPLES ? { ...NOTHING, state: 'not-known' } : null
}

function scored(input: ChangeInput, distance: number, noise: number): number {
  const samples = Math.min(input.before.values.length, input.within.values.length)
  const z = (distance / noise) * Math.sqrt(Math.min(1, samples / ENOUGH_SAMPLES))
  return (z ** 2 / (z ** 2 + EVEN_NOISES ** 2)) * Math.sqrt(Math.min(1, distance / scaleOf(input)))
}

interface Times {
  before: Float64Array
  within: Float64Array
}

/** What neither story explains, in the unit of the series. `went`: the slope before, a window. */
function distanceOf(input: ChangeInput, low: Float64Array, high: Float64Array, times: Times, went: number): number {
  const stays = quantileDistance(low, high)
  if (input.isBroken) return stays
  const goes = trendOf(times.within, input.within.values)
  const goesOn = went === 0 ? stays : quantileDistance(low, shifted(high, -went))
  // A bend of slope s, about its own middle, is a quarter of s away from none.
  return Math.max(Math.min(stays, goesOn), Math.abs(goes - went) / 4)
}

/**
 * The noise is no less, whatever shape is taken from it: neighbours lie no further apart than both lie from the shape, but
 * where it jumps, which is at two places at most. Most series are told to be unchanged by this alone.
 */
function leastNoise(before: Float64Array, within: Float64Array): number {
  let [sum, largest, second, last] = [0, 0, 0, before[0] as number]
  for (const values of [before, within])
    for (let n = 0; n < values.length; n++) {
      const apart = Math.abs((values[n] as number) - last)
      last = values[n] as number
      sum += apart
      if (apart > largest) [largest, second] = [apart, largest]
      else if (apart > second) second = apart
    }
  return (NORMAL * (sum - largest - second)) / (2 * (before.length + within.length))
}

interface Fitted {
  shape: Shape
  /** The slope that goes on beside the shape, a window. */
  slope: number
  isExplained: boolean
  noise: number
  /** Of a step or a pulse. */
  height: number
}

/** Of all shapes, of a series that stays and of one that goes on, the one that leaves least unexplained. */
function bestOf(times: Float64Array, values: Float64Array, went: number, isBroken: boolean): Fitted {
  let best: { shape: Shape; slope: number; flat: Float64Array; lack: number } | null = null
  for (const slope of went === 0 ? [0] : [0, went]) {
    const flat = levelled(times, values, slope)
    const { step, bend, pulse } = bestShapes(times, flat, 0)
    // After a restart a bend would lean on what was before it.
    for (const [shape, costs] of [
      [step, 1],
      [pulse, PULSE_COSTS],
      ...(isBroken ? [] : [[bend, 1] as const]),
    ] as const) {
      const lack = shape.residue * costs * (slope === 0 ? 1 : GOING_ON_COSTS)
      if (best === null || lack < best.lack) best = { shape, slope, flat, lack }
    }
  }
  if (best === null) throw new Error('there is a step to try at least')
  const { shape, slope, flat } = best
  return {
    shape,
    slope,
    isExplained: shape.residue <= EXPLAINED * squaresOf(flat),
    noise: NORMAL * meanLeft(shape, times, flat),
    height: typicalHeight(shape, times, flat),
  }
}

function howOf({ shape, slope, isExplained, height }: Fitted, { beginMs, spanMs }: ChangeInput): ChangeHow | null {
  const { kind, at, until, size } = shape
  if (!isExplained || Number.isNaN(at)) return null
  const msOf = (t: number) => Math.round(beginMs + t * spanMs)
  const perHour = (aWindow: number) => (aWindow / spanMs) * HOUR_MS
  switch (kind) {
    case 'step':
      return { shape: 'step', atMs: msOf(at), by: height }
    case 'pulse':
      return { shape: 'pulse', atMs: msOf(at), untilMs: msOf(until), by: height }
    case 'bend':
      return { shape: 'slope', atMs: msOf(at), fromPerHour: perHour(slope), toPerHour: perHour(slope + size) }
    default:
      return kind satisfies never
  }
}

/** What the series is measured by: its own size, and no less than a share of what it can be. */
function scaleOf({ before, within, fullScale }: ChangeInput): number {
  return Math.max(meanSizeOf(before.values), meanSizeOf(within.values), SHARE_OF_FULL * (fullScale ?? 0))
}

function rangeOf(low: Float64Array, high: Float64Array): number {
  const least = Math.min(low[0] as number, high[0] as number)
  return Math.max(low.at(-1) as number, high.at(-1) as number) - least
}

function squaresOf(values: Float64Array): number {
  let [sum, squares] = [0, 0]
  for (let n = 0; n < values.length; n++) {
    const away = (values[n] as number) - (values[0] as number)
    sum += away
    squares += away ** 2
  }
  return squares - sum ** 2 / values.length
}

/** The windows' length is the unit of time: the one is from -1 to 0, the other from 0 to 1. */
function timesOf({ before, within, beginMs, spanMs }: ChangeInput): Times {
  const timesIn = ({ atMs }: Samples) => {
    const times = new Float64Array(atMs.length)
    for (let n = 0; n < times.length; n++) times[n] = ((atMs[n] as number) - beginMs) / spanMs
    return times
  }
  return { before: timesIn(before), within: timesIn(within) }
}

function shifted(values: Float64Array, by: number): Float64Array {
  const moved = new Float64Array(values.length)
  for (let n = 0; n < moved.length; n++) moved[n] = (values[n] as number) + by
  return moved
}

function joined(one: Float64Array, other: Float64Array): Float64Array {
  const both = new Float64Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}
