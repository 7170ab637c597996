/** The newest raw frames of the watched process, whatever the range on screen: live steps are folded from here. */
import { SeenFrames } from './seen-frames'
import { TimeTable } from './time-table'

/** 4 million numbers are 32 MB: a process of 30 series keeps two hours, one of a thousand series still an hour. */
const MAX_NUMBERS = 4_000_000
const MAX_ROWS = 7_200
const MIN_ROWS = 900
const MAX_LAYOUTS = 16

/** `[seq, atMs, ...values]`. */
export type WireFrame = readonly (number | null)[]

export interface Taken {
  /** The times of frames that were new. */
  times: number[]
  /** Frames of a life whose series are not known here: history has them. */
  unreadable: number
}

export class Tail {
  readonly table: TimeTable
  readonly #seen = new SeenFrames()
  readonly #layouts = new Map<string, readonly string[]>()
  /** From here on the tail holds every frame that the hub has. */
  #coversFromMs = Number.POSITIVE_INFINITY

  constructor(seriesCount: number) {
    const rows = Math.floor(MAX_NUMBERS / Math.max(1, seriesCount))
    this.table = new TimeTable(Math.max(MIN_ROWS, Math.min(MAX_ROWS, rows)))
  }

  /** The order of the values in the frames of `boot` from now on. */
  setLayout(boot: string, names: readonly string[]): void {
    this.#layouts.delete(boot)
    this.#layouts.set(boot, names)
    const [oldest] = this.#layouts.keys()
    if (this.#layouts.size > MAX_LAYOUTS && oldest !== undefined) this.#layouts.delete(oldest)
  }

  take(boot: string, frames: readonly WireFrame[]): Taken {
    const layout = this.#layouts.get(boot)
    if (!layout) return { times: [], unreadable: frames.length }
    const fresh = frames.filter(([seq, atMs]) => typeof atMs === 'number' && this.#seen.add(boot, seq ?? 0))
    const times = fresh.map((frame) => frame[1] as number)
    this.#addTimes(times)
    const columns = layout.map((name) => this.table.openColumn(name))
    for (const frame of fresh) {
      const row = this.table.rowAt(frame[1] as number)
      if (row >= 0) columns.forEach((column, at) => fill(column, row, frame[at + 2] ?? null))
    }
    return { times, unreadable: 0 }
  }

  /** Raw points from history, complete from `fromMs` on. */
  mergeHistory(
    fromMs: number,
    series: readonly { name: string; points: readonly (readonly (number | null)[])[] }[],
  ): void {
    this.#addTimes(series.flatMap(({ points }) => points.map(([atMs]) => atMs as number)))
    for (const { name, points } of series) {
      const column = this.table.openColumn(name)
      for (const [atMs, value] of points) {
        const row = this.table.rowAt(atMs as number)
        if (row >= 0) fill(column, row, value ?? null)
      }
    }
    // Frames that came since the request are here already, so what is complete grows only downwards.
    this.#coversFromMs = Math.min(this.#coversFromMs, fromMs)
  }

  covers(fromMs: number): boolean {
    return this.#coversFromMs <= fromMs
  }

  /** What lies between was perhaps missed: complete only from `fromMs` on, until history says more. */
  coversOnlyFrom(fromMs: number): void {
    this.#coversFromMs = Math.max(this.#coversFromMs, fromMs)
  }

  #addTimes(times: readonly number[]): void {
    const { evicted } = this.table.addTimes(times)
    if (evicted > 0) this.coversOnlyFrom(this.table.firstMs ?? Number.POSITIVE_INFINITY)
  }
}

/** A value that is known stays: the first one of a time counts. */
export function fill(column: Float64Array, row: number, value: number | null): void {
  if (value !== null && Number.isNaN(column[row])) column[row] = value
}
