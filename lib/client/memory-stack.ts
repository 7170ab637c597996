/** Memory as bands on top of each other: who holds what of the resident set. */
import {
  Bounds,
  HOLE,
  known,
  layRows,
  unknowns,
  type Band as Span,
  type Picture,
  type PictureWindow,
} from './line-picture'
import type { TimeTable } from './time-table'
import type { WindowData } from './window-data'

export const MEMORY = {
  rss: 'memory.rss',
  heapUsed: 'memory.heap_used',
  heapTotal: 'memory.heap_total',
  liveSet: 'memory.live_set',
  external: 'memory.external',
  unattributed: 'memory.unattributed',
} as const

/** From the ground up. `heap` stands for live set and garbage where they cannot be told apart. */
export const BANDS = ['live', 'garbage', 'heap', 'free', 'external', 'unattributed'] as const
export type Band = (typeof BANDS)[number]

export interface MemoryParts extends Record<Band, number | null> {
  rss: number | null
}

/** One moment's numbers, as the series have them; `NaN`: not known. */
export type MemoryNumbers = Record<keyof typeof MEMORY, number>

/** Reads the numbers of each row of a table. */
export function memoryReader(table: TimeTable): (row: number) => MemoryParts {
  const columnOf = (name: string) => table.column(name)
  const [rss, heapUsed, heapTotal] = [columnOf(MEMORY.rss), columnOf(MEMORY.heapUsed), columnOf(MEMORY.heapTotal)]
  const [liveSet, external] = [columnOf(MEMORY.liveSet), columnOf(MEMORY.external)]
  const unattributed = columnOf(MEMORY.unattributed)
  return (row) =>
    memoryParts({
      rss: rss?.[row] ?? Number.NaN,
      heapUsed: heapUsed?.[row] ?? Number.NaN,
      heapTotal: heapTotal?.[row] ?? Number.NaN,
      liveSet: liveSet?.[row] ?? Number.NaN,
      external: external?.[row] ?? Number.NaN,
      unattributed: unattributed?.[row] ?? Number.NaN,
    })
}

/** Divides one moment's numbers into bands; a part whose numbers are not known is `null`, and never 0. */
export function memoryParts(numbers: MemoryNumbers): MemoryParts {
  const { heapUsed: used, liveSet: live } = numbers
  const isDivided = !Number.isNaN(used) && !Number.isNaN(live)
  return {
    // Garbage cannot be less than nothing: after a minor collection, or a step's mean, used may lie below the live set.
    live: isDivided ? Math.min(live, used) : null,
    garbage: isDivided ? Math.max(0, used - live) : null,
    heap: isDivided ? null : known(used),
    free: known(Math.max(0, numbers.heapTotal - used)),
    external: known(numbers.external),
    unattributed: known(Math.max(0, numbers.unattributed)),
    rss: known(numbers.rss),
  }
}

/** Bands under their names, those of which anything is known, and the resident set as a line under `rss`. */
export function memoryPicture(data: WindowData, window: PictureWindow): Picture {
  const { table } = data
  const columns = Object.values(MEMORY).flatMap((name) => table.column(name) ?? [])
  const deciding = [MEMORY.heapUsed, MEMORY.rss].flatMap((name) => table.column(name) ?? [])
  const bounds = new Bounds()
  const partsAt = memoryReader(table)
  const { rows, t, holes } = layRows(data, deciding.length > 0 ? deciding : columns, window)
  const rss = unknowns(rows.length)
  const bands = new Map<Band, Span>()
  const put = (band: Band, at: number, floor: number, top: number) => {
    let span = bands.get(band)
    if (!span) bands.set(band, (span = { floor: unknowns(rows.length), top: unknowns(rows.length) }))
    span.floor[at] = floor
    span.top[at] = top
  }
  let wasUndivided = false
  rows.forEach((row, at) => {
    if (row === HOLE) return
    const parts = partsAt(row)
    let top = 0
    for (const band of BANDS) {
      const part = parts[band]
      if (part === null) continue
      put(band, at, top, top + part)
      top += part
    }
    // The first row with a live set also ends the band that stood for it, so that no hole is left between the two.
    if (wasUndivided && parts.live !== null) put('heap', at, 0, parts.live + (parts.garbage ?? 0))
    wasUndivided = parts.heap !== null
    bounds.add(top)
    bounds.add((rss[at] = parts.rss ?? Number.NaN))
  })
  return { t, holes, lines: new Map([['rss', rss]]), bands, low: 0, peak: bounds.peak }
}

export interface Collections {
  atMs: number
  count: number
}

/** When major collections ran, as the counter tells: at a row, so many since the row before. */
export function majorCollections(data: WindowData, fromMs: number, toMs: number): Collections[] {
  const { table } = data
  const counts = table.column('gc.major_count')
  if (!counts) return []
  const found: Collections[] = []
  for (let row = Math.max(1, table.lowerBound(fromMs)); row < table.length; row += 1) {
    const atMs = table.atMs[row] ?? 0
    if (atMs > toMs) break
    const now = counts[row] ?? Number.NaN
    const before = counts[row - 1] ?? Number.NaN
    // A count that fell is a new life's, which began at 0.
    const count = now < before ? now : now - before
    if (count > 0) found.push({ atMs, count })
  }
  return found
}

/** How many there were. Of a far range counts are means of stretches, and their differences no whole numbers. */
export function collectionsIn(found: readonly Collections[]): number {
  return Math.round(found.reduce((sum, { count }) => sum + count, 0))
}
