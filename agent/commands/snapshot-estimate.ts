/**
 * What a heap snapshot will cost its process, before it is taken. The cost follows the number of objects and of references between
 * them, which V8 does not tell without a walk over the heap that stops the process itself. So small objects are assumed: of those it is
 * right (measured: 25 MB 1.9 s and 0.4 GB, 94 MB 9.5 s and 1.6 GB, 458 MB 60 s and 7.2 GB; on a crowded machine half as long again), of
 * fewer and larger ones it is too much. Once one was taken, its own time says more.
 */
import type { SnapshotEstimate } from '../../lib/protocol/commands'

export interface HeapNow {
  usedBytes: number
  /** Of that, in objects of more than 128 kB: a list's references count, what they hold lies elsewhere. */
  largeBytes: number
  freeBytes: number
}

/** How long one took in this process. */
export interface Taken {
  pauseMs: number
  weightBytes: number
}

const BASE_MS = 100
const MS_PER_MB = { least: 40, most: 150 }
const NEED_PER_BYTE = 16
const NEED_PER_LARGE_BYTE = 5
/** A process that is taken all the memory there is may be killed for it. */
const FREE_OVER_NEED = 2
/** How much another one may differ from the one before, for its size. */
const LIKE_BEFORE = { least: 0.7, most: 1.5 }

export function weightOf({ usedBytes, largeBytes }: HeapNow): number {
  return Math.max(0, usedBytes - largeBytes) + largeBytes / 4
}

export function estimateSnapshot(heap: HeapNow, before: Taken | null): SnapshotEstimate {
  const megabytes = weightOf(heap) / 1e6
  const memoryBytes = Math.round(
    Math.max(0, heap.usedBytes - heap.largeBytes) * NEED_PER_BYTE + heap.largeBytes * NEED_PER_LARGE_BYTE,
  )
  const perMb = before
    ? {
        least: (before.pauseMs / (before.weightBytes / 1e6)) * LIKE_BEFORE.least,
        most: (before.pauseMs / (before.weightBytes / 1e6)) * LIKE_BEFORE.most,
      }
    : MS_PER_MB
  const isAllowed = heap.freeBytes >= FREE_OVER_NEED * memoryBytes
  return {
    heapBytes: heap.usedBytes,
    pauseMs: [Math.round(megabytes * perMb.least), Math.round(BASE_MS + megabytes * perMb.most)],
    memoryBytes,
    freeBytes: heap.freeBytes,
    isAllowed,
    reason: isAllowed
      ? null
      : `a snapshot of this heap takes up to ${inMb(memoryBytes)} MB, and twice that has to be free: ${inMb(heap.freeBytes)} MB are.`,
  }
}

function inMb(bytes: number): string {
  return Math.round(bytes / 1e6).toLocaleString('en')
}
