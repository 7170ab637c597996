/** As many points as a picture has columns: of each column the lowest and the highest, so that no peak is lost. */
import type { ChartPoints } from '../sender'

export interface KnownPoint {
  atMs: number
  value: number
}

/** Runs of known values; between two runs there is a gap. */
export function thinned({ atMs, values }: ChartPoints, columns: number): KnownPoint[][] {
  const fromMs = atMs[0] ?? 0
  const spanMs = Math.max(1, (atMs.at(-1) ?? 0) - fromMs)
  const runs: KnownPoint[][] = []
  let column: KnownPoint[] = []
  let columnAt = -1
  let isGap = true
  const endColumn = () => {
    runs.at(-1)?.push(...extremes(column))
    column = []
  }
  atMs.forEach((time, index) => {
    const value = values[index] ?? Number.NaN
    if (!Number.isFinite(value)) {
      endColumn()
      isGap = true
      return
    }
    const at = Math.floor(((time - fromMs) / spanMs) * columns)
    if (isGap || at !== columnAt) endColumn()
    if (isGap) runs.push([])
    isGap = false
    columnAt = at
    column.push({ atMs: time, value })
  })
  endColumn()
  return runs
}

/** First, lowest, highest and last, in the order of time. */
function extremes(points: readonly KnownPoint[]): KnownPoint[] {
  const [first] = points
  const last = points.at(-1)
  if (!first || !last) return []
  let low = first
  let high = first
  for (const point of points) {
    if (point.value < low.value) low = point
    if (point.value > high.value) high = point
  }
  return [...new Set([first, low, high, last])].sort((a, b) => a.atMs - b.atMs)
}
