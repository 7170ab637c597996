/** Which series stands for a process's memory in the list of all processes, and what it is held against. */
import type { ProcessLimits, SeriesDeclaration } from '../../protocol/agent-wire'
import { onceEach } from '../../protocol/once-each'

/** The first that a process reports: what a container's limit is held against, before what the heap's is. */
const BY_PREFERENCE = ['memory.rss', 'memory.heap_used', 'memory.live_set', 'memory.heap_total']

/** -1 where the process reports no memory. */
export function memoryIndexOf(series: readonly SeriesDeclaration[]): number {
  for (const name of BY_PREFERENCE) {
    const index = series.findIndex((one) => one.name === name)
    if (index >= 0) return index
  }
  return series.findIndex(({ kind, unit }) => kind === 'memory' && unit === 'bytes')
}

export function limitBytesOf(series: SeriesDeclaration | undefined, limits: ProcessLimits): number | null {
  if (!series) return null
  if (series.name === 'memory.rss') return limits.memoryBytes ?? series.max ?? null
  const isHeap = series.name.startsWith('memory.heap_') || series.name === 'memory.live_set'
  return series.max ?? (isHeap ? (limits.heapBytes ?? null) : null)
}

/** Heap used comes before the live set: the limit ends the process when the heap is full, garbage included. */
const HELD_AGAINST_A_LIMIT = ['memory.rss', 'memory.heap_used', 'memory.live_set']
/** Where they are in a list of series: it is asked with each beat of ten thousand processes, which share a few lists. */
const placesHeld = onceEach((series: readonly SeriesDeclaration[]): readonly number[] =>
  HELD_AGAINST_A_LIMIT.map((name) => series.findIndex((one) => one.name === name)).filter((index) => index >= 0),
)

/** The index of the memory series whose newest value is nearest to its own limit; -1 where no limit is known. */
export function limitedIndexOf(
  series: readonly SeriesDeclaration[],
  limits: ProcessLimits,
  newest: ArrayLike<number>,
): number {
  let nearest = -1
  let nearestShare = Number.NEGATIVE_INFINITY
  for (const index of placesHeld(series)) {
    const limitBytes = limitBytesOf(series[index], limits)
    if (limitBytes === null) continue
    const latest = newest[index] ?? Number.NaN
    const share = Number.isNaN(latest) ? -1 : latest / limitBytes
    if (share <= nearestShare) continue
    nearest = index
    nearestShare = share
  }
  return nearest
}
