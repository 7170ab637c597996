/** Two runs around a change, laid over each other by process age: what became of each figure (docs/investigations.md, I8). */
import { sayAmount } from '../growth/words'
import type { SteppedPoint } from '../protocol/http-api'
import type { ComparisonRow, RunComparison, ToggleVerdict } from '../protocol/investigations'
import type { SeriesKind, Unit } from '../protocol/vocabulary'
import { headline, type Lifetime, sayChange, sayFromTo, sayLifetime, saySlopes } from './comparison-words'
import { type Distribution, meanOf } from './distribution'
import { intervalOf, type Yardstick } from './judged-run'
import type { AnswerOptions } from './measured'
import { type ComparedPair, type ComparedRun, pairOf, verdictOfPair } from './pairs'
import { sayPerHour, saySlope } from './words'

const HOUR_MS = 3_600_000
/** What a figure of the end is taken over. */
const LAST_SHARE = 0.2

/** A series of one run over the age of its process. */
export interface AgedSeries {
  name: string
  kind: SeriesKind
  unit: Unit
  points: SteppedPoint[]
}

export interface ComparedSide {
  /** As it is judged among all runs of its investigation. */
  run: ComparedRun
  /** The metric first; then `gc.major_count` and what counts entities, where they are there. */
  series: AgedSeries[]
  /** What the metric must not reach; `null` where none is known. */
  limit: number | null
}

/**
 * `null` where the two have no age in common, or one has nothing of the metric. `yardstick`: what differences are held against, of all
 * runs of the investigation; `options` say what would matter of these two.
 */
export function compareRuns(
  before: ComparedSide,
  after: ComparedSide,
  yardstick: Yardstick,
  options: AnswerOptions,
): RunComparison | null {
  const [one, other] = [before.series[0], after.series[0]]
  const first = firstAges(one, other)
  if (one === undefined || other === undefined || first === null) return null
  const { ageFromMs, ageToMs } = first
  const { unit } = one
  const cut = (series: AgedSeries): SteppedPoint[] =>
    series.points.filter(([ageMs, , mean]) => ageMs >= ageFromMs && ageMs <= ageToMs && mean !== null)
  const pair = pairOf(before.run, after.run)
  const verdict = verdictOfPair(pair, yardstick.perHour)
  const rows = [
    amountRow('peak', 'peak', unit, peakOf(cut(one)), peakOf(cut(other))),
    amountRow('floor', 'floor at the end', unit, floorOf(cut(one)), floorOf(cut(other))),
    slopeRow(pair, verdict, unit),
    ...collectionRow(before, after, cut),
    ...entityRows(before, after, cut),
    restartRow(before, after),
  ]
  return {
    before: before.run.judged.measured.run.id,
    after: after.run.judged.measured.run.id,
    unit,
    ageFromMs,
    ageToMs,
    rows,
    sentence: headline(sayChange(pair, verdict, options), rows, ageToMs),
  }
}

function firstAges(one?: AgedSeries, other?: AgedSeries): { ageFromMs: number; ageToMs: number } | null {
  const ages = [one, other].map((series) => series?.points.flatMap(([ageMs, , mean]) => (mean === null ? [] : [ageMs])))
  const [a, b] = ages
  if (a === undefined || b === undefined || a.length === 0 || b.length === 0) return null
  const ageFromMs = Math.max(a[0] as number, b[0] as number)
  const ageToMs = Math.min(a.at(-1) as number, b.at(-1) as number)
  return ageFromMs < ageToMs ? { ageFromMs, ageToMs } : null
}

function peakOf(points: readonly SteppedPoint[]): number | null {
  return points.reduce<number | null>(
    (most, [, , , high]) => (high === null ? most : Math.max(most ?? high, high)),
    null,
  )
}

function lastOf(points: readonly SteppedPoint[]): readonly SteppedPoint[] {
  const [from, to] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0]
  return points.filter(([ageMs]) => ageMs >= to - LAST_SHARE * (to - from))
}

function floorOf(points: readonly SteppedPoint[]): number | null {
  return lastOf(points).reduce<number | null>(
    (least, [, low]) => (low === null ? least : Math.min(least ?? low, low)),
    null,
  )
}

function meanAtEnd(points: readonly SteppedPoint[]): number | null {
  const means = lastOf(points).flatMap(([, , mean]) => (mean === null ? [] : [mean]))
  return means.length === 0 ? null : means.reduce((sum, mean) => sum + mean, 0) / means.length
}

type Plain = Pick<ComparisonRow, 'what' | 'title' | 'unit' | 'per' | 'before' | 'after'>

function row(plain: Plain, sentence: string, more: Partial<ComparisonRow> = {}): ComparisonRow {
  const { before, after } = plain
  return {
    difference: before === null || after === null ? null : after - before,
    beforeCi90: null,
    afterCi90: null,
    differenceCi90: null,
    ...plain,
    sentence,
    ...more,
  }
}

function amountRow(
  what: 'peak' | 'floor' | 'entities',
  title: string,
  unit: Unit,
  before: number | null,
  after: number | null,
  series?: string,
): ComparisonRow {
  const sentence = `The ${title} ${sayFromTo(before, after, (value) => sayAmount(value, unit))}.`
  return row({ what, title, unit, per: null, before, after }, sentence, series === undefined ? {} : { series })
}

function slopeRow({ a, b, difference }: ComparedPair, verdict: ToggleVerdict, unit: Unit): ComparisonRow {
  const [one, other] = [a.judged, b.judged]
  const plain: Plain = {
    what: 'slope',
    title: 'slope',
    unit,
    per: 'hour',
    before: one.slopePerHour,
    after: other.slopePerHour,
  }
  const both = { beforeCi90: one.slopeCi90, afterCi90: other.slopeCi90 }
  if (one.slope === null || other.slope === null || difference === null)
    return row(plain, 'The slope is not known in both yet.', both)
  const told = (of: Distribution): string => saySlope(meanOf(of), intervalOf(of), unit)
  const sentence = saySlopes(told(one.slope), told(other.slope), meanOf(difference) < 0, verdict)
  return row(plain, sentence, {
    ...both,
    difference: meanOf(difference),
    differenceCi90: intervalOf(difference),
  })
}

function collectionRow(
  before: ComparedSide,
  after: ComparedSide,
  cut: (series: AgedSeries) => SteppedPoint[],
): ComparisonRow[] {
  const perHour = ({ series }: ComparedSide): number | null => {
    const counts = series.find(({ name }) => name === 'gc.major_count')
    const points = counts === undefined ? [] : cut(counts)
    const [first, last] = [points[0], points.at(-1)]
    if (first === undefined || last === undefined || last[0] <= first[0]) return null
    return (((last[3] ?? 0) - (first[3] ?? 0)) * HOUR_MS) / (last[0] - first[0])
  }
  const [one, other] = [perHour(before), perHour(after)]
  if (one === null && other === null) return []
  const sentence = `Major collections ${sayFromTo(one, other, (value) => sayPerHour(value, 'count'))}.`
  const plain: Plain = {
    what: 'collections',
    title: 'major collections',
    unit: 'count',
    per: 'hour',
    before: one,
    after: other,
  }
  return [row(plain, sentence)]
}

/** Whatever counts something that is kept, in the order of the first run. */
function entityRows(
  before: ComparedSide,
  after: ComparedSide,
  cut: (series: AgedSeries) => SteppedPoint[],
): ComparisonRow[] {
  const counts = (side: ComparedSide): AgedSeries[] =>
    side.series.slice(1).filter(({ kind, unit }) => unit === 'count' && kind !== 'counter')
  const known = new Map([...counts(before), ...counts(after)].map((series) => [series.name, series]))
  const rows = [...known.values()].map(({ name, unit }) => {
    const [one, other] = [before, after].map((side) => {
      const series = counts(side).find((candidate) => candidate.name === name)
      return series === undefined ? null : meanAtEnd(cut(series))
    }) as [number | null, number | null]
    return amountRow('entities', `count of ${name}`, unit, one, other, name)
  })
  // Of what neither had any, there is nothing to say.
  return rows.filter(({ before: one, after: other }) => one !== 0 || other !== 0)
}

/** How long a life may last until the metric reaches its limit. */
function restartRow(before: ComparedSide, after: ComparedSide): ComparisonRow {
  const [one, other] = [lifetimeOf(before), lifetimeOf(after)]
  const plain: Plain = {
    what: 'restart-interval',
    title: 'restart interval needed',
    unit: 'ms',
    per: null,
    before: one.ms,
    after: other.ms,
  }
  const sentence = `${sayLifetime('Before', one)} ${sayLifetime('After', other)}`
  return row(plain, sentence, { beforeCi90: one.ci90, afterCi90: other.ci90 })
}

function lifetimeOf({ run, limit }: ComparedSide): Lifetime {
  const { measured, slopePerHour, slopeCi90, steady } = run.judged
  if (limit === null) return { ms: null, ci90: null, why: 'no-limit' }
  if (slopePerHour === null || slopeCi90 === null || steady === null || measured.level === null)
    return { ms: null, ci90: null, why: 'no-slope' }
  const last = measured.parts.at(-1)?.part
  const ageMs = last === undefined ? 0 : last.toMs - last.startedAtMs
  const until = (slope: number): number => ageMs + ((limit - (measured.level as number)) / slope) * HOUR_MS
  const [low, high] = slopeCi90
  if (!(low > 0)) return { ms: null, ci90: high > 0 ? [until(high), null] : null, why: 'no-growth' }
  return { ms: until(slopePerHour), ci90: [until(high), until(low)], why: 'known' }
}
