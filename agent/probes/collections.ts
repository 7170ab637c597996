/**
 * V8's collections: how many major ones, how long all of them held the process, and what was alive after the last major one.
 *
 * Counts and pauses come from the observer, which is told of each collection for some 10 µs and keeps little. By then the program has
 * run on, so the live set cannot: in a program that makes much in one turn, the heap read from an observer was up to twice what the
 * collection had left (measured). V8's profiler notes the heap as the collection leaves it, to the byte, for some 40 µs a collection;
 * but what it notes (3 kB each) is without bound until it is read, and a loop that is blocked reads nothing. So it runs only while the
 * loop turns: it starts with the second reading, and one that waited too long is dropped unread.
 */
import { constants, PerformanceObserver, performance } from 'node:perf_hooks'
import * as v8 from 'node:v8'
import { declare, type Probe } from './probe'

/** What is noted is read at least this often, however far apart frames are. */
const READ_EVERY_MS = 5_000
/** Some 400 collections a second over this time are 20 MB, and are read in 0.1 s; more is not risked. */
const READ_WITHIN_MS = 15_000
/** After it had to be dropped, the profiler comes back when the loop has turned for about a minute. */
const READINGS_WITHOUT = 60

export interface CollectionsProbe extends Probe {
  /** The heap as a collection left it that somebody asked for, and measured. */
  noteLiveSet: (bytes: number) => void
}

/** `frameEveryMs`: how far apart readings are meant to be. `nowMs` runs on evenly, from any start. */
export function collectionsProbe(
  frameEveryMs = 1_000,
  nowMs: () => number = () => performance.now(),
): CollectionsProbe {
  const counts = observeCollections()
  const live = liveSetFrom(nowMs, () => counts.noted())
  let timer: NodeJS.Timeout | undefined
  return {
    series: declare('memory.live_set', 'gc.major_count', 'gc.pause_ms'),
    noteLiveSet: (bytes) => live.note(bytes),
    start() {
      counts.start()
      live.read()
      if (frameEveryMs > READ_EVERY_MS) timer = setInterval(live.read, READ_EVERY_MS).unref()
    },
    read(row, offset) {
      const { majors, pauseMs } = counts.read()
      row[offset] = live.read()
      row[offset + 1] = majors
      row[offset + 2] = pauseMs
    },
    stop() {
      clearInterval(timer)
      counts.stop()
      live.stop()
    },
  }
}

/** Major collections since the start, and the pauses of every kind since the last reading. */
function observeCollections() {
  let majors = 0
  let pauseMs = 0
  let noted = 0
  // One call may bring many: each is counted.
  function note(entries: PerformanceEntry[]): void {
    for (const entry of entries) {
      noted++
      pauseMs += entry.duration
      const { detail } = entry as unknown as { detail?: { kind?: number } }
      if (detail?.kind === constants.NODE_PERFORMANCE_GC_MAJOR) majors++
    }
  }
  const observer = new PerformanceObserver((list) => note(list.getEntries()))
  return {
    start: () => observer.observe({ entryTypes: ['gc'] }),
    read() {
      note(observer.takeRecords())
      const since = { majors, pauseMs }
      pauseMs = 0
      return since
    },
    /** How many collections of every kind were seen so far. */
    noted: () => noted,
    stop: () => observer.disconnect(),
  }
}

/**
 * Answers the heap in use as the last major collection left it; `NaN` where that is not known. `noted` rises with each collection: while
 * it does not, there is nothing to read, and an idle program is spared the reading.
 */
function liveSetFrom(nowMs: () => number, noted: () => number) {
  // Absent before Node 18.15, and in some other runtimes.
  const isAbleTo = typeof v8.GCProfiler === 'function'
  let profiler: v8.GCProfiler | null = null
  let liveSetBytes = Number.NaN
  let readAtMs = nowMs()
  let readingsWithout = 1
  let notedBefore = 0

  function next(): v8.GCProfiler {
    const started = new v8.GCProfiler()
    started.start()
    return started
  }

  function read(): number {
    if (!isAbleTo) return Number.NaN
    const waitedMs = nowMs() - readAtMs
    readAtMs += waitedMs
    if (waitedMs > READ_WITHIN_MS) {
      // Dropped, not stopped: stopping reads it. It ends when it is collected.
      profiler = null
      liveSetBytes = Number.NaN
      readingsWithout = READINGS_WITHOUT
    }
    if (readingsWithout > 0) readingsWithout--
    else if (profiler === null) profiler = next()
    else if (noted() !== notedBefore) {
      notedBefore = noted()
      // Reading allocates, and may itself collect: the next one notes already, so that no collection is missed.
      const before = profiler
      profiler = next()
      for (const { gcType, afterGC } of before.stop()?.statistics ?? []) {
        if (gcType === 'MarkSweepCompact') liveSetBytes = afterGC.heapStatistics.usedHeapSize
      }
    }
    return liveSetBytes
  }

  return {
    read,
    /** Holds until the next reading finds a later one; also while the profiler rests. */
    note(bytes: number) {
      liveSetBytes = bytes
    },
    stop() {
      if (nowMs() - readAtMs <= READ_WITHIN_MS) profiler?.stop()
      profiler = null
    },
  }
}
