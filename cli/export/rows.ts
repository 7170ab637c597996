/** Series of one process side by side, by time: the frames that they came in. */
import type { Points } from './history-source'

/**
 * Goes through all points in the order of time. `rows` holds for each series the place of its point at this time, or -1; it
 * is used again. A time that a series has twice comes twice.
 */
export function* rowsByTime(series: readonly Pick<Points, 'atMs'>[]): Generator<{ atMs: number; rows: Int32Array }> {
  const next = new Int32Array(series.length)
  const rows = new Int32Array(series.length)
  for (;;) {
    let atMs = Infinity
    for (let at = 0; at < series.length; at++) {
      const first = (series[at] as Points).atMs[next[at] as number]
      if (first !== undefined && first < atMs) atMs = first
    }
    if (atMs === Infinity) return
    for (let at = 0; at < series.length; at++) {
      const place = next[at] as number
      const isHere = (series[at] as Points).atMs[place] === atMs
      rows[at] = isHere ? place : -1
      if (isHere) next[at] = place + 1
    }
    yield { atMs, rows }
  }
}
