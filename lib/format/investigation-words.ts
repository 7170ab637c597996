/** Runs, settings and differences in words: the same on screen, in Markdown and in an exported page. */
import type { ComparisonRow, RunAnswer, RunSettings, RunState, Toggle, ToggleVerdict } from '../protocol/investigations'
import type { Interval } from '../protocol/verdict'
import type { Unit } from '../protocol/vocabulary'
import { byteUnit } from './bytes'
import { formatCount } from './counts'
import { roundDecimals } from './decimals'
import { formatDuration, formatSpan } from './durations'
import { formatSlope, formatSlopeInterval, formatValue } from './rates'
import { isKnown, notKnown, withSign } from './unknown'
import type { Tone } from './words'
import { toned } from './toned'
import { t } from '../words/en/evidence'

export const RUN_STATE: Record<RunState, { word: string; tone: Tone }> = {
  conclusive: toned(() => t('conclusive'), 'good'),
  measuring: toned(() => t('measuring'), 'note'),
  'warming-up': toned(() => t('warmingUp'), 'note'),
  'too-short': toned(() => t('tooShort'), 'warn'),
  'no-data': toned(() => t('noData'), 'quiet'),
}

export const TOGGLE_VERDICT: Record<ToggleVerdict, { word: string; tone: Tone }> = {
  isolates: toned(() => t('isolatesTheLeak'), 'good'),
  lessens: toned(() => t('lessensIt'), 'note'),
  worsens: toned(() => t('worsensIt'), 'bad'),
  'no-effect': toned(() => t('noEffect'), 'quiet'),
  'not-yet-known': toned(() => t('notYetKnown'), 'warn'),
}

/** `KEEP_ALIVE=false, THREADS=0`; `as usual` where nothing was toggled. */
export function settingsText(settings: RunSettings): string {
  const all = Object.entries(settings).map(([key, value]) => `${key}=${value}`)
  return all.length === 0 ? t('asUsual') : all.join(', ')
}

/** The way back: `KEEP_ALIVE=false` a line, or beside a comma. A fault is one sentence. */
export function readSettings(text: string): { settings: RunSettings } | { fault: string } {
  const settings: RunSettings = {}
  const parts = text.split(/[\n,]/u).map((part) => part.trim())
  for (const part of parts.filter((one) => one !== '')) {
    const at = part.indexOf('=')
    if (at < 1) return { fault: t('isNotASetting', { part }) }
    settings[part.slice(0, at).trim()] = part.slice(at + 1).trim()
  }
  return { settings }
}

/** `KEEP_ALIVE: as usual → false`. */
export function toggleText({ key, from, to }: Toggle): string {
  return `${key}: ${from ?? t('asUsual')} → ${to ?? t('asUsual')}`
}

export interface SlopeText {
  slope: string
  /** `null` while it is not known. */
  interval: string | null
}

export function slopeText(perHour: number | null, ci90: Interval | null, unit: Unit | null): SlopeText {
  if (unit === null || !isKnown(perHour)) return { slope: notKnown(), interval: null }
  return {
    slope: formatSlope(perHour, unit).trim(),
    interval: ci90 === null ? null : formatSlopeInterval(ci90, unit),
  }
}

const SECONDS_AN_HOUR = 3_600

export interface LoadText {
  /** `200 clients`, `81.4 requests/s`: on average. */
  mean: string
  /** `180 to 220`; `null` where it stood still. */
  range: string | null
}

/** `null` where no load was told. */
export function loadText({ load }: Pick<RunAnswer, 'load'>): LoadText | null {
  if (load === null) return null
  // What is asked less than once a second is told by the hour.
  const isFast = load.of === 'request' && load.mean >= SECONDS_AN_HOUR
  const what = load.of === 'client' ? t('clients') : t(isFast ? 'requestsPerSecond' : 'requestsPerHour')
  const [mean, low, high] = [load.mean, load.low, load.high].map((one) => {
    const rate = isFast ? one / SECONDS_AN_HOUR : one
    return formatCount(rate < 100 ? Number(rate.toFixed(1)) : Math.round(rate))
  })
  return { mean: `${mean} ${what}`, range: low === high ? null : t('to', { low, high }) }
}

/** How long it was steady, of how much. */
export function steadyText({ steady, warmUp }: Pick<RunAnswer, 'steady' | 'warmUp'>): string {
  const parts = []
  if (warmUp !== null)
    parts.push(
      warmUp.toMs === null ? t('stillWarmingUp') : t('ofWarmUpLeft', { toMs: ageText(warmUp.toMs - warmUp.fromMs) }),
    )
  if (steady !== null) parts.push(t('steady', { toMs: ageText(steady.toMs - steady.fromMs) }))
  return parts.join(', ') || notKnown()
}

type Cell = 'before' | 'after' | 'difference'

/** One number of a comparison, in the words of its row. */
export function comparedText(row: ComparisonRow, which: Cell): string {
  const value = row[which]
  if (!isKnown(value)) return row.what === 'restart-interval' ? restartText(row, which) : notKnown()
  const isSigned = which === 'difference' || row.what === 'slope'
  const size = comparedSize(Math.abs(value), row)
  const text = isSigned ? withSign(value, size, 'always') : withSign(value, size)
  return row.per === null ? text : `${text}/h`
}

/** Where no growth is sure, the interval has no end: no restart is needed. */
function restartText(row: ComparisonRow, which: Cell): string {
  const isNeedless = (side: 'before' | 'after') => row[side] === null && row[`${side}Ci90`] !== null
  if (which !== 'difference') return isNeedless(which) ? t('noneNeeded') : notKnown()
  if (isKnown(row.before) && isNeedless('after')) return t('noLongerNeeded')
  return isNeedless('before') && isKnown(row.after) ? t('neededNow') : notKnown()
}

/** `10 to 14 MiB/h`, `5 h or more`; `null` where no interval is known. */
export function comparedInterval(row: ComparisonRow, which: Cell): string | null {
  const interval = { before: row.beforeCi90, after: row.afterCi90, difference: row.differenceCi90 }[which]
  if (interval === null) return null
  const [low, high] = interval
  if (row.unit === 'ms' && which !== 'difference') return formatSpan(low, high)
  if (high === null) return t('orMore', { low: comparedSize(low, row) })
  if (row.per === 'hour' && row.unit !== 'ms') return formatSlopeInterval([low, high], row.unit)
  const end = (value: number) => withSign(value, comparedSize(Math.abs(value), row), 'always')
  return t('to', { low: end(low), high: end(high) })
}

function comparedSize(size: number, { unit }: ComparisonRow): string {
  // The only times that are compared are those between restarts.
  return unit === 'ms' ? formatDuration(size) : formatValue(size, unit)
}

/** `1 h 20 min`, `2 min 40 s`: of an age, or of what of a run counts. */
export function ageText(ageMs: number): string {
  if (ageMs === 0) return '0'
  const [minutes, seconds] = [Math.floor(ageMs / 60_000), Math.round((ageMs % 60_000) / 1_000)]
  // Of a young process seconds are told, which a duration leaves out: its axis has a step of less than a minute.
  if (minutes < 1 || minutes >= 5 || seconds < 1 || seconds > 59) return formatDuration(ageMs)
  return t('minS', { minutes, seconds })
}

/** A number of an axis in the unit that fits its largest: `20 MiB/h`. */
export function axisSlopeText(perHour: number, largest: number, unit: Unit): string {
  if (unit !== 'bytes') return formatSlope(perHour, unit)
  const { size, name } = byteUnit(largest)
  const value = Math.abs(perHour) / size
  return `${withSign(perHour, roundDecimals(value, 2), 'always')} ${name}/h`
}

/** What fits a title: `KEEP_ALIVE=false isolates the leak`. */
export function firstSentences(text: string, count: number): string {
  return text
    .split(/(?<=\.) (?=\p{Lu})/u)
    .slice(0, count)
    .join(' ')
    .replace(/\.$/u, '')
}
