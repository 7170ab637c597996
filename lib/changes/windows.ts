/** Which two windows are compared for a stretch that somebody chose, in steps that history's tiers divide well. */

/** Inclusive milliseconds since 1970, on the target's clock. */
export interface Stretch {
  fromMs: number
  toMs: number
}

export interface ComparedWindows {
  /** The stretch of the same length that ends where `within` begins. */
  before: Stretch
  /** The chosen stretch, moved to whole steps: by no more than half of one at each end. */
  within: Stretch
  stepMs: number
}

/** Less is a handful of samples. */
export const MIN_STRETCH_MS = 5_000
/** More than a year of days is no stretch in which something happened. */
export const MAX_STRETCH_MS = 400 * 86_400_000

/** Steps on each side: as many as a step in a series needs to be placed in time, and as few as many processes can be read in. */
const LEAST_STEPS = 20
/** Ten seconds and five minutes are what history keeps; an edge that is no whole one of these is read from raw frames. */
const STEPS_MS = [
  1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000,
  7_200_000, 14_400_000, 43_200_000, 86_400_000, 172_800_000, 432_000_000, 864_000_000,
] as const

export function comparedWindows(fromMs: number, toMs: number): ComparedWindows {
  const spanMs = toMs - fromMs
  const stepMs = STEPS_MS.findLast((ms) => spanMs >= ms * LEAST_STEPS) ?? STEPS_MS[0]
  const first = Math.round(fromMs / stepMs)
  const count = Math.max(1, Math.round(spanMs / stepMs))
  const windowOf = (from: number): Stretch => ({ fromMs: from * stepMs, toMs: (from + count) * stepMs - 1 })
  return { before: windowOf(first - count), within: windowOf(first), stepMs }
}
