/** Where memory that grows leads to: from its newest peaks, by the slope's interval, to the limit that it meets first. */
import { MEMORY } from '../../lib/client/memory-stack'
import type { TimeTable } from '../../lib/client/time-table'
import { formatBytes } from '../../lib/format/bytes'
import { formatDuration, formatSpan } from '../../lib/format/durations'
import { formatSlopeInterval, isSlopeProven } from '../../lib/format/rates'
import type { ProcessDetail } from '../../lib/protocol/http-api'
import type { Interval } from '../../lib/protocol/verdict'
import type { Forecast, Level } from '../chart/model'
import type { View } from './base-model'
import { t } from '../../lib/words/en/process'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** Of the window: how far back the newest peak may lie. */
const RECENT_SHARE = 0.1
const RECENT_LEAST_MS = 15_000
/** Past so many times the soonest, an end that lies far off would press the cone to the left. */
const MOST_SOONEST = 4
/** Without a limit in the picture: how far ahead, at most. */
const MOST_AHEAD_MS = 7 * 24 * HOUR
const LEAST_AHEAD_MS = 2 * MINUTE

/** What grows, from where, and what it runs into. */
export interface Rise {
  label: string
  color: string
  fromValue: number
  slopeCi90: Interval
  limit: (Level & { soonestMs: number; latestMs: number | null }) | null
}

/** What is drawn as a line of its own in the stack, and may grow: the series, whose peaks meet the limit, and its name. */
const RISES = [
  { series: MEMORY.rss, peaksOf: MEMORY.rss, label: () => t('residentSet'), color: 'ink-soft' },
  { series: MEMORY.heapUsed, peaksOf: MEMORY.heapUsed, label: () => t('heapUsed'), color: 'band-live' },
  { series: MEMORY.liveSet, peaksOf: MEMORY.heapUsed, label: () => t('heapUsed'), color: 'band-live' },
] as const

/** Of a process that lives, seen up to now; `null` where nothing grows. `limits`: by series. */
export function riseOf(
  detail: ProcessDetail | null,
  { data, fromMs, toMs }: View,
  limits: ReadonlyMap<string, Level>,
): Rise | null {
  if (detail?.state !== 'live') return null
  const recentMs = Math.max(RECENT_LEAST_MS, (toMs - fromMs) * RECENT_SHARE)
  const rises = RISES.flatMap(({ series, peaksOf, label, color }): Rise[] => {
    const verdict = detail.series.find(({ name }) => name === series)?.verdict
    const fromValue = peakSince(data.table, peaksOf, toMs - recentMs, toMs)
    if (verdict?.verdict !== 'growing' || !isSlopeProven(verdict) || !verdict.slopeCi90 || fromValue === null) return []
    const level = limits.get(series)
    const [soonestMs, latestMs] = verdict.limitAtMs ?? [0, null]
    const limit = level && verdict.limitAtMs && soonestMs > toMs ? { ...level, soonestMs, latestMs } : null
    // What has met its limit has no time left to draw.
    if (level && (level.value <= fromValue || (verdict.limitAtMs && soonestMs <= toMs))) return []
    return [{ label: label(), color, fromValue, slopeCi90: verdict.slopeCi90, limit }]
  })
  return rises.toSorted((a, b) => soonestOf(a) - soonestOf(b))[0] ?? null
}

function soonestOf({ limit }: Rise): number {
  return limit?.soonestMs ?? Number.MAX_SAFE_INTEGER
}

function peakSince(table: TimeTable, name: string, fromMs: number, toMs: number): number | null {
  const column = table.column(name)
  let peak: number | null = null
  for (let row = table.lowerBound(fromMs); row < table.lowerBound(toMs + 1); row += 1) {
    const value = column?.[row] ?? Number.NaN
    if (!Number.isNaN(value) && (peak === null || value > peak)) peak = value
  }
  return peak
}

/** As a picture that ends at `nowMs` and goes up to `top` draws it. */
export function forecastOf(rise: Rise, nowMs: number, top: number): Forecast | null {
  const { fromValue, slopeCi90, limit, label, color } = rise
  const [lowPerMs, highPerMs] = slopesOf(rise, nowMs)
  const isInPicture = limit !== null && limit.value <= top
  const aheadMs = isInPicture
    ? aheadOfLimit(limit.soonestMs - nowMs, limit.latestMs === null ? null : limit.latestMs - nowMs)
    : Math.min(MOST_AHEAD_MS, Math.max(LEAST_AHEAD_MS, (top - fromValue) / ((lowPerMs + highPerMs) / 2)))
  if (!(aheadMs > 0) || !(highPerMs > 0)) return null
  const untilMs = nowMs + aheadMs
  const ends = (perMs: number) => Math.min(limit?.value ?? Number.POSITIVE_INFINITY, fromValue + perMs * aheadMs)
  const span = limit && formatSpan(limit.soonestMs - nowMs, limit.latestMs === null ? null : limit.latestMs - nowMs)
  const slope = formatSlopeInterval(slopeCi90, 'bytes')
  return {
    fromMs: nowMs,
    fromValue,
    untilMs,
    low: Math.max(0, ends(lowPerMs)),
    high: ends(highPerMs),
    limit: limit && { value: limit.value, soonestMs: limit.soonestMs, latestMs: limit.latestMs },
    color,
    caption: span === null ? slope : t('limitIn', { soonest: span }),
    untilText: `+${formatDuration(aheadMs)}`,
    sentence:
      span === null
        ? t('ifItGoesOnRises', { label, slope })
        : t('ifItGoesOnReaches', { label, limit: limit?.label ?? '', span }),
  }
}

/** Of the flattest and the steepest edge. Where the limit is known they lead to the times that are told of it. */
function slopesOf({ fromValue, slopeCi90, limit }: Rise, nowMs: number): Interval {
  const [low, high] = slopeCi90
  if (limit === null) return [low / HOUR, high / HOUR]
  const headroom = limit.value - fromValue
  const lowPerMs = limit.latestMs === null ? Math.min(0, low / HOUR) : headroom / (limit.latestMs - nowMs)
  return [lowPerMs, headroom / (limit.soonestMs - nowMs)]
}

function aheadOfLimit(soonestMs: number, latestMs: number | null): number {
  return Math.max(1.25 * soonestMs, Math.min(1.1 * (latestMs ?? Number.POSITIVE_INFINITY), MOST_SOONEST * soonestMs))
}

/** For the levels of memory, by the series that meets each. */
export function limitsBySeries(detail: ProcessDetail | null): Map<string, Level> {
  const { memoryBytes, heapBytes } = detail?.limits ?? {}
  const levels = new Map<string, Level>()
  const put = (series: string, name: string, value: number | undefined) => {
    if (value !== undefined) levels.set(series, { value, label: `${name} ${formatBytes(value)}` })
  }
  put(MEMORY.rss, t('memoryLimit'), memoryBytes)
  for (const series of [MEMORY.heapUsed, MEMORY.liveSet]) put(series, t('heapLimit'), heapBytes)
  return levels
}
