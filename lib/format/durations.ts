/** Spans of time in words, in the two largest units that say something. */
import { t } from '../words/en/format'
import { isKnown, notKnown } from './unknown'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `40 s`, `3 min`, `3 h 10 min`, `2 d 4 h`. */
export function formatDuration(ms: number | null | undefined): string {
  if (!isKnown(ms)) return notKnown()
  const size = Math.max(0, ms)
  if (size < MINUTE) return `${Math.floor(size / SECOND)} s`
  if (size < HOUR) return `${Math.floor(size / MINUTE)} min`
  if (size < DAY) return two(Math.floor(size / MINUTE), 60, 'h', 'min')
  return two(Math.floor(size / HOUR), 24, 'd', 'h')
}

/** An age to the second, `0:03:07`: those of a column line up. */
export function formatElapsed(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / SECOND)
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${Math.floor(seconds / 3_600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`
}

function two(count: number, per: number, large: string, small: string): string {
  const rest = count % per
  return `${Math.floor(count / per)} ${large}${rest > 0 ? ` ${rest} ${small}` : ''}`
}

interface Scale {
  size: number
  unit: string
}

const SECONDS: Scale = { size: SECOND, unit: 's' }
const SCALES: readonly Scale[] = [
  { size: DAY, unit: 'd' },
  { size: HOUR, unit: 'h' },
  { size: MINUTE, unit: 'min' },
  SECONDS,
]

/** A forecast as an interval, in one unit where that tells both ends: `5 to 7 min`, `7 h to 42 d`; with no latest end, `5 min or more`. */
export function formatSpan(soonestMs: number, latestMs: number | null): string {
  const soonest = Math.max(0, soonestMs)
  const scale = scaleOf(latestMs ?? soonest)
  const low = inUnit(soonest, scale)
  if (latestMs === null) return t('orMoreUnit', { low, unit: scale.unit })
  const high = inUnit(Math.max(soonest, latestMs), scale)
  const own = scaleOf(soonest)
  if (low < 2 && own !== scale && soonest > 0)
    return t('to', { low: `${inUnit(soonest, own)} ${own.unit}`, high: `${high} ${scale.unit}` })
  return low === high ? t('about', { high, unit: scale.unit }) : t('to', { low, high: `${high} ${scale.unit}` })
}

/** One unit up only where two of it have passed: `90 min` says more than `1 h`. */
function scaleOf(ms: number): Scale {
  return SCALES.find((scale) => ms >= 2 * scale.size) ?? SECONDS
}

function inUnit(ms: number, scale: Scale): number {
  return Math.round(ms / scale.size)
}
