/**
 * Between ingestion and the roster: counts what passes, and stops a fault there. Whatever goes wrong where frames are judged
 * and shown, they are kept and acknowledged; an agent must not send the same second for ever because a verdict failed.
 */
import type { Onlooker } from '../ingest/ports'
import type { Counts } from './metrics/counts'
import type { Roster } from './roster/roster'

export type RosterPort = Pick<Roster, 'onLife' | 'onSeries' | 'onFrames' | 'onEvents' | 'onTrouble'>

export function countingOnlooker(roster: RosterPort, counts: Counts): Onlooker {
  function look(what: string, process: string, step: () => void): void {
    try {
      step()
    } catch (cause) {
      told(what, process, cause)
    }
  }
  function told(what: string, process: string, cause: unknown): void {
    roster.onTrouble(`${what} of ${process} could not be judged or shown; history keeps on`, cause)
  }
  return {
    onLife: (process, life, series, lives) =>
      look('a life', process, () => roster.onLife(process, life, series, lives)),
    onSeries: (process, boot, series) => look('new series', process, () => roster.onSeries(process, boot, series)),
    onFrames(process, boot, block) {
      counts.frames += block.count
      try {
        roster.onFrames(process, boot, block)
      } catch (cause) {
        told('frames', process, cause)
      }
    },
    onKnownFrames(count) {
      counts.knownFrames += count
    },
    onEvents(process, boot, events) {
      counts.events += events.length
      look('events', process, () => roster.onEvents(process, boot, events))
    },
    onTrouble: (message, cause) => roster.onTrouble(message, cause),
  }
}
