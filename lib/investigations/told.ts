/**
 * A run that was said to be conclusive does not flicker (docs/investigations.md, I3.3): it stays so until it is surely less than
 * that, and then says that it was. What was said is kept with the run, so that the next look, and a hub that starts again, know of it.
 */
import type { Run, RunAnswer, RunTold } from '../protocol/investigations'

/** What was conclusive stays so while its interval is at most so many times as wide as would make it so. */
export const HOLD = 2

export function isHeld({ told }: Pick<Run, 'told'>): boolean {
  return told !== undefined && told.takenBackAtMs === null
}

/** What is to be kept of an answer: `told` itself where nothing new was said. */
export function toldNext(
  {
    told,
    isConclusive,
    slopePerHour,
    slopeCi90,
  }: Pick<RunAnswer, 'told' | 'isConclusive' | 'slopePerHour' | 'slopeCi90'>,
  nowMs: number,
): RunTold | undefined {
  if (told !== undefined && told.takenBackAtMs === null) return isConclusive ? told : { ...told, takenBackAtMs: nowMs }
  if (!isConclusive || slopePerHour === null || slopeCi90 === null) return told
  return { atMs: nowMs, slopePerHour, slopeCi90, takenBackAtMs: null }
}
