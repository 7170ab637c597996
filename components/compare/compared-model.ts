/** Compared lines as a chart's content: for its table, its numbers and its picture. */
import { Bounds, unknowns, type Picture } from '../../lib/client/line-picture'
import { formatValue } from '../../lib/format/rates'
import { notKnown } from '../../lib/format/unknown'
import type { LegendEntry } from '../chart/legend-places'
import type { ChartContent } from '../chart/model'
import { valueScale } from '../chart/scale'
import type { ComparedLine } from './compare-chart'
import { changeOf, type CompareRow } from './compare-data'
import type { ComparedLines } from './compared-words'

/** `null` while there is no row. */
export function comparedModel({ rows, lines, unit, align }: ComparedLines): ChartContent | null {
  const [first, last] = [rows[0], rows.at(-1)]
  if (!first || !last) return null
  const picture = pictureOf(rows, lines, first.t)
  const { top, ticks } = valueScale(picture.peak, unit)
  return {
    fromMs: first.t,
    // One row alone is a picture too, and no width divides by 0.
    toMs: Math.max(last.t, first.t + 1),
    isAge: align === 'age',
    picture,
    gaps: [],
    unit,
    isRate: false,
    top,
    ticks,
    bands: [],
    lines: lines.map(({ id, color, dash, isGhost }) => ({ key: id, color, dash, width: widthOf(isGhost) })),
    levels: [],
    farLevels: [],
    forecast: null,
    entries: lines.map(({ id, name, color, dash }) => {
      const valueAt = (row: number) => rows[row]?.[id] ?? null
      return { key: id, label: name, color, dash, valueAt, textAt: (row) => formatValue(valueAt(row), unit) }
    }),
    firstRow: 0,
    endRow: rows.length,
    atMsOf: (row) => rows[row]?.t ?? Number.NaN,
  }
}

/** Of a line, in pixels. */
export const widthOf = (isGhost: boolean): number => (isGhost ? 1.25 : 1.75)

/** Where lives end at other ages, the last row says little: each line with its newest known value. */
export function comparedLegend({ rows, lines, unit }: ComparedLines): LegendEntry[] {
  return lines.map(({ id, name, color, dash }) => {
    const change = changeOf(rows, id)
    return { text: `${name} ${change ? formatValue(change.newest, unit) : notKnown()}`, color, dash }
  })
}

function pictureOf(rows: readonly CompareRow[], lines: readonly ComparedLine[], fromMs: number): Picture {
  const bounds = new Bounds()
  const drawn = new Map<string, Float64Array>()
  for (const { id } of lines) {
    const values = unknowns(rows.length)
    rows.forEach((row, at) => {
      const value = row[id]
      if (typeof value === 'number') bounds.add((values[at] = value))
    })
    drawn.set(id, values)
  }
  const t = Float64Array.from(rows, (row) => row.t - fromMs)
  return { t, holes: [], lines: drawn, bands: new Map(), low: bounds.low, peak: bounds.peak }
}
