/** Before the roster: marks what its processes' lives and events tell. */
import type { RosterPort } from '../ingest-tap'
import type { Roster } from '../roster/roster'
import type { Annotations } from './annotations'
import { MarksOfLives } from './marks-of-lives'

export function markingRoster(roster: Roster, annotations: Annotations): RosterPort {
  const marks = new MarksOfLives()
  return {
    onLife: (process, life, series, lives) => {
      const before = roster.get(process)?.life
      roster.onLife(process, life, series, lives)
      annotations.note(marks.ofLife(process, before, life))
    },
    onSeries: (...args) => roster.onSeries(...args),
    onFrames: (...args) => roster.onFrames(...args),
    onEvents: (process, boot, events) => {
      roster.onEvents(process, boot, events)
      const life = roster.get(process)?.life
      if (life?.boot === boot) annotations.note(marks.ofEvents(process, life.service, events))
    },
    onTrouble: (...args) => roster.onTrouble(...args),
  }
}
