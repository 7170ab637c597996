/** What a difference of slopes means for a leak: the bars between the words (docs/investigations.md, I6). */
import type { ToggleVerdict } from '../protocol/investigations'
import { chanceBelow, type Distribution, minus, times } from './distribution'

/** A difference is an effect when the chance that it goes the other way is below this. */
const SURE = 0.005
/** Of a leak that a toggle isolates, no more than this share is left, by nine chances in ten. */
const LEFT = 0.3
const LIKELY = 0.9
/** A difference within this share of the yardstick, by nine chances in ten, is no effect. */
const NOTHING = 0.4

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

export function differsSurely(difference: Distribution): boolean {
  return isSurelyBelow(difference) || isSurelyAbove(difference)
}

export function verdictOf({ without, with: toggled, difference }: Sides, yardstick: number): ToggleVerdict {
  if (isSurelyBelow(difference)) {
    const isLeft = chanceBelow(minus(toggled, times(without, LEFT)), 0)
    return isLeft >= LIKELY ? 'isolates' : 'lessens'
  }
  if (isSurelyAbove(difference)) return 'worsens'
  const within = chanceBelow(difference, NOTHING * yardstick) - chanceBelow(difference, -NOTHING * yardstick)
  return within >= LIKELY ? 'no-effect' : 'not-yet-known'
}
