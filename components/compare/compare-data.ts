/** Processes side by side: what the address asks for, and one table of all of them by clock or by age. */
import { chooseStep } from '../../lib/client/step'
import { SPANS } from '../../lib/client/view-range'
import type { ProcessDetail, SeriesPoints } from '../../lib/protocol/http-api'
import type { SeriesKind } from '../../lib/protocol/vocabulary'

/** More lines are not told apart. */
export const MOST = 8
const POINTS = 240
const USUAL_SERIES = ['memory.live_set', 'memory.rss', 'memory.heap_used']

export interface CompareView {
  ids: string[]
  /** `null`: the one that says most, of those they have. */
  series: string | null
  spanMs: number
  /** By age, each begins at its own start. */
  align: 'clock' | 'age'
}

export function compareFromAddress(params: Pick<URLSearchParams, 'get' | 'getAll'>): CompareView {
  return {
    ids: [...new Set(params.getAll('id'))].slice(0, MOST),
    series: params.get('series'),
    spanMs: SPANS.find(({ word }) => word === params.get('range'))?.ms ?? SPANS[0].ms,
    align: params.get('align') === 'age' ? 'age' : 'clock',
  }
}

export function compareToAddress({ ids, series, spanMs, align }: CompareView): string {
  const params = new URLSearchParams(ids.map((id) => ['id', id]))
  if (series !== null) params.set('series', series)
  if (spanMs !== SPANS[0].ms) params.set('range', SPANS.find(({ ms }) => ms === spanMs)?.word ?? '')
  if (align === 'age') params.set('align', 'age')
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

/** The stretch of one process, and how fine: the newest `spanMs`, or its life's first. */
export function stretchOf(detail: ProcessDetail, view: CompareView, nowMs: number) {
  const isAge = view.align === 'age'
  const fromMs = isAge ? detail.startedAtMs : nowMs - view.spanMs
  return {
    fromMs,
    toMs: isAge ? fromMs + view.spanMs : nowMs,
    stepMs: Math.max(1_000, chooseStep(view.spanMs, POINTS)),
  }
}

/** `t` is a time, or an age where lines are laid by age; the rest is by process id, `null` where nothing is known. */
export interface CompareRow {
  t: number
  [id: string]: number | null
}

export interface Compared {
  detail: ProcessDetail
  points: SeriesPoints | null
}

/** One row a step, with every process's mean in it. */
export function compareRows(compared: readonly Compared[], align: CompareView['align']): CompareRow[] {
  const rows = new Map<number, CompareRow>()
  for (const { detail, points } of compared) {
    if (!points) continue
    const { stepMs } = points
    // Steps lie at round times of the clock; ages are told in the same steps, so that rows meet.
    const originMs = align === 'age' ? Math.floor(detail.startedAtMs / stepMs) * stepMs : 0
    for (const [atMs, , mean] of points.points) {
      const t = atMs - originMs
      const row = rows.get(t) ?? { t }
      row[detail.id] = mean ?? null
      rows.set(t, row)
    }
  }
  return [...rows.values()].sort((a, b) => a.t - b.t)
}

/** What a line says in words: the newest value, and what became of it since the first. */
export function changeOf(rows: readonly CompareRow[], id: string): { newest: number; change: number } | null {
  const known = rows.flatMap((row) => (typeof row[id] === 'number' ? [row[id]] : []))
  const [first, newest] = [known[0], known[known.length - 1]]
  return first === undefined || newest === undefined ? null : { newest, change: newest - first }
}
