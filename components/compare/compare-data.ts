/** Processes side by side: what the address asks for, and one table of all of them by clock or by age. */
import { chooseStep } from '../../lib/client/step'
import { SPANS } from '../../lib/client/view-range'
import type { Gap, ProcessDetail, SeriesPoints } from '../../lib/protocol/http-api'
import type { SeriesKind } from '../../lib/protocol/vocabulary'
import type { LineRow } from '../chart/lines-content'

/** More lines are not told apart. */
export const MOST = 8
const POINTS = 240
const USUAL_SERIES = ['memory.live_set', 'memory.rss', 'memory.heap_used']

export interface CompareView {
  ids: string[]
  /** Named beyond the most that are shown: they move up as others are removed. Absent: none. */
  others?: string[]
  /** `null`: the one that says most, of those they have. */
  series: string | null
  spanMs: number
  /** By age, each begins at its own start. */
  align: 'clock' | 'age'
  /** How many days before, where it stands beside itself of another day. */
  days: number
  /** What stands beside the one process that is named; `null`: the others that are named. */
  beside: Beside | null
}

/** Its siblings of the same service with their median, its earlier lives, or itself of another day. */
export const BESIDE = ['siblings', 'lives', 'day'] as const
export type Beside = (typeof BESIDE)[number]

export const DAY_MS = 86_400_000
/** As far back as ten-second points are kept by default. */
export const MOST_DAYS = 14
/** The median's line in the rows. */
export const MEDIAN = 'median of its siblings'

export function compareFromAddress(params: Pick<URLSearchParams, 'get' | 'getAll'>): CompareView {
  const named = [...new Set(params.getAll('id'))]
  return {
    ids: named.slice(0, MOST),
    ...(named.length > MOST ? { others: named.slice(MOST) } : {}),
    series: params.get('series'),
    spanMs: SPANS.find(({ word }) => word === params.get('range'))?.ms ?? SPANS[0].ms,
    align: params.get('align') === 'age' ? 'age' : 'clock',
    days: daysFrom(params.get('days')),
    beside: BESIDE.find((one) => one === params.get('beside')) ?? null,
  }
}

function daysFrom(text: string | null): number {
  const days = Number(text ?? 1)
  return Number.isInteger(days) && days >= 1 && days <= MOST_DAYS ? days : 1
}

/** Lives can only meet at the same age, and days only at the same time. */
export function alignOf({ align, beside }: CompareView): CompareView['align'] {
  return beside === 'lives' ? 'age' : beside === 'day' ? 'clock' : align
}

export function compareToAddress({ ids, others = [], series, spanMs, align, days, beside }: CompareView): string {
  const params = new URLSearchParams([...ids, ...others].map((id) => ['id', id]))
  if (series !== null) params.set('series', series)
  if (spanMs !== SPANS[0].ms) params.set('range', SPANS.find(({ ms }) => ms === spanMs)?.word ?? '')
  if (align === 'age') params.set('align', 'age')
  if (beside !== null) params.set('beside', beside)
  if (beside === 'day' && days !== 1) params.set('days', `${days}`)
  return params.toString()
}

export interface SharedSeries {
  name: string
  kind: SeriesKind
  unit: ProcessDetail['series'][number]['unit']
  /** How many of the processes have it. */
  count: number
}

/** What any of them reports; what most of them have comes first. A counter only ever rises, so it compares nothing. */
export function sharedSeries(details: readonly ProcessDetail[]): SharedSeries[] {
  const found = new Map<string, SharedSeries>()
  for (const { series } of details)
    for (const { name, kind, unit } of series) {
      if (kind === 'counter') continue
      const same = found.get(name)
      if (same) same.count += 1
      else found.set(name, { name, kind, unit, count: 1 })
    }
  return [...found.values()].sort((a, b) => b.count - a.count || a.name.localeCompare(b.name))
}

export function chosenSeries(shared: readonly SharedSeries[], wanted: string | null): SharedSeries | null {
  const named = (name: string | null) => shared.find((one) => one.name === name)
  const [first] = shared
  return named(wanted) ?? USUAL_SERIES.map(named).find((one) => one?.count === first?.count) ?? first ?? null
}

/** What one line is asked for: a stretch of time, and how fine. */
export interface Stretch {
  fromMs: number
  toMs: number
  stepMs: number
}

/** The newest `spanMs`, or a life's first; `startedAtMs`: of that life, `beforeMs`: so long ago. */
export function stretchOf(startedAtMs: number, view: CompareView, nowMs: number, beforeMs = 0): Stretch {
  const isAge = alignOf(view) === 'age'
  const fromMs = isAge ? startedAtMs : nowMs - view.spanMs - beforeMs
  return {
    fromMs,
    toMs: isAge ? fromMs + view.spanMs : nowMs - beforeMs,
    stepMs: Math.max(1_000, chooseStep(view.spanMs, POINTS)),
  }
}

/** One line: a process, or what stands beside it. */
export interface Compared {
  key: string
  name: string
  detail: ProcessDetail
  points: SeriesPoints | null
  /** Those that are seen in its line. */
  gaps: readonly Gap[]
  /** What is taken off its times, so that lines meet: the start of a life, or a whole day. */
  originMs: number
  /** It is no longer so: a life that is over, or another day. */
  isGhost: boolean
}

/** One row a step, with the mean of every line in it. */
export function compareRows(compared: readonly Compared[]): LineRow[] {
  const rows = new Map<number, LineRow>()
  for (const { key, points, originMs } of compared) {
    if (!points) continue
    const { stepMs } = points
    // Steps lie at round times of the clock; what is taken off is told in the same steps, so that rows meet.
    const originStepMs = Math.floor(originMs / stepMs) * stepMs
    for (const [atMs, , mean] of points.points) {
      const t = atMs - originStepMs
      const row = rows.get(t) ?? { t }
      row[key] = mean ?? null
      rows.set(t, row)
    }
  }
  return [...rows.values()].sort((a, b) => a.t - b.t)
}

/** The same rows with the median of all lines but the first, where at least two of these are known. */
export function withMedian(rows: readonly LineRow[], keys: readonly string[]): LineRow[] {
  const others = keys.slice(1)
  return rows.map((row) => {
    const known = others.flatMap((key) => (typeof row[key] === 'number' ? [row[key]] : []))
    return { ...row, [MEDIAN]: known.length < 2 ? null : medianOf(known) }
  })
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >>> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** Neighbours that are further apart have a hole between them. */
const HOLE_STEPS = 1.5

/** From the begin of the first hole in a line to the end of the last; `null` where it has none. */
export function holesOf({
  points,
  stepMs,
}: Pick<SeriesPoints, 'points' | 'stepMs'>): { fromMs: number; toMs: number } | null {
  const known = points.flatMap(([atMs, , mean]) => (mean === null || mean === undefined ? [] : [atMs]))
  const ends = known.filter((atMs, at) => at > 0 && atMs - (known[at - 1] ?? atMs) > HOLE_STEPS * stepMs)
  const [first, last] = [ends[0], ends.at(-1)]
  if (first === undefined || last === undefined) return null
  return { fromMs: known[known.indexOf(first) - 1] ?? first, toMs: last }
}
