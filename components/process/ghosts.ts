/** Earlier lives behind the one under way: each laid so that it is as old as this one at every place of the picture. */
import type { Ask } from '../../lib/client/ask'
import { queryOf } from '../../lib/client/ask'
import type { ChartPlan, PlanLine } from '../../lib/client/chart-plan'
import { askEarlierLives } from '../../lib/client/earlier-lives'
import { chooseStep } from '../../lib/client/step'
import { formatMoment } from '../../lib/format/clock'
import { countOf } from '../../lib/format/counts'
import { formatPerSecond, formatValue } from '../../lib/format/rates'
import { notKnown } from '../../lib/format/unknown'
import type { ProcessDetail, SeriesPoints } from '../../lib/protocol/http-api'
import type { ChartModel, Entry, ShownGhost } from '../chart/model'
import { valueScale } from '../chart/scale'
import { t } from '../../lib/words/en/process'

/** More are a fog. */
const MOST = 3
const POINTS = 240
const COLOR = 'ink-faint'
/** The newest is the most whole. */
const DASHES = ['7 3', '4 4', '1 4'] as const

/** What one earlier life was at the ages on screen. */
export interface Ghost {
  key: string
  /** `life of 10:12:03`. */
  label: string
  stepMs: number
  /** By series; times are those of the life under way at the same age. */
  points: ReadonlyMap<string, readonly (readonly [atMs: number, value: number | null])[]>
}

/** The ages that are asked for: more than the picture shows, so that one that moves need not ask at every sample. */
export interface AgeWindow {
  fromMs: number
  toMs: number
  spanMs: number
}

/** Stays the same for a fifth of the span; `null` for a picture from before this life. */
export function ageWindowOf(startedAtMs: number, fromMs: number, toMs: number): AgeWindow | null {
  const spanMs = toMs - fromMs
  const aheadMs = spanMs / 5
  const untilMs = (Math.floor((toMs - startedAtMs) / aheadMs) + 1) * aheadMs
  return untilMs <= 0 ? null : { fromMs: Math.max(0, untilMs - spanMs - 2 * aheadMs), toMs: untilMs, spanMs }
}

/** The series of which a chart draws ghosts: of several lines the first, and of memory what the system counts. */
export function ghostLineOf(plan: ChartPlan): PlanLine | undefined {
  return plan.kind === 'memory' ? plan.lines.find(({ name }) => name === 'memory.rss') : plan.lines[0]
}

export async function askGhosts(
  ask: Ask,
  detail: Pick<ProcessDetail, 'id' | 'startedAtMs'>,
  names: readonly string[],
  ages: AgeWindow,
  nowMs: number,
  signal: AbortSignal,
): Promise<Ghost[]> {
  const lives = await askEarlierLives(ask, detail, nowMs, MOST, signal)
  const stepMs = Math.max(1_000, chooseStep(ages.spanMs, POINTS))
  const ghosts = lives.map(async ({ startedAtMs, endedAtMs }): Promise<Ghost> => {
    const fromMs = Math.floor(startedAtMs + ages.fromMs)
    const toMs = Math.floor(Math.min(startedAtMs + ages.toMs, endedAtMs - 1))
    const path = `/api/v1/processes/${encodeURIComponent(detail.id)}/series`
    const query = new URLSearchParams(names.map((name) => ['name', name])).toString()
    const answer =
      toMs < fromMs
        ? { series: [] }
        : await ask<{ series: SeriesPoints[] }>(`${path}${queryOf({ fromMs, toMs, stepMs })}&${query}`, { signal })
    const shiftMs = detail.startedAtMs - startedAtMs
    return {
      key: `${startedAtMs}`,
      label: t('lifeOf', { startedAtMs: formatMoment(startedAtMs, nowMs) }),
      stepMs,
      points: new Map(
        answer.series.map(({ name, points }) => [
          name,
          points.map(([atMs, , mean]) => [atMs + shiftMs, mean ?? null] as const),
        ]),
      ),
    }
  })
  return Promise.all(ghosts)
}

/** The chart with its ghosts: drawn over its bands, in its readout and its table, and said. */
export function withGhosts(model: ChartModel, line: PlanLine | undefined, ghosts: readonly Ghost[]): ChartModel {
  if (!line) return model
  const drawn = ghosts.flatMap((ghost, at): (ShownGhost & { label: string; stepMs: number })[] => {
    const points = pointsOf(ghost, line)
    return points.some(([, value]) => value !== null)
      ? [
          {
            key: ghost.key,
            label: ghost.label,
            stepMs: ghost.stepMs,
            points,
            color: COLOR,
            dash: DASHES[at] ?? DASHES[0],
          },
        ]
      : []
  })
  if (drawn.length === 0) return model
  const peak = Math.max(...drawn.flatMap(({ points }) => points.map(([, value]) => value ?? 0)))
  const textOf = (value: number | null) =>
    line.kind === 'counter' ? formatPerSecond(value ?? Number.NaN, line.unit) : formatValue(value, line.unit)
  const entries = drawn.map(({ key, label, color, dash, points, stepMs }): Entry => {
    const valueAt = (row: number) => (row < 0 ? null : valueNear(points, model.atMsOf(row), stepMs))
    return {
      key: `ghost ${key}`,
      label,
      color,
      dash,
      textAt: (row) => {
        const value = valueAt(row)
        return value === null ? notKnown() : textOf(value)
      },
      valueAt,
    }
  })
  const last = model.endRow > model.firstRow ? model.endRow - 1 : -1
  const said = () => entries.map(({ label, textAt }) => `${label} ${textAt(last) ?? notKnown()}`).join(', ')
  return {
    ...model,
    ...(peak > model.top ? valueScale(peak, model.unit) : {}),
    ghosts: drawn,
    entries: [...model.entries, ...entries],
    sentence: () =>
      t('atTheSameAge', {
        sentence: model.sentence(),
        lives: countOf(drawn.length, 'earlierLife'),
        said: said(),
      }),
  }
}

/** A counter is shown as its rate: what it rose by from step to step. */
function pointsOf({ points }: Ghost, { name, kind }: PlanLine): ShownGhost['points'] {
  const own = points.get(name) ?? []
  if (kind !== 'counter') return own
  return own.map(([atMs, value], at) => {
    const [beforeMs, before] = own[at - 1] ?? [atMs, null]
    const risen = value === null || before === null ? null : value - before
    return [atMs, risen === null || risen < 0 ? null : (risen * 1_000) / (atMs - beforeMs)]
  })
}

function valueNear(points: ShownGhost['points'], atMs: number, stepMs: number): number | null {
  let best: number | null = null
  let bestMs = 1.5 * stepMs
  for (const [at, value] of points) {
    const distanceMs = Math.abs(at - atMs)
    if (value !== null && distanceMs < bestMs) [best, bestMs] = [value, distanceMs]
  }
  return best
}
