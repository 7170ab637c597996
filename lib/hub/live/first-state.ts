/** What a viewer is shown first, whichever way it asks: by its socket, or by HTTP before it has one. */
import type { AlertsSummary } from '../../protocol/alert-api'
import type { HistoryHealth, RefusedLately, WatchAck, WatchRequest } from '../../protocol/dashboard-wire'
import { mostUrgent } from '../roster/most-urgent'
import type { ProcessEntry } from '../roster/process-entry'
import { detailOf, rowOf } from '../roster/process-views'
import type { Roster } from '../roster/roster'

export interface FirstStateOptions {
  roster: Roster
  nowMs: () => number
  /** Reads a process's events from disk into its entry, where that has not happened yet. */
  loadEvents: (entry: ProcessEntry) => Promise<void>
  alertsSummary: () => AlertsSummary
  historyHealth: () => HistoryHealth
  refusedLately: () => RefusedLately
  /** Whether live values are held back for want of memory. */
  isHolding: () => boolean
}

export const UNKNOWN_PROCESS: WatchAck = {
  ok: false,
  code: 'unknown_process',
  message: 'this hub knows no process of this id.',
}

/** The process that is asked for with its events read, `null` where none is, `undefined` where nobody knows it. */
export async function entryFor(
  { process }: WatchRequest,
  { roster, loadEvents }: FirstStateOptions,
): Promise<ProcessEntry | null | undefined> {
  if (process === undefined) return null
  const entry = roster.get(process)
  if (entry) await loadEvents(entry)
  return entry
}

export interface FirstState {
  answer: WatchAck & { ok: true }
  /** Processes whose rows are not in the answer. */
  others: readonly ProcessEntry[]
}

/** At most `rows` rows of the fleet, those first that ask for a look: a page that shows a part of them shows the right part. */
export function firstState(
  entry: ProcessEntry | null,
  isFleet: boolean,
  rows: number,
  { roster, nowMs, alertsSummary, historyHealth, refusedLately, isHolding }: FirstStateOptions,
): FirstState {
  const hubNowMs = nowMs()
  const answer: WatchAck & { ok: true } = {
    ok: true,
    hubNowMs,
    alerts: alertsSummary(),
    history: historyHealth(),
    refused: refusedLately(),
    isHolding: isHolding(),
  }
  if (entry) answer.process = detailOf(roster.assessed(entry.id) ?? entry, hubNowMs)
  if (!isFleet) return { answer, others: [] }
  const { first, others } = mostUrgent([...roster.entries()], rows)
  answer.fleet = { rows: first.map((one) => rowOf(one, hubNowMs)), total: first.length + others.length }
  return { answer, others }
}
