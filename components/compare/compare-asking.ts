/** Asks the hub for what is compared: each process or what stands beside the one, and the one series of each. */
import { queryOf, type Ask } from '../../lib/client/ask'
import { askEarlierLives } from '../../lib/client/earlier-lives'
import { formatMoment } from '../../lib/format/clock'
import { processName } from '../../lib/format/headline'
import type { Gap, ProcessDetail, ProcessSummary, SeriesPoints } from '../../lib/protocol/http-api'
import {
  alignOf,
  chosenSeries,
  holesOf,
  DAY_MS,
  MOST,
  sharedSeries,
  stretchOf,
  type Compared,
  type CompareView,
  type SharedSeries,
  type Stretch,
} from './compare-data'
import { t } from '../../lib/words/en/compare'

export interface ComparedAnswer {
  compared: Compared[]
  /** Ids that the hub does not know. */
  unknown: string[]
  shared: SharedSeries[]
  series: SharedSeries | null
  align: CompareView['align']
  beside: CompareView['beside']
  days: number
  /** How many there are to compare, where they are more than are shown; else `null`. */
  cutFrom: number | null
}

/** More ghosts are a fog. */
const MOST_LIVES = 5

type Line = Omit<Compared, 'points' | 'gaps'> & { stretch: Stretch }

const pathOf = (id: string) => `/api/v1/processes/${encodeURIComponent(id)}`

export async function askCompared(
  ask: Ask,
  view: CompareView,
  nowMs: number,
  signal: AbortSignal,
): Promise<ComparedAnswer> {
  const { processes } = await ask<{ processes: ProcessSummary[] }>('/api/v1/processes', { signal })
  const isKnown = new Set(processes.map(({ id }) => id))
  const known = view.ids.filter((id) => isKnown.has(id))
  const siblings = view.beside === 'siblings' ? withSiblings(processes, known) : null
  const wanted = siblings?.slice(0, MOST) ?? known
  const details = await Promise.all(wanted.map((id) => ask<ProcessDetail>(pathOf(id), { signal })))
  const shared = sharedSeries(details)
  const series = chosenSeries(shared, view.series)
  const lines = details.map((detail) => lineOf(detail, view, nowMs))
  const [first] = details
  if (first && view.beside === 'day') lines.push(dayBefore(first, view, nowMs))
  if (first && view.beside === 'lives') lines.push(...(await earlierLives(ask, first, view, nowMs, signal)))
  const compared = await Promise.all(
    lines.map(async ({ stretch, ...line }): Promise<Compared> => {
      const isReported = series && line.detail.series.some(({ name }) => name === series.name)
      if (!isReported) return { ...line, points: null, gaps: [] }
      const path = pathOf(line.detail.id)
      const query = queryOf({ name: series.name, ...stretch })
      const answer = await ask<{ series: SeriesPoints[] }>(`${path}/series${query}`, { signal })
      const points = answer.series[0] ?? null
      return { ...line, points, gaps: await gapsIn(ask, path, points, signal) }
    }),
  )
  const unknown = view.ids.filter((id) => !isKnown.has(id))
  const count = siblings?.length ?? view.ids.length + (view.others?.length ?? 0)
  const cutFrom = count > MOST ? count : null
  return { compared, unknown, shared, series, align: alignOf(view), beside: view.beside, days: view.days, cutFrom }
}

/** Why there are holes in a line; nothing is asked of one without. */
async function gapsIn(
  ask: Ask,
  path: string,
  points: SeriesPoints | null,
  signal: AbortSignal,
): Promise<readonly Gap[]> {
  const holes = points && holesOf(points)
  if (!holes) return []
  const { gaps } = await ask<{ gaps: Gap[] }>(`${path}/gaps${queryOf({ ...holes })}`, { signal })
  return gaps.filter(({ fromMs, toMs }) => toMs - fromMs > points.stepMs)
}

/** The one that is named, then the others of its service. */
function withSiblings(processes: readonly ProcessSummary[], [id]: readonly string[]): string[] {
  const own = processes.find((one) => one.id === id)
  if (!own) return []
  const siblings = processes.filter((one) => one.service === own.service && one.id !== own.id)
  return [own, ...siblings].map((one) => one.id)
}

function lineOf(detail: ProcessDetail, view: CompareView, nowMs: number): Line {
  return {
    key: detail.id,
    name: processName(detail),
    detail,
    stretch: stretchOf(detail.startedAtMs, view, nowMs),
    originMs: alignOf(view) === 'age' ? detail.startedAtMs : 0,
    isGhost: false,
  }
}

function dayBefore(detail: ProcessDetail, view: CompareView, nowMs: number): Line {
  return {
    key: `${detail.id} ${view.days} days before`,
    name: t('daysBefore', { detail: processName(detail), days: view.days }),
    detail,
    stretch: stretchOf(detail.startedAtMs, view, nowMs, view.days * DAY_MS),
    originMs: -view.days * DAY_MS,
    isGhost: true,
  }
}

async function earlierLives(
  ask: Ask,
  detail: ProcessDetail,
  view: CompareView,
  nowMs: number,
  signal: AbortSignal,
): Promise<Line[]> {
  const lives = await askEarlierLives(ask, detail, nowMs, MOST_LIVES, signal)
  return lives.map(({ startedAtMs, endedAtMs }) => {
    const stretch = stretchOf(startedAtMs, view, nowMs)
    return {
      key: `${detail.id} ${startedAtMs}`,
      name: t('lifeOf', { startedAtMs: formatMoment(startedAtMs, nowMs) }),
      detail,
      stretch: { ...stretch, toMs: Math.min(stretch.toMs, endedAtMs - 1) },
      originMs: startedAtMs,
      isGhost: true,
    }
  })
}
