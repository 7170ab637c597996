/** The sentence of one run. */
import type { RunAnswer } from '../protocol/investigations'
import type { Unit } from '../protocol/vocabulary'
import { sayDuration } from '../growth/words'
import type { JudgedRun, Standing } from './judged-run'
import type { AnswerOptions } from './measured'
import { sayAbout, saySlope } from './words'

export function sentenceOf(run: JudgedRun, standing: Standing, { nowMs }: AnswerOptions): string {
  const { state, conclusiveAtMs, waitsFor } = standing
  const slope = slopeTold(run)
  const before = toldBefore(run)
  if (state === 'no-data')
    return before === '' ? 'Nothing was measured in this time.' : `Nothing of it is left in history.${before}`
  if (state === 'conclusive') return `${slope}, steady for ${sayDuration(run.steadyMs)}.`
  const why = waitsFor === null ? '' : whyOf(waitsFor, run)
  if (state === 'too-short')
    return `${before === '' ? 'It ended before it could tell' : 'It tells no more'}: ${why}.${soFar(slope)}${before}`
  const when = conclusiveAtMs === null ? 'Not yet' : `Not yet: ${sayAbout(Math.max(0, conclusiveAtMs - nowMs))} more`
  return `${when}: ${why}.${soFar(slope)}${before}`.replace(/^Not yet: (about|some)/u, 'Not yet, $1')
}

function slopeTold({ slopePerHour, slopeCi90, measured }: JudgedRun): string {
  if (slopePerHour === null || slopeCi90 === null) return ''
  return `The slope is ${saySlope(slopePerHour, slopeCi90, measured.unit as Unit)}`
}

/** Whoever read that it is conclusive reads that it no longer is. */
function toldBefore({ measured: { run, unit } }: JudgedRun): string {
  if (run.told === undefined || unit === null) return ''
  return ` It had been conclusive, at ${saySlope(run.told.slopePerHour, run.told.slopeCi90, unit)}: that no longer holds.`
}

function soFar(slope: string): string {
  return slope === '' ? '' : ` ${slope.replace('is', 'so far is')}.`
}

function whyOf(waits: NonNullable<RunAnswer['waitsFor']>, run: JudgedRun): string {
  switch (waits.for) {
    case 'data':
      return 'it has to be seen for longer'
    case 'fill':
      return `${waits.series ?? 'a cache'} is ${Math.round(100 * (waits.share ?? 0))} % full and still fills`
    case 'warm-up':
      return 'its warm-up is not over'
    case 'settling':
      return 'it still settles after its warm-up'
    case 'collections':
      return 'the live set is known only after more major collections'
    case 'steady-time':
      return `it has been steady for ${sayDuration(run.steadyMs)} only`
    case 'load':
      return 'its load moved too much'
    case 'precision':
      return run.measured.run.told === undefined
        ? 'its slope is not known well enough'
        : 'its slope is less sure than it was'
    default:
      return waits.for satisfies never
  }
}
