/** What is said of two runs beside each other (docs/investigations.md, I8). */
import { sayDuration } from '../growth/words'
import type { ComparisonRow, ToggleVerdict } from '../protocol/investigations'
import { isSureToGrow } from './effects'
import { type JudgedRun, yardstickOf } from './judged-run'
import type { AnswerOptions } from './measured'
import type { ComparedPair } from './pairs'

/** Differences of less than this share are told as none. */
const SAME = 0.02

/** How long a life may last until the metric reaches its limit. */
export interface Lifetime {
  ms: number | null
  ci90: [low: number, high: number | null] | null
  why: 'known' | 'no-limit' | 'no-slope' | 'no-growth'
}

/** What became of the leak, by the bars of I6: what a toggle does and what a change did are never told apart. */
export function sayChange(
  { a, b, isConclusive }: ComparedPair,
  verdict: ToggleVerdict,
  options: AnswerOptions,
): string {
  if (isConclusive && !yardstickOf([a.judged, b.judged], options).isLeak)
    return 'It does not grow by what would matter, before or after.'
  const rest = restOf(a.judged, b.judged)
  switch (verdict) {
    case 'isolates':
      return rest === null
        ? 'The leak is gone.'
        : `Most of the leak is gone: ${Math.max(1, Math.round(rest * 100))} % of it is left.`
    case 'lessens':
      return rest === null
        ? 'It grows less; whether the leak is gone is not yet sure.'
        : 'It grows less, and still grows.'
    case 'worsens':
      return 'It grows more than before.'
    case 'no-effect':
      return 'It grows as before.'
    case 'not-yet-known':
      return 'Not yet known.'
    default:
      return verdict satisfies never
  }
}

/** The share of the growth that is left, where it surely grows still. */
function restOf(before: JudgedRun, after: JudgedRun): number | null {
  if (before.slopePerHour === null || after.slopePerHour === null || !isSureToGrow(after.slope)) return null
  return after.slopePerHour / before.slopePerHour
}

export function headline(change: string, rows: readonly ComparisonRow[], ageToMs: number): string {
  const slope = rows.find(({ what }) => what === 'slope')
  const restart = rows.find(({ what }) => what === 'restart-interval')
  return `${change} ${slope?.sentence ?? ''} ${restart?.sentence ?? ''} Compared up to an age of ${sayDuration(ageToMs)}.`.replaceAll(
    / {2,}/gu,
    ' ',
  )
}

/** `went from 310 MiB to 120 MiB`, `stayed at 120 MiB`. */
export function sayFromTo(before: number | null, after: number | null, say: (value: number) => string): string {
  if (before === null || after === null) return 'is not known in both'
  if (say(before) === say(after) || Math.abs(after - before) <= SAME * Math.abs(before))
    return `stayed at ${say(after)}`
  return `${after < before ? 'fell' : 'rose'} from ${say(before)} to ${say(after)}`
}

export function saySlopes(before: string, after: string, fell: boolean, verdict: ToggleVerdict): string {
  if (verdict === 'not-yet-known') return `The slope is ${before} before and ${after} after, as far as is known.`
  if (verdict === 'no-effect')
    return `The slope is ${before} before and ${after} after: no difference that would matter.`
  return `The slope ${fell ? 'fell' : 'rose'} from ${before} to ${after}.`
}

export function sayLifetime(when: string, { ms, ci90, why }: Lifetime): string {
  switch (why) {
    case 'known':
      return `${when}, it would have to be restarted every ${sayDuration(ms ?? 0)}${spanOf(ci90)}.`
    case 'no-growth':
      return `${when}, no restart is needed: no growth is sure.`
    case 'no-limit':
      return `${when}, no limit is known.`
    case 'no-slope':
      return `${when}, the slope is not known yet.`
    default:
      return why satisfies never
  }
}

function spanOf(ci90: Lifetime['ci90']): string {
  return ci90 === null || ci90[1] === null ? '' : ` (${sayDuration(ci90[0])} to ${sayDuration(ci90[1])})`
}
