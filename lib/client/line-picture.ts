/** What a chart draws, a column a line: thinned to the room there is, with a hole wherever a gap breaks the lines. */
import type { SeriesKind } from '../protocol/vocabulary'
import { drawnAtMs, readerOf, rowsBetween } from './reader'
import { thinRows } from './thin'
import type { WindowData } from './window-data'

/** Columns of the same length. `NaN`: not known. */
export interface Picture {
  /** ms after the window's start, so that a window that moves keeps its axis. */
  t: Float64Array
  /** Between samples that are further apart than samples are: where in the columns nothing is known. */
  holes: number[]
  /** By the name of what is drawn. */
  lines: ReadonlyMap<string, Float64Array>
  bands: ReadonlyMap<string, Band>
  /** The least and greatest value drawn; `null` where nothing is known. */
  low: number | null
  peak: number | null
}

/** From its floor to its top. */
export interface Band {
  floor: Float64Array
  top: Float64Array
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

/** Lines under their series' names, and the span of steps as a band under the same. */
export function linePicture(data: WindowData, lines: readonly PictureLine[], window: PictureWindow): Picture {
  const readers = lines.map(({ name, kind }) => ({ name, reader: readerOf(data, name, kind) }))
  const columns = readers.flatMap(({ reader }) => reader.columns)
  const { rows, t, holes } = layRows(data, columns, window)
  const bounds = new Bounds()
  const drawn = new Map<string, Float64Array>()
  const bands = new Map<string, Band>()
  for (const { name, reader } of readers) {
    const values = unknowns(rows.length)
    const band = reader.hasBounds ? { floor: unknowns(rows.length), top: unknowns(rows.length) } : null
    rows.forEach((row, at) => {
      if (row === HOLE) return
      bounds.add((values[at] = reader.value(row)))
      if (!band) return
      const [min, max] = reader.bounds(row)
      bounds.add((band.floor[at] = min))
      bounds.add((band.top[at] = max))
    })
    drawn.set(name, values)
    if (band) bands.set(name, band)
  }
  return { t, holes, lines: drawn, bands, low: bounds.low, peak: bounds.peak }
}

/** In place of a row, where nothing was sampled. */
export const HOLE = -1

/** Which rows of the table a picture draws, in their order, and when; those that `deciding` columns make stand out stay. */
export function layRows(
  data: WindowData,
  deciding: readonly Float64Array[],
  window: PictureWindow,
): { rows: number[] } & Pick<Picture, 't' | 'holes'> {
  const { table, gapMs } = data
  const [first, last] = rowsBetween(table, window.fromMs, window.toMs)
  const rows: number[] = []
  const holes: number[] = []
  for (const row of thinRows(table, deciding, first, last, window.budget)) {
    const previous = rows[rows.length - 1]
    // Thinning leaves rows out; only a hole in the table itself is a gap.
    if (previous !== undefined && hasGap(table.atMs, previous, row, gapMs)) holes.push(rows.push(HOLE) - 1)
    rows.push(row)
  }
  const t = new Float64Array(rows.length)
  rows.forEach((row, at) => {
    if (row !== HOLE) t[at] = drawnAtMs(data, row, window.newestMs) - window.fromMs
  })
  for (const at of holes)
    t[at] = ((table.atMs[rows[at - 1] ?? 0] ?? 0) + (table.atMs[rows[at + 1] ?? 0] ?? 0)) / 2 - window.fromMs
  return { rows, t, holes }
}

export function unknowns(length: number): Float64Array {
  return new Float64Array(length).fill(Number.NaN)
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
