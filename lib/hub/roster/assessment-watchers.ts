import type { ProcessEntry } from './process-entry'
import type { RosterWatcher } from './roster'

/** Sees each process as it was concluded of, each time that happens. */
export interface AssessmentWatcher {
  observe(entry: ProcessEntry): void
  /** The hub knows this process no more. */
  forget(entry: ProcessEntry): void
}

/** Others see what was concluded after those who look live. `others` is asked each time: they may be made later. */
export function withAssessments(watcher: RosterWatcher, others: () => readonly AssessmentWatcher[]): RosterWatcher {
  const observe = (entry: ProcessEntry): void => {
    // What a process has not been judged by yet, after a restart of the hub, says nothing.
    if (!entry.isReplaying) for (const other of others()) other.observe(entry)
  }
  return {
    onRow: (entry) => watcher.onRow(entry),
    onDetail: (entry) => {
      watcher.onDetail(entry)
      observe(entry)
    },
    onAssessed: (entry) => {
      watcher.onAssessed(entry)
      observe(entry)
    },
    onFrames: (entry, block, rows) => watcher.onFrames(entry, block, rows),
    onEvent: (entry, event) => watcher.onEvent(entry, event),
    onLeft: (entry) => {
      watcher.onLeft(entry)
      for (const other of others()) other.forget(entry)
    },
  }
}
