/** Reads one line of a chart out of a window, row by row: a value as it is, or what a counter does in a second. */
import type { SeriesKind } from '../protocol/vocabulary'
import type { TimeTable } from './time-table'
import { maxColumn, minColumn, type WindowData } from './window-data'

export interface Reading {
  /** The mean of a step, or the value itself. `NaN`: not known. */
  value: number
  min: number
  max: number
}

export interface LineReader {
  /** What decides which rows stay when there are more than pixels. */
  columns: Float64Array[]
  value(row: number): number
  /** Whether `bounds` says more than `value`. */
  hasBounds: boolean
  bounds(row: number): [number, number]
}

export function readerOf(data: WindowData, name: string, kind: SeriesKind): LineReader {
  return kind === 'counter' ? rateReader(data, name) : valueReader(data, name)
}

function valueReader(data: WindowData, name: string): LineReader {
  const values = data.table.column(name)
  const lows = data.table.column(minColumn(name))
  const highs = data.table.column(maxColumn(name))
  return {
    columns: values ? [values] : [],
    value: (row) => values?.[row] ?? Number.NaN,
    hasBounds: data.stepMs > 0,
    bounds: (row) => [lows?.[row] ?? Number.NaN, highs?.[row] ?? Number.NaN],
  }
}

function rateReader(data: WindowData, name: string): LineReader {
  const { table, stepMs, gapMs } = data
  const counts = table.column(stepMs > 0 ? maxColumn(name) : name)
  const value = (row: number) => {
    if (!counts || row < 1) return Number.NaN
    const passedMs = (table.atMs[row] ?? 0) - (table.atMs[row - 1] ?? 0)
    const counted = (counts[row] ?? Number.NaN) - (counts[row - 1] ?? Number.NaN)
    // Over a gap, and into a new life that counts from 0, the rate is not known.
    return passedMs > gapMs || counted < 0 ? Number.NaN : (counted / passedMs) * 1_000
  }
  return { columns: counts ? [counts] : [], value, hasBounds: false, bounds: () => [Number.NaN, Number.NaN] }
}

/** The row nearest to `atMs`, or -1 where none is near: between the two sides of a gap nothing is known. */
export function nearestRow(data: WindowData, atMs: number): number {
  const { table, stepMs, gapMs } = data
  const at = atMs - stepMs / 2
  const after = table.lowerBound(at)
  const distance = (row: number) =>
    row < 0 || row >= table.length ? Number.POSITIVE_INFINITY : Math.abs((table.atMs[row] ?? 0) - at)
  const nearest = distance(after) < distance(after - 1) ? after : after - 1
  return distance(nearest) <= gapMs / 2 ? nearest : -1
}

/** Rows from the one before `fromMs` to the one after `toMs`, so that lines reach the edges. */
export function rowsBetween(table: TimeTable, fromMs: number, toMs: number): [first: number, last: number] {
  const first = Math.max(0, table.lowerBound(fromMs) - 1)
  const last = Math.min(table.length, table.lowerBound(toMs + 1) + 1)
  return [first, last]
}

/** Where on the time axis a row is drawn: a step in its middle, but never ahead of what is known. */
export function drawnAtMs(data: WindowData, row: number, newestMs: number): number {
  const atMs = data.table.atMs[row] ?? 0
  return data.stepMs > 0 ? Math.max(atMs, Math.min(atMs + data.stepMs / 2, newestMs)) : atMs
}
