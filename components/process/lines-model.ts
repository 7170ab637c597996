/** The picture of a chart of lines: domain series with their max and partner, gauges, counters as rates. */
import { known, linePicture } from '../../lib/client/line-picture'
import type { ChartPlan, PlanLine } from '../../lib/client/chart-plan'
import { readerOf } from '../../lib/client/reader'
import type { WatchedState } from '../../lib/client/process-watch'
import { formatCount } from '../../lib/format/counts'
import { formatPerSecond, formatValue } from '../../lib/format/rates'
import { notKnown } from '../../lib/format/unknown'
import type { ChartModel, Entry, Level } from '../chart/model'
import type { ShownBand, ShownLine } from '../plot/drawing-of'
import { valueScale } from '../chart/scale'
import { divideLevels, lifeStartOf, sharedModel, spanWords, viewOf, type View } from './base-model'
import { t } from '../../lib/words/en/process'

const COLORS = ['series-1', 'series-2', 'series-3', 'series-4'] as const
const DASHES = [null, '5 3', '2 2', '8 3 2 3'] as const

export function linesModel(
  watched: WatchedState,
  plan: ChartPlan,
  budget: number,
  farLevel?: number,
): ChartModel | null {
  const view = viewOf(watched)
  const [first] = plan.lines
  if (!view || !first) return null
  const picture = linePicture(view.data, plan.lines, { ...view, budget })
  const levels = plan.lines.flatMap((line): Level[] =>
    line.max === undefined ? [] : [{ value: line.max, label: t('max', { line: textOf(line, line.max) }) }],
  )
  const { near, far } = divideLevels(levels, picture.peak, farLevel)
  const peak = Math.max(picture.peak ?? 0, ...near.map(({ value }) => value))
  const { top, ticks } = valueScale(peak, first.unit)
  const isRate = first.kind === 'counter'
  return {
    ...sharedModel(view, picture),
    top,
    ticks,
    unit: first.unit,
    isRate,
    bands: view.data.stepMs > 0 && !isRate ? plan.lines.map(bandOf) : NO_BANDS,
    lines: plan.lines.map(lineOf),
    levels: [...near, ...floorLevels(watched, plan).filter(({ value }) => value <= top)],
    farLevels: far,
    marks: NO_MARKS,
    notes: NO_NOTES,
    forecast: null,
    lifeStart: lifeStartOf(watched, view),
    entries: plan.lines.map((line, at) => entryOf(view, line, at)),
    sentence: () =>
      `${plan.title}, ${spanWords(view)}: ${plan.lines.map((line) => rangeWords(view, line)).join('; ')}.`,
  }
}

/** To where pending calls have to come back; above the picture it says nothing. */
function floorLevels({ detail }: WatchedState, { lines }: ChartPlan): Level[] {
  return lines.flatMap(({ name }): Level[] => {
    const floor = detail?.series.find((one) => one.name === name)?.floor
    if (floor === undefined) return []
    const value = Math.floor(floor)
    return [{ value, label: t('floorLevel', { value: formatCount(value) }), isFloor: true }]
  })
}

const NO_BANDS: ShownBand[] = []
const NO_MARKS: number[] = []
const NO_NOTES: string[] = []

/** The span of each step, from its least to its greatest value. */
function bandOf({ name }: PlanLine, at: number): ShownBand {
  return { key: name, color: COLORS[at % COLORS.length] ?? COLORS[0], opacity: 0.2 }
}

function lineOf({ name }: PlanLine, at: number): ShownLine {
  return {
    key: name,
    color: COLORS[at % COLORS.length] ?? COLORS[0],
    dash: DASHES[at % DASHES.length] ?? null,
    width: 1.75,
  }
}

function entryOf({ data }: View, line: PlanLine, at: number): Entry {
  const reader = readerOf(data, line.name, line.kind)
  const shown = lineOf(line, at)
  return {
    key: line.name,
    label: line.label,
    color: shown.color,
    dash: shown.dash,
    textAt: (row) => {
      if (row < 0) return notKnown()
      const value = reader.value(row)
      const [min, max] = reader.hasBounds ? reader.bounds(row) : [value, value]
      const text = textOf(line, value)
      return max > min && line.unit === 'count' ? t('to', { text, min: formatCount(min), max: formatCount(max) }) : text
    },
    valueAt: (row) => known(reader.value(row)),
  }
}

function textOf(line: PlanLine, value: number): string {
  return line.kind === 'counter' ? formatPerSecond(value, line.unit) : formatValue(value, line.unit)
}

function rangeWords({ data, fromMs, toMs }: View, line: PlanLine): string {
  const { table } = data
  const reader = readerOf(data, line.name, line.kind)
  let [low, high, newest] = [Number.NaN, Number.NaN, Number.NaN]
  for (let row = table.lowerBound(fromMs); row < table.length && (table.atMs[row] ?? 0) <= toMs; row += 1) {
    const value = reader.value(row)
    if (Number.isNaN(value)) continue
    low = Number.isNaN(low) ? value : Math.min(low, value)
    high = Number.isNaN(high) ? value : Math.max(high, value)
    newest = value
  }
  if (Number.isNaN(newest)) return `${line.label} ${notKnown()}`
  return t('betweenAnd', {
    label: line.label,
    line: textOf(line, newest),
    line2: textOf(line, low),
    line3: textOf(line, high),
  })
}
