import type { RosterWatcher } from '../roster/roster'
import type { Alerting } from './alerting'

/** Alerting sees each process as it was assessed, after those who look at it live. */
export function alsoAlerting(watcher: RosterWatcher, alerting: () => Alerting): RosterWatcher {
  return {
    onRow: (entry) => watcher.onRow(entry),
    onDetail: (entry) => {
      watcher.onDetail(entry)
      alerting().observe(entry)
    },
    onAssessed: (entry) => {
      watcher.onAssessed(entry)
      alerting().observe(entry)
    },
    onFrames: (entry, block, rows) => watcher.onFrames(entry, block, rows),
    onEvent: (entry, event) => watcher.onEvent(entry, event),
  }
}
