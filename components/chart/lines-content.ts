/** Rows of several lines as a chart's content, whoever draws them: for its table, its numbers and its picture. */
import { Bounds, unknowns, type Picture } from '../../lib/client/line-picture'
import { formatValue } from '../../lib/format/rates'
import { notKnown } from '../../lib/format/unknown'
import type { Unit } from '../../lib/protocol/vocabulary'
import type { LegendEntry } from './legend-places'
import type { ChartContent } from './model'
import { valueScale } from './scale'

/** `t` is a time, or an age where lines are laid by age; the rest is by the lines' keys, `null` where nothing is known. */
export interface LineRow {
  t: number
  [key: string]: number | null
}

export interface RowLine {
  /** Its key in the rows. */
  id: string
  name: string
  /** A colour token. */
  color: string
  dash: string | null
  /** Faint: a life that is over, or another day. */
  isGhost: boolean
}

export interface LineRows {
  rows: readonly LineRow[]
  lines: readonly RowLine[]
  unit: Unit
  /** By age, each begins at its own start. */
  align: 'clock' | 'age'
}

/** `null` while there is no row. */
export function linesContent({ rows, lines, unit, align }: LineRows): ChartContent | null {
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
export function newestLegend({ rows, lines, unit }: LineRows): LegendEntry[] {
  return lines.map(({ id, name, color, dash }) => {
    const change = changeOf(rows, id)
    return { text: `${name} ${change ? formatValue(change.newest, unit) : notKnown()}`, color, dash }
  })
}

/** What a line says in words: the newest value, and what became of it since the first. */
export function changeOf(rows: readonly LineRow[], key: string): { newest: number; change: number } | null {
  const known = rows.flatMap((row) => (typeof row[key] === 'number' ? [row[key]] : []))
  const [first, newest] = [known[0], known[known.length - 1]]
  return first === undefined || newest === undefined ? null : { newest, change: newest - first }
}

function pictureOf(rows: readonly LineRow[], lines: readonly RowLine[], fromMs: number): Picture {
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
