/**
 * Memory of which garbage is a part: the committed heap, the resident set, external memory and buffers. It rises from one major collection
 * to the next as garbage gathers, evenly enough to look like a leak. So where a process counts its collections, a rise of these is told
 * from garbage only by collections in between; within one reclaim cycle nothing is known yet.
 */
import { INPUTS } from './inputs'
import type { Ladder } from './ladder'

/**
 * Collections that belong together, as those of one burst of work do, are one: what is counted is in how many eighths of the window there
 * were any. One alone may show in two, for counts are known as means of stretches of time.
 */
const PARTS = 8
const PARTS_NEEDED = 3
/** Of the resident set's rise the heap must have risen by this share for its garbage to be what rises. */
const HEAP_SHARE = 0.5

const WITH_GARBAGE: readonly string[] = ['memory.heap_total', 'memory.rss', 'memory.external', 'memory.array_buffers']

export interface GarbageColumns {
  /** Of `gc.major_count` and `memory.heap_used` among the series; -1 where they are not reported. */
  gcIndex: number
  usedIndex: number
}

/**
 * Whether a rise from `fromMs` to `toMs` by `rise` may be garbage that no collection has taken yet. Never, where collections or the heap in
 * use are not reported; nor of a resident set that rises by more than its heap does, which no collection would mend.
 */
export function mayBeGarbage(
  name: string,
  { gcIndex, usedIndex }: GarbageColumns,
  ladder: Ladder,
  fromMs: number,
  toMs: number,
  rise: number,
): boolean {
  if (gcIndex < 0 || usedIndex < 0 || !WITH_GARBAGE.includes(name)) return false
  if (collectedParts(ladder, INPUTS + gcIndex, fromMs, toMs) >= PARTS_NEEDED) return false
  if (name !== 'memory.rss') return true
  return heapRise(ladder, INPUTS + usedIndex, fromMs, toMs) >= HEAP_SHARE * rise
}

/** In how many of the equal parts of the window the count of collections rose. */
function collectedParts(ladder: Ladder, column: number, fromMs: number, toMs: number): number {
  const parts = new Set<number>()
  let before = Number.NaN
  for (let bin = 0; bin < ladder.size; bin++) {
    const count = ladder.means[bin * ladder.columns + column] as number
    if (count !== count) continue
    const atMs = ladder.meanAtMs[bin] as number
    if (count > before && atMs >= fromMs) {
      parts.add(Math.min(PARTS - 1, Math.floor(((atMs - fromMs) / (toMs - fromMs)) * PARTS)))
    }
    before = count
  }
  return parts.size
}

/** How much higher the heap in use stands at its highest in the window than at its beginning. */
function heapRise(ladder: Ladder, column: number, fromMs: number, toMs: number): number {
  let first = Number.NaN
  let highest = Number.NaN
  for (let bin = 0; bin < ladder.size; bin++) {
    const value = ladder.means[bin * ladder.columns + column] as number
    const atMs = ladder.meanAtMs[bin] as number
    if (value !== value || atMs < fromMs || atMs > toMs) continue
    if (first !== first) first = value
    if (!(value <= highest)) highest = value
  }
  return highest - first
}
