/** Asks the hub for what is compared: each process, and the one series of each. */
import { queryOf, type Ask } from '../../lib/client/ask'
import type { ProcessDetail, SeriesPoints } from '../../lib/protocol/http-api'
import {
  chosenSeries,
  sharedSeries,
  stretchOf,
  type Compared,
  type CompareView,
  type SharedSeries,
} from './compare-data'

export interface ComparedAnswer {
  compared: Compared[]
  /** Ids that the hub does not know. */
  unknown: string[]
  shared: SharedSeries[]
  series: SharedSeries | null
  align: CompareView['align']
}

export async function askCompared(
  ask: Ask,
  view: CompareView,
  nowMs: number,
  signal: AbortSignal,
): Promise<ComparedAnswer> {
  const pathOf = (id: string) => `/api/v1/processes/${encodeURIComponent(id)}`
  const { processes } = await ask<{ processes: { id: string }[] }>('/api/v1/processes', { signal })
  const isKnown = new Set(processes.map(({ id }) => id))
  const known = view.ids.filter((id) => isKnown.has(id))
  const details = await Promise.all(known.map((id) => ask<ProcessDetail>(pathOf(id), { signal })))
  const shared = sharedSeries(details)
  const series = chosenSeries(shared, view.series)
  const compared = await Promise.all(
    details.map(async (detail): Promise<Compared> => {
      if (!series || !detail.series.some(({ name }) => name === series.name)) return { detail, points: null }
      const query = queryOf({ name: series.name, ...stretchOf(detail, view, nowMs) })
      const answer = await ask<{ series: SeriesPoints[] }>(`${pathOf(detail.id)}/series${query}`, { signal })
      return { detail, points: answer.series[0] ?? null }
    }),
  )
  return { compared, unknown: view.ids.filter((id) => !isKnown.has(id)), shared, series, align: view.align }
}
