/** The numbers around the begin of what an alert is about, for the picture in a mail. */
import type { Store } from '../../history/store'
import type { AlertTold } from '../../protocol/alerts'
import type { ChartPoints, PointsOf } from '../notify/sender'
import { limitBytesOf } from '../roster/memory-series'
import type { Roster } from '../roster/roster'

const POINTS = 300
/** What was before the begin, for the eye to have something to compare with. */
const BEFORE_SHARE = 0.5
const BEFORE_MIN_MS = 10 * 60_000

export function chartPoints(store: Pick<Store, 'series'>, roster: Roster, nowMs: () => number): PointsOf {
  return async ({ process, series, sinceMs, resolvedAtMs }: AlertTold): Promise<ChartPoints | null> => {
    const entry = roster.get(process)
    if (!entry || series === undefined) return null
    const toMs = resolvedAtMs ?? nowMs()
    const beforeMs = Math.max(BEFORE_MIN_MS, BEFORE_SHARE * (toMs - sinceMs))
    const fromMs = Math.max(0, Math.round(sinceMs - beforeMs))
    const stepMs = Math.max(1_000, Math.ceil((toMs - fromMs) / POINTS))
    const [found] = await store.series({ process, names: [series], fromMs, toMs: Math.round(toMs), stepMs })
    if (!found || found.points.length < 2) return null
    const declared = entry.series.find(({ name }) => name === series)
    const limit = declared?.max ?? limitBytesOf(declared, entry.life.limits ?? {})
    return {
      atMs: found.points.map(([atMs]) => atMs),
      values: found.points.map((point) => point[point.length === 4 ? 2 : 1] ?? Number.NaN),
      ...(limit === null ? {} : { limit }),
      unit: found.unit,
      onsetMs: sinceMs,
    }
  }
}
