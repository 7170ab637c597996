/** Which rows of a table a picture needs: with more rows than pixels, the extremes of each stretch, never an average. */
import type { TimeTable } from './time-table'

/**
 * Rows `first` to `last - 1`, at most about `budget` of them. Stretches lie at fixed times, so that a window that moves
 * keeps choosing the same rows and the line does not shimmer. The first and last row stay.
 */
export function thinRows(
  table: TimeTable,
  columns: readonly Float64Array[],
  first: number,
  last: number,
  budget: number,
): number[] {
  const count = last - first
  if (count <= Math.max(2, budget)) return Array.from({ length: Math.max(0, count) }, (_, at) => first + at)
  const spanMs = (table.atMs[last - 1] ?? 0) - (table.atMs[first] ?? 0)
  const stretches = Math.max(1, Math.floor(budget / Math.max(2, 2 * columns.length)))
  // In coarse grades, so that a span that varies by a sample does not move the stretches.
  const stretchMs = 2 ** (Math.ceil(Math.log2(spanMs / stretches) * 4) / 4)
  const kept: number[] = [first]
  let row = first
  while (row < last) {
    const end = stretchEnd(table, row, last, stretchMs)
    for (const extreme of extremesOf(columns, row, end)) if (extreme > (kept[kept.length - 1] ?? -1)) kept.push(extreme)
    row = end
  }
  if (kept[kept.length - 1] !== last - 1) kept.push(last - 1)
  return kept
}

function stretchEnd(table: TimeTable, row: number, last: number, stretchMs: number): number {
  const stretch = Math.floor((table.atMs[row] ?? 0) / stretchMs)
  let end = row + 1
  while (end < last && Math.floor((table.atMs[end] ?? 0) / stretchMs) === stretch) end += 1
  return end
}

/** The rows of the least and the greatest value of each column, ascending; a row of unknowns where all is unknown. */
function extremesOf(columns: readonly Float64Array[], from: number, to: number): number[] {
  const rows = new Set<number>()
  for (const column of columns) {
    let least = -1
    let most = -1
    for (let row = from; row < to; row += 1) {
      const value = column[row] ?? Number.NaN
      if (Number.isNaN(value)) continue
      if (least < 0 || value < (column[least] ?? 0)) least = row
      if (most < 0 || value > (column[most] ?? 0)) most = row
    }
    if (least >= 0) rows.add(least).add(most)
  }
  if (rows.size === 0) rows.add(from)
  return [...rows].sort((a, b) => a - b)
}
