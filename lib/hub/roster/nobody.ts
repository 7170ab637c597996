import type { RosterWatcher } from './roster'

/** Watches, and wants to know nothing. */
export const NOBODY: RosterWatcher = {
  onRow: () => {},
  onDetail: () => {},
  onAssessed: () => {},
  onFrames: () => {},
  onEvent: () => {},
  onLeft: () => {},
}
