/** The numbers of one life over a time, read from history row by row, in the shape that lib/growth takes. */
import type { SeriesPoints } from '../../protocol/http-api'
import type { SeriesDeclaration } from '../../protocol/agent-wire'
import type { Store } from '../../history/store'

export interface RunRows {
  /** In the order of `values`. */
  series: SeriesDeclaration[]
  atMs: number[]
  /** One row after the other; `NaN` is "not known". */
  values: Float64Array
  /** The lowest and highest of the first series in each row's step. */
  low: Float64Array
  high: Float64Array
}

/** Rows of one life: more tell a slope no better. */
const ROWS = 4_000
const FINEST_MS = 1_000

export function stepFor(spanMs: number): number {
  return Math.max(FINEST_MS, Math.ceil(spanMs / ROWS / FINEST_MS) * FINEST_MS)
}

/** `series`: those that are wanted, the metric first. */
export async function readRows(
  store: Pick<Store, 'series'>,
  process: string,
  series: readonly SeriesDeclaration[],
  fromMs: number,
  toMs: number,
): Promise<RunRows> {
  const names = series.map(({ name }) => name)
  const stepMs = stepFor(toMs - fromMs)
  const found = await store.series({ process, names, fromMs, toMs, stepMs })
  return rowsOf(series, found)
}

/** Of a counter and its like the newest value in a step counts, of a heap whose collections nobody reports the lowest. */
function placeOf({ kind, name }: SeriesDeclaration): 1 | 2 | 3 {
  if (kind === 'counter') return 3
  return name === 'memory.heap_used' ? 1 : 2
}

function isKnown([, value]: SeriesPoints['points'][number]): boolean {
  return value !== null
}

function rowsOf(series: readonly SeriesDeclaration[], found: readonly SeriesPoints[]): RunRows {
  const byName = new Map(found.map((one) => [one.name, one.points]))
  const times = new Set<number>()
  // Steps in which nothing is known tell nothing, and would stand between a counter and what it was before.
  for (const { points } of found) for (const point of points) if (isKnown(point)) times.add(point[0])
  const atMs = [...times].toSorted((a, b) => a - b)
  const rowOf = new Map(atMs.map((time, row) => [time, row]))
  const width = series.length
  const values = new Float64Array(atMs.length * width).fill(Number.NaN)
  const [low, high] = [new Float64Array(atMs.length).fill(Number.NaN), new Float64Array(atMs.length).fill(Number.NaN)]
  for (const [column, declared] of series.entries()) {
    const place = placeOf(declared)
    for (const point of byName.get(declared.name) ?? []) {
      const row = rowOf.get(point[0])
      if (row === undefined) continue
      values[row * width + column] = point[place] ?? Number.NaN
      if (column > 0) continue
      low[row] = point[1] ?? Number.NaN
      high[row] = point[3] ?? Number.NaN
    }
  }
  return { series: [...series], atMs, values, low, high }
}
