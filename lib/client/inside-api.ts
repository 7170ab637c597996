/** The hub's routes of what is inside a process: its entities, what is done to it, and what was captured of it. */
import type { Capture } from '../protocol/captures'
import type { Collected, SnapshotEstimate } from '../protocol/commands'
import type { EntityHistory, EntityTable } from '../protocol/entities'
import type { ProfileAnswer } from '../protocol/profile-answer'
import type { SnapshotAnswer, SnapshotProgress } from '../protocol/snapshot-answer'
import type { CommandName } from '../protocol/vocabulary'
import { queryOf, type Ask } from './ask'

interface CommandArgs {
  durationMs?: number
  keepStrings?: boolean
  estimate?: boolean
}

export function insideApi(ask: Ask) {
  const ofProcess = (id: string) => `/api/v1/processes/${encodeURIComponent(id)}`
  const ofCapture = (id: string) => `/api/v1/captures/${encodeURIComponent(id)}`
  const command = <T>(process: string, name: CommandName, by: string, args: CommandArgs = {}) =>
    ask<T>(`${ofProcess(process)}/commands`, { method: 'POST', body: { name, args, by } })
  return {
    entities: (process: string, windowMs: number, signal: AbortSignal) =>
      ask<{ tables: EntityTable[] }>(`${ofProcess(process)}/entities${queryOf({ windowMs })}`, { signal }),
    entityHistory: (process: string, group: string, entity: string, signal: AbortSignal) =>
      ask<EntityHistory>(`${ofProcess(process)}/entities/history${queryOf({ group, entity })}`, { signal }),
    collect: (process: string, by: string) => command<Collected>(process, 'gc', by),
    takeProfile: (process: string, by: string, durationMs: number) =>
      command<Capture>(process, 'heap-profile', by, { durationMs }),
    estimateSnapshot: (process: string, by: string) =>
      command<SnapshotEstimate>(process, 'heap-snapshot', by, { estimate: true }),
    takeSnapshot: (process: string, by: string, keepStrings: boolean) =>
      command<Capture>(process, 'heap-snapshot', by, { keepStrings }),
    captures: (process: string, signal: AbortSignal) =>
      ask<{ captures: Capture[] }>(`/api/v1/captures${queryOf({ process })}`, { signal }),
    capture: (id: string, signal: AbortSignal) => ask<Capture>(ofCapture(id), { signal }),
    /** Cancels what is under way, removes what is there. */
    removeCapture: (id: string, by: string) => ask<unknown>(`${ofCapture(id)}${queryOf({ by })}`, { method: 'DELETE' }),
    /** Without `before`: what is alive in the one. */
    profile: ({ before, after }: { before: string | null; after: string }, signal: AbortSignal) =>
      ask<ProfileAnswer>(`${ofCapture(after)}/profile${queryOf({ before })}`, { signal }),
    /** The same of snapshots; how far it is, until it is worked out. */
    snapshot: ({ before, after }: { before: string | null; after: string }, signal: AbortSignal) =>
      ask<SnapshotAnswer | SnapshotProgress>(`${ofCapture(after)}/snapshot${queryOf({ before })}`, { signal }),
  }
}

/** Where a capture is downloaded. */
export const captureFile = (id: string) => `/api/v1/captures/${encodeURIComponent(id)}/file`

export const isUnderWay = ({ state }: Capture) => state === 'asked' || state === 'receiving'
