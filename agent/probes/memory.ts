/** What the process takes, and how much of it V8 can account for. */
import { getHeapStatistics } from 'node:v8'
import { declare, type Probe } from './probe'

export function memoryProbe(): Probe {
  return {
    series: declare(
      'memory.rss',
      'memory.heap_used',
      'memory.heap_total',
      'memory.external',
      'memory.array_buffers',
      'memory.unattributed',
    ),
    start() {},
    read(row, offset) {
      const usage = process.memoryUsage()
      const heap = getHeapStatistics()
      row[offset] = usage.rss
      row[offset + 1] = usage.heapUsed
      row[offset + 2] = usage.heapTotal
      row[offset + 3] = usage.external
      row[offset + 4] = usage.arrayBuffers
      row[offset + 5] = unattributedBytes(usage.rss, heap.total_physical_size, usage.external, heap.malloced_memory)
    },
    stop() {},
  }
}

/**
 * The resident set less what V8 accounts for: its heap as far as pages of it were touched, external memory (array buffers are part of
 * that), and V8's own allocations. Node's own code (some 40 MB), thread stacks, other threads' heaps and fragments remain: the level says
 * little, its rise says that something other than JavaScript's objects grows.
 * External memory is counted when it is asked for, not when it is touched, so a program with large untouched buffers, or one that is
 * swapped out, can have less in RAM than V8 accounts for. Then nothing in RAM is known to be unattributed: 0, never less.
 */
export function unattributedBytes(rss: number, heapPhysical: number, external: number, malloced: number): number {
  return Math.max(0, rss - heapPhysical - external - malloced)
}
