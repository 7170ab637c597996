/** Rows for a chart of lines: thinned to the room there is, with a row of unknowns wherever a gap breaks the lines. */
import type { SeriesKind } from '../protocol/vocabulary'
import { drawnAtMs, readerOf, rowsBetween } from './reader'
import { thinRows } from './thin'
import type { WindowData } from './window-data'

/** `t` is the time after the window's start, so that a window that moves keeps its axis; a line is under its series' name, the span of its steps under `bandKey`. */
export interface PictureRow {
  t: number
  [key: string]: number | [number, number] | null
}

export interface Picture {
  rows: PictureRow[]
  /** The least and greatest value drawn; `null` where nothing is known. */
  low: number | null
  peak: number | null
}

export interface PictureLine {
  name: string
  kind: SeriesKind
}

export interface PictureWindow {
  fromMs: number
  toMs: number
  newestMs: number
  /** About how many rows there is room for. */
  budget: number
}

export const bandKey = (name: string) => `${name}|band`

export function linePicture(data: WindowData, lines: readonly PictureLine[], window: PictureWindow): Picture {
  const readers = lines.map(({ name, kind }) => ({ name, reader: readerOf(data, name, kind) }))
  const picked = pickRows(
    data,
    readers.flatMap(({ reader }) => reader.columns),
    window,
  )
  const bounds = new Bounds()
  const rows = withGaps(data, picked, window.fromMs, (row): PictureRow => {
    const made: PictureRow = { t: drawnAtMs(data, row, window.newestMs) - window.fromMs }
    for (const { name, reader } of readers) {
      const value = reader.value(row)
      made[name] = known(value)
      bounds.add(value)
      if (!reader.hasBounds) continue
      const [min, max] = reader.bounds(row)
      made[bandKey(name)] = Number.isNaN(min) ? null : [min, max]
      bounds.add(min)
      bounds.add(max)
    }
    return made
  })
  return { rows, low: bounds.low, peak: bounds.peak }
}

export function pickRows(data: WindowData, columns: readonly Float64Array[], window: PictureWindow): number[] {
  const [first, last] = rowsBetween(data.table, window.fromMs, window.toMs)
  return thinRows(data.table, columns, first, last, window.budget)
}

/** Between two rows that are further apart than samples are: one row in which nothing is known. */
export function withGaps(
  data: WindowData,
  picked: readonly number[],
  fromMs: number,
  make: (row: number) => PictureRow,
): PictureRow[] {
  const { atMs } = data.table
  const rows: PictureRow[] = []
  picked.forEach((row, at) => {
    const previous = picked[at - 1]
    // Thinning leaves rows out; only a hole in the table itself is a gap.
    if (previous !== undefined && hasGap(atMs, previous, row, data.gapMs))
      rows.push({ t: ((atMs[previous] ?? 0) + (atMs[row] ?? 0)) / 2 - fromMs })
    rows.push(make(row))
  })
  return rows
}

function hasGap(atMs: Float64Array, from: number, to: number, gapMs: number): boolean {
  for (let row = from + 1; row <= to; row += 1) if ((atMs[row] ?? 0) - (atMs[row - 1] ?? 0) > gapMs) return true
  return false
}

export function known(value: number): number | null {
  return Number.isNaN(value) ? null : value
}

export class Bounds {
  low: number | null = null
  peak: number | null = null

  add(value: number): void {
    if (Number.isNaN(value)) return
    if (this.low === null || value < this.low) this.low = value
    if (this.peak === null || value > this.peak) this.peak = value
  }
}
