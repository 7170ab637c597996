/** What changed in a stretch, in words and numbers. */
import type { ChangesAnswer, SeriesChange } from '../protocol/changes'
import type { SeriesKind, Unit } from '../protocol/vocabulary'
import { t } from '../words/en/changes'
import { formatMoment } from './clock'
import { formatCount } from './counts'
import { decimals } from './decimals'
import { formatPerSecond, formatSlope, formatValue } from './rates'
import { isKnown, notKnown, withSign } from './unknown'

type Measured = Pick<SeriesChange, 'kind' | 'unit'>

/** A counter is told by its rate. */
export function formatLevel(value: number | null, { kind, unit }: Measured): string {
  return kind === 'counter' ? formatPerSecond(value, unit) : formatValue(value, unit)
}

/** From the mean before to the mean in it, with its sign. */
export function formatDifference({
  before,
  within,
  ...measured
}: Measured & Pick<SeriesChange, 'before' | 'within'>): string {
  if (!isKnown(before.mean) || !isKnown(within.mean)) return notKnown()
  const difference = within.mean - before.mean
  return withSign(difference, formatLevel(Math.abs(difference), measured), 'always')
}

const TIMES_FROM = 3

/** Beside what it was: `+45 %`, from three times on `×9.0`; empty where nothing is to be said so, as of what is a share itself. */
export function formatRelative({ before, within, unit }: Pick<SeriesChange, 'before' | 'within' | 'unit'>): string {
  if (!isKnown(before.mean) || !isKnown(within.mean) || before.mean <= 0 || isShare(unit)) return ''
  const times = within.mean / before.mean
  if (times >= TIMES_FROM) return `×${times >= 100 ? formatCount(Math.round(times)) : decimals(times, 1)}`
  if (times === 1) return ''
  const percent = (times - 1) * 100
  const size = Math.abs(percent)
  return withSign(percent, `${size < 10 ? decimals(size, 1) : formatCount(Math.round(size))} %`, 'always')
}

const isShare = (unit: Unit) => unit === 'ratio' || unit === 'percent'

/** What happened, and when; `todayMs`: a time of this day. */
export function changeWords(change: SeriesChange, leastSamples: number, todayMs: number): string {
  const at = (atMs: number | null) => formatMoment(atMs, todayMs)
  switch (change.state) {
    case 'changed':
      return howWords(change, at)
    case 'unchanged':
      return t('littleOrNone')
    case 'new':
      return t('isNew', { at: at(change.atMs) })
    case 'ended':
      return t('hasEnded', { at: at(change.atMs) })
    case 'not-known':
      return t('tooFew', { before: change.before.samples, within: change.within.samples, least: leastSamples })
    default:
      return change.state satisfies never
  }
}

function howWords({ how, ...change }: SeriesChange, moment: (atMs: number) => string): string {
  if (how === null) return t('noShape')
  const at = moment(how.atMs)
  if (how.shape === 'slope') {
    const slope = (perHour: number) => slopeWords(perHour, change.kind, change.unit)
    return t('slope', { from: slope(how.fromPerHour), to: slope(how.toPerHour), at })
  }
  const by = formatLevel(Math.abs(how.by), change)
  if (how.shape === 'step') return how.by > 0 ? t('stepUp', { by, at }) : t('stepDown', { by, at })
  const until = moment(how.untilMs)
  return how.by > 0 ? t('pulseUp', { by, at, until }) : t('pulseDown', { by, at, until })
}

function slopeWords(perHour: number, kind: SeriesKind, unit: Unit): string {
  if (kind !== 'counter') return formatSlope(perHour, unit)
  return t('aHour', { rate: withSign(perHour, formatPerSecond(Math.abs(perHour), unit), 'always') })
}

/** `3 of 27 series changed; 1 is new; 2 are not known`: how it stands with all that were looked at. */
export function countWords({ series }: Pick<ChangesAnswer, 'series'>): string {
  const total = Object.values(series).reduce((sum, count) => sum + count, 0)
  const parts = [
    t('changedOf', { count: series.changed, total }),
    series.new > 0 ? t('whatIsNew', { count: series.new }) : '',
    series.ended > 0 ? t('whatEnded', { count: series.ended }) : '',
    series['not-known'] > 0 ? t('whatIsNotKnown', { count: series['not-known'] }) : '',
  ]
  return parts.filter((part) => part !== '').join('; ')
}
