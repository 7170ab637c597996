/** What stands beside a tick. */
import { formatClock, formatClockMinutes, formatDay } from '../../lib/format/clock'
import { withoutZeros } from '../../lib/format/decimals'
import { formatPerSecond, formatValue } from '../../lib/format/rates'
import type { Unit } from '../../lib/protocol/vocabulary'

/** A tick is round, so decimals that are all 0 say nothing. */
export function tickText(value: number, unit: Unit, isRate: boolean): string {
  const text = isRate ? formatPerSecond(value, unit) : formatValue(value, unit)
  return value === 0 ? '0' : withoutZeros(text)
}

export function timeText(atMs: number, stepMs: number): string {
  if (stepMs < 60_000) return formatClock(atMs)
  const minutes = formatClockMinutes(atMs)
  return minutes === '00:00' ? formatDay(atMs) : minutes
}
