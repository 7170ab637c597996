/** Between ingestion and the roster: counts what passes. */
import type { Onlooker } from '../ingest/ports'
import type { Counts } from './metrics/counts'
import type { Roster } from './roster/roster'

export function countingOnlooker(roster: Roster, counts: Counts): Onlooker {
  return {
    onLife: (process, life, series, lives) => roster.onLife(process, life, series, lives),
    onSeries: (process, boot, series) => roster.onSeries(process, boot, series),
    onFrames(process, boot, block) {
      counts.frames += block.count
      roster.onFrames(process, boot, block)
    },
    onKnownFrames(count) {
      counts.knownFrames += count
    },
    onEvents(process, boot, events) {
      counts.events += events.length
      roster.onEvents(process, boot, events)
    },
    onTrouble: (message, cause) => roster.onTrouble(message, cause),
  }
}
