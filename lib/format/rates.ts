/** Slopes and rates: a quantity, and the time it takes. */
import type { Unit, VerdictWord } from '../protocol/vocabulary'
import { t } from '../words/en/format'
import { byteUnit, formatBytes } from './bytes'
import { formatCount, formatMilliseconds, formatPercent, formatRatio } from './counts'
import { decimals } from './decimals'
import { isKnown, notKnown, withSign } from './unknown'

/** A value in the words of its unit. */
export function formatValue(value: number | null | undefined, unit: Unit): string {
  switch (unit) {
    case 'bytes':
      return formatBytes(value)
    case 'count':
      return formatCount(value)
    case 'ms':
      return formatMilliseconds(value)
    case 'ratio':
      return formatRatio(value)
    case 'percent':
      return formatPercent(value)
    default:
      return unit satisfies never
  }
}

/** A slope an hour with its sign: `+12.4 MiB/h`, `−340 /h`. */
export function formatSlope(slopePerHour: number | null | undefined, unit: Unit): string {
  if (!isKnown(slopePerHour)) return notKnown()
  return `${signedSize(slopePerHour, unit)}/h`
}

/** Both ends of a slope's interval in the larger one's unit: `+10.1 to +14.9 MiB/h`. */
export function formatSlopeInterval(interval: readonly [number, number], unit: Unit): string {
  const [low, high] = interval
  if (unit !== 'bytes') return t('to', { low: formatSlope(low, unit), high: formatSlope(high, unit) })
  const { size, name, decimals: digits } = byteUnit(Math.max(Math.abs(low), Math.abs(high)))
  const end = (value: number) => withSign(value, decimals(Math.abs(value) / size, digits), 'always')
  return t('to', { low: end(low), high: `${end(high)} ${name}/h` })
}

/** Whether a slope may be told from none: a verdict that moves, or an interval that leaves 0 out. */
export function isSlopeProven({
  verdict,
  slopeCi90,
}: {
  verdict: VerdictWord
  slopeCi90: readonly [number, number] | null
}): boolean {
  if (verdict === 'growing' || verdict === 'falling') return true
  return verdict !== 'collecting' && slopeCi90 !== null && slopeCi90[0] * slopeCi90[1] > 0
}

function signedSize(slope: number, unit: Unit): string {
  if (unit === 'bytes') return formatBytes(slope, 'always')
  if (unit === 'count') return `${formatCount(Math.abs(slope) >= 10 ? Math.round(slope) : slope, 'always')} `
  return withSign(slope, formatValue(Math.abs(slope), unit), 'always')
}

/** What a counter does: `12.4 /s`. */
export function formatPerSecond(perSecond: number | null | undefined, unit: Unit): string {
  if (!isKnown(perSecond)) return notKnown()
  if (unit === 'bytes') return `${formatBytes(perSecond)}/s`
  if (unit === 'count') return `${perSecond >= 100 ? formatCount(Math.round(perSecond)) : decimals(perSecond, 1)} /s`
  return `${formatValue(perSecond, unit)}/s`
}
