/** What a difference of slopes means for a leak: the bars between the words (docs/investigations.md, I6). */
import type { ToggleVerdict } from '../protocol/investigations'
import { chanceBelow, type Distribution, minus, times } from './distribution'

/** A difference is an effect when the chance that it goes the other way is below this. */
const SURE = 0.005
/** Of a leak that a toggle isolates, no more than this share is left, by nine chances in ten. */
const LEFT = 0.3
const LIKELY = 0.9
/** A difference within this share of the yardstick, by nine chances in ten, is no effect where it is not sure that there is one. */
const NOTHING = 0.4
/** And within this one however sure it is: loads that are taken for alike differ by as much. */
const TRIFLE = 0.2

export interface Sides {
  /** Slopes without and with what was toggled. */
  without: Distribution
  with: Distribution
  difference: Distribution
}

export function isSurelyBelow(difference: Distribution): boolean {
  return 1 - chanceBelow(difference, 0) < SURE
}

export function isSurelyAbove(difference: Distribution): boolean {
  return chanceBelow(difference, 0) < SURE
}

/** As sure as a difference must be; `false` where no slope is known. */
export function isSureToGrow(slope: Distribution | null): boolean {
  return slope !== null && isSurelyAbove(slope)
}

export function differsSurely(difference: Distribution): boolean {
  return isSurelyBelow(difference) || isSurelyAbove(difference)
}

export function verdictOf({ without, with: toggled, difference }: Sides, yardstick: number): ToggleVerdict {
  const isWithin = (share: number): boolean =>
    chanceBelow(difference, share * yardstick) - chanceBelow(difference, -share * yardstick) >= LIKELY
  if (isWithin(TRIFLE)) return 'no-effect'
  if (isSurelyBelow(difference)) {
    const isLeft = chanceBelow(minus(toggled, times(without, LEFT)), 0)
    return isLeft >= LIKELY ? 'isolates' : 'lessens'
  }
  if (isSurelyAbove(difference)) return 'worsens'
  return isWithin(NOTHING) ? 'no-effect' : 'not-yet-known'
}
