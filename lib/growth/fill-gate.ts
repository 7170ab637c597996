/**
 * Whether a bounded structure still fills, since when it is as full as it stays, and when it will be: what a run waits for
 * before its slope counts. The same bar as the detector's (docs/growth.md, G7.1), asked of each structure by itself.
 */
import { FULL, STILL_RISES } from './conclude'
import type { Ladder } from './ladder'

export interface FillCurve {
  /** Rising times, and how full it was then, 0 to 1. */
  times: Float64Array
  shares: Float64Array
  count: number
}

export interface FillGate {
  share: number
  /** Whether enough was seen of it to say that it fills or does not. */
  isKnown: boolean
  isFilling: boolean
  /** Since when it is as full as at the end; the first time of the curve where it always was. */
  fullAtMs: number
  /** When it will be; `NaN` where it is, or where that cannot be told. */
  fullInMs: number
}

/** An eighth of the time is what a rise is looked for in. */
const PART = 1 / 8
/** What fills evenly from nothing rises by an eighth of itself in an eighth of its time, however empty it still is. */
const OWN_SHARE = 0.08
/** What is emptier than this is not told by its own rise: a few entries come and go. */
const LEAST_SHARE = 0.01
const LEAST_POINTS = 8
/** How far ahead a fill is followed, in times that have passed. */
const FORESIGHT = 40
const STEPS_A_SPAN = 60

/** What a column of a ladder shows, with the bin that is still open as its last point. */
export function curveOf(ladder: Ladder, column: number): FillCurve {
  const [times, shares] = [new Float64Array(ladder.size + 1), new Float64Array(ladder.size + 1)]
  let count = 0
  const keep = (atMs: number, share: number): void => {
    if (Number.isNaN(share)) return
    times[count] = atMs
    shares[count] = share
    count += 1
  }
  for (let bin = 0; bin < ladder.size; bin++)
    keep(ladder.meanAtMs[bin] as number, ladder.means[bin * ladder.columns + column] as number)
  const open = ladder.openBin(column)
  if (open.count > 0) keep(open.atMs, open.mean)
  return { times, shares, count }
}

/** `null` where nothing is known of it. */
export function fillGate(curve: FillCurve, startedAtMs: number): FillGate | null {
  const { count, times, shares } = curve
  if (count === 0) return null
  const share = shares[count - 1] as number
  const atMs = times[count - 1] as number
  const ageMs = atMs - startedAtMs
  const rise = share - highestBefore(curve, atMs - PART * ageMs)
  const isFilling = count >= LEAST_POINTS && rises(share, rise)
  return {
    share,
    isKnown: count >= LEAST_POINTS || share >= FULL,
    isFilling,
    fullAtMs: isFilling ? atMs : fullSince(curve),
    fullInMs: isFilling ? fullIn(curve, startedAtMs) : Number.NaN,
  }
}

function rises(share: number, rise: number): boolean {
  return share < FULL && (rise > STILL_RISES || (share > LEAST_SHARE && rise > OWN_SHARE * share))
}

/** The first time from which on it stood within two hundredths of the mean of its last quarter. */
function fullSince(curve: FillCurve): number {
  const { count, times, shares } = curve
  const late = Math.floor(count * 0.75)
  let sum = 0
  for (let i = late; i < count; i++) sum += shares[i] as number
  const level = Math.min(FULL, sum / (count - late) - STILL_RISES)
  for (let i = 0; i < count; i++) if ((shares[i] as number) >= level) return times[i] as number
  return times[count - 1] as number
}

/**
 * Follows the fill on: its pace in the last third of the time against that in the third before says how it slows down; it is
 * over when full, or when it no longer rises by the bar.
 */
function fullIn(curve: FillCurve, startedAtMs: number): number {
  const { count, times } = curve
  const atMs = times[count - 1] as number
  const spanMs = (atMs - Math.max(startedAtMs, times[0] as number)) / 3
  if (!(spanMs > 0)) return Number.NaN
  const [first, middle, last] = [shareAt(curve, atMs - 2 * spanMs), shareAt(curve, atMs - spanMs), shareAt(curve, atMs)]
  const [before, now] = [middle - first, last - middle]
  if (!(now > 0)) return Number.NaN
  const slows = Math.log(Math.max(0.05, Math.min(1, before > 0 ? now / before : 1)))
  const stepMs = spanMs / STEPS_A_SPAN
  let share = last
  for (let step = 1; step <= STEPS_A_SPAN * FORESIGHT * 3; step++) {
    // Half a span on from the middle of the last third.
    const pace = (now / STEPS_A_SPAN) * Math.exp(slows * (step / STEPS_A_SPAN + 0.5))
    share += pace
    const eighth = (PART * (atMs - startedAtMs + step * stepMs)) / stepMs
    if (!rises(share, pace * eighth)) return step * stepMs
  }
  return Number.NaN
}

/** What goes up and down with the load is no fuller than it was, wherever in its swing it stands. */
function highestBefore(curve: FillCurve, atMs: number): number {
  const { count, times, shares } = curve
  let highest = shareAt(curve, atMs)
  for (let i = 0; i < count && (times[i] as number) <= atMs; i++) highest = Math.max(highest, shares[i] as number)
  return highest
}

/** By straight lines between what is known. */
function shareAt({ times, shares, count }: FillCurve, atMs: number): number {
  let after = 0
  while (after < count && (times[after] as number) < atMs) after += 1
  if (after === 0) return shares[0] as number
  if (after === count) return shares[count - 1] as number
  const [fromMs, toMs] = [times[after - 1] as number, times[after] as number]
  const [from, to] = [shares[after - 1] as number, shares[after] as number]
  return from + ((to - from) * (atMs - fromMs)) / (toMs - fromMs)
}
