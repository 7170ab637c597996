/** One process, one story: which count grows along with a memory series, and how many bytes of each that would explain. */
import type { SeriesDeclaration } from '../protocol/agent-wire'
import type { SeriesTable } from './series-table'

export interface LikelyCause {
  series: string
  /** In the memory series' unit for each one of the cause. */
  bytesEach: number
}

/** Less than this a piece would be no object, more than this no reasonable one. */
const LEAST_BYTES = 16
const MOST_BYTES = 64 * 1024 * 1024

/** The count that grows with the memory at `index` most certainly; `null` where none does. */
export function likelyCause(
  index: number,
  series: readonly SeriesDeclaration[],
  table: SeriesTable,
): LikelyCause | null {
  const memory = series[index]
  if (memory?.kind !== 'memory' || table.word(index) !== 'growing') return null
  const slope = table.get(index, 'slopePerHour')
  let best: LikelyCause | null = null
  let bestCertainty = 0
  for (const [row, { name, unit, kind }] of series.entries()) {
    if (unit !== 'count' || kind === 'counter' || table.word(row) !== 'growing') continue
    const own = table.get(row, 'slopePerHour')
    const bytesEach = slope / own
    const certainty = own / (table.get(row, 'highPerHour') - table.get(row, 'lowPerHour'))
    if (!(bytesEach >= LEAST_BYTES && bytesEach <= MOST_BYTES) || !(certainty > bestCertainty)) continue
    bestCertainty = certainty
    best = { series: name, bytesEach }
  }
  return best
}

/** How a growing resident set divides: what of it the heap, external memory and the rest take, as shares of its slope. */
export interface Shares {
  retained: number
  external: number
  unattributed: number
}

export function sharesOf(index: number, series: readonly SeriesDeclaration[], table: SeriesTable): Shares | null {
  if (series[index]?.name !== 'memory.rss' || table.word(index) !== 'growing') return null
  const whole = table.get(index, 'slopePerHour')
  const share = (names: readonly string[]): number => {
    for (const name of names) {
      const row = series.findIndex((one) => one.name === name)
      if (row >= 0 && table.word(row) === 'growing') return Math.min(1, table.get(row, 'slopePerHour') / whole)
    }
    return 0
  }
  const shares = {
    retained: share(['memory.live_set', 'memory.heap_used']),
    external: share(['memory.external', 'memory.array_buffers']),
    unattributed: share(['memory.unattributed']),
  }
  return shares.retained + shares.external + shares.unattributed > 0 ? shares : null
}
