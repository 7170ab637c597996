/** What two runs are laid over each other with: the metric, collections and counts over the age of the longest life. */
import { limitsOf } from '../../growth/limits'
import type { Store } from '../../history/store'
import type { AgedSeries, ComparedSide } from '../../investigations/comparison'
import type { ComparedRun } from '../../investigations/pairs'
import type { SeriesDeclaration } from '../../protocol/agent-wire'
import type { SeriesPoints, SteppedPoint } from '../../protocol/http-api'
import type { Investigation } from '../../protocol/investigations'
import type { LifePart, RunMeter } from './run-meter'

/** Of very many that count something, the first. */
const COUNTS = 60
const POINTS = 400
const COUNTING = new Set(['pool', 'clients', 'registry', 'streams', 'pending'])

export async function comparedSide(
  store: Pick<Store, 'series'>,
  meter: RunMeter,
  run: ComparedRun,
  { service, metric }: Pick<Investigation, 'service' | 'metric'>,
): Promise<ComparedSide> {
  const parts = await meter.lifeParts(run.judged.measured.run, service, metric)
  const longest = parts
    .filter(({ series }) => series.length > 0)
    .toSorted((a, b) => b.part.toMs - b.part.fromMs - (a.part.toMs - a.part.fromMs))[0]
  if (longest === undefined) return { run, series: [], limit: null }
  const declared = [longest.series[0] as SeriesDeclaration, ...countsOf(longest)]
  const { process, fromMs, toMs, startedAtMs } = longest.part
  const stepMs = Math.max(1_000, Math.ceil((toMs - fromMs) / POINTS))
  const names = declared.map(({ name }) => name)
  const found = await store.series({ process, names, fromMs, toMs, stepMs })
  return {
    run,
    series: declared.map(({ name, kind, unit }): AgedSeries => {
      const points = agedPoints(
        found.find((one) => one.name === name),
        startedAtMs,
      )
      return { name, kind, unit, points }
    }),
    limit: limitOf(longest),
  }
}

function countsOf({ life, series }: LifePart): SeriesDeclaration[] {
  const metric = series[0]?.name
  const own = life.series.filter(({ name }) => name !== metric)
  const counts = own.filter(({ kind, unit }) => unit === 'count' && COUNTING.has(kind)).slice(0, COUNTS)
  return [...own.filter(({ name }) => name === 'gc.major_count'), ...counts]
}

function agedPoints(found: SeriesPoints | undefined, startedAtMs: number): SteppedPoint[] {
  return (found?.points ?? []).map(([atMs, low, mean = null, high = null]): SteppedPoint => [
    Math.max(0, atMs - startedAtMs),
    low,
    mean,
    high,
  ])
}

function limitOf({ life, series }: LifePart): number | null {
  const metric = series[0]
  return metric === undefined ? null : (limitsOf([metric], life.life.limits ?? {})[0]?.limit ?? null)
}
