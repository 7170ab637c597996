/** Series that are made for tests: samples by their number, of which 0 is the first of the chosen stretch. */
import { type Change, judgeChange } from '../change'
import type { Samples } from '../samples'

export const STEP_MS = 10_000
export const BEGIN_MS = 1_700_000_000_000

export interface MadeSeries {
  /** `null`: not known. Negative numbers are of the stretch before. */
  values: (n: number) => number | null
  /** On each side. */
  steps?: number
  fullScale?: number
  isBroken?: boolean
}

export function madeChange({ values, steps = 20, fullScale, isBroken = false }: MadeSeries): Change {
  const numbers = Array.from({ length: 2 * steps }, (_, n) => n - steps)
  const timeOf = (n: number) => BEGIN_MS + n * STEP_MS
  const samplesOf = (some: readonly number[]): Samples => {
    const known = some.filter((n) => values(n) !== null)
    return { atMs: Float64Array.from(known, timeOf), values: Float64Array.from(known, (n) => values(n) ?? 0) }
  }
  const [before, within] = [numbers.slice(0, steps), numbers.slice(steps)]
  return judgeChange({
    before: samplesOf(before),
    within: samplesOf(within),
    seenBeforeMs: Float64Array.from(before, timeOf),
    seenWithinMs: Float64Array.from(within, timeOf),
    beginMs: BEGIN_MS,
    spanMs: steps * STEP_MS,
    fullScale: fullScale ?? null,
    isBroken,
  })
}

/** About a normal spread of 1, the same for the same numbers. */
export function noise(n: number, seed = 1): number {
  let sum = 0
  for (let k = 1; k <= 12; k++) sum += uniform(n * 12 + k, seed)
  return sum - 6
}

/** From 0 to below 1. */
export function uniform(n: number, seed = 1): number {
  const mixed = Math.sin((n + 0.5) * 12.9898 + seed * 78.233) * 43_758.5453
  return mixed - Math.floor(mixed)
}
