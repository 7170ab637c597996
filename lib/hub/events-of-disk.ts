import type { Store } from '../history/store'
import { EVENTS_KEPT } from './roster/event-ring'
import type { ProcessEntry } from './roster/process-entry'

/** Reads a process's newest events from disk when it is looked at first; a failure is told and tried again next time. */
export function eventsOfDisk(
  store: Store,
  onTrouble: (message: string, cause: unknown) => void,
): (entry: ProcessEntry) => Promise<void> {
  return async (entry) => {
    if (entry.hasEventsOfDisk) return
    const mark = entry.events.total
    try {
      const kept = await store.events(entry.id, EVENTS_KEPT)
      if (entry.hasEventsOfDisk) return
      entry.events.putBefore(kept, mark)
      entry.hasEventsOfDisk = true
    } catch (error) {
      onTrouble(`events of ${entry.id} could not be read`, error)
    }
  }
}
