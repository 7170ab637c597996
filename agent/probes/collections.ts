/** V8's collections: how many major ones, how long all of them held the process, and what was alive after the last major one. */
import { constants, PerformanceObserver } from 'node:perf_hooks'
import * as v8 from 'node:v8'
import { declare, type Probe } from './probe'

const SERIES = ['memory.live_set', 'gc.major_count', 'gc.pause_ms']

export function collectionsProbe(): Probe {
  // Absent before Node 18.15, and in some other runtimes.
  return typeof v8.GCProfiler === 'function' ? profiledCollections() : observedCollections()
}

/**
 * V8's profiler notes each collection with the heap before and after. It is handed over by stopping it, and reading what it noted
 * allocates, which may itself collect: so the next one is started before the one that is read is stopped, and none is missed.
 */
export function profiledCollections(): Probe {
  let current: v8.GCProfiler | null = null
  let spare: v8.GCProfiler | null = null
  let majors = 0
  let liveSetBytes = Number.NaN
  return {
    series: declare(...SERIES),
    start() {
      current = new v8.GCProfiler()
      spare = new v8.GCProfiler()
      current.start()
    },
    read(row, offset) {
      const noted = current
      spare?.start()
      const collections = noted?.stop()?.statistics ?? []
      current = spare
      spare = noted
      let pauseMicros = 0
      for (const { gcType, cost, afterGC } of collections) {
        pauseMicros += cost
        if (gcType !== 'MarkSweepCompact') continue
        majors++
        liveSetBytes = afterGC.heapStatistics.usedHeapSize
      }
      row[offset] = liveSetBytes
      row[offset + 1] = majors
      row[offset + 2] = pauseMicros / 1_000
    },
    stop() {
      current?.stop()
      current = null
      spare = null
    },
  }
}

/** Counts and pauses only: when an observer is told, the program has run on, and what was alive cannot be known. */
export function observedCollections(): Probe {
  let majors = 0
  let pauseMs = 0
  const observer = new PerformanceObserver((list) => {
    note(list.getEntries())
  })
  // One call may bring many: each is counted.
  function note(entries: PerformanceEntry[]): void {
    for (const entry of entries) {
      pauseMs += entry.duration
      const { kind } = (entry as unknown as { detail?: { kind?: number } }).detail ?? {}
      if (kind === constants.NODE_PERFORMANCE_GC_MAJOR) majors++
    }
  }
  return {
    series: declare(...SERIES),
    start() {
      observer.observe({ entryTypes: ['gc'] })
    },
    read(row, offset) {
      note(observer.takeRecords())
      row[offset] = Number.NaN
      row[offset + 1] = majors
      row[offset + 2] = pauseMs
      pauseMs = 0
    },
    stop() {
      observer.disconnect()
    },
  }
}
