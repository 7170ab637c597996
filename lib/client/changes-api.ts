/** The hub's route of what changed in a stretch of time. */
import type { ChangesAnswer } from '../protocol/changes'
import { queryOf, type Ask } from './ask'

export interface ChosenStretch {
  fromMs: number
  toMs: number
}

/** A process has no more series. */
const ALL_SERIES = 1_000
/** A page of them says what happened. */
export const MOST_OF_ALL = 20

export function changesApi(ask: Ask) {
  const changes = (query: Record<string, string | number>, signal: AbortSignal) =>
    ask<ChangesAnswer>(`/api/v1/changes${queryOf(query)}`, { signal })
  return {
    ofProcess: (process: string, stretch: ChosenStretch, signal: AbortSignal) =>
      changes({ ...stretch, process, limit: ALL_SERIES }, signal),
    ofAll: (stretch: ChosenStretch, signal: AbortSignal) => changes({ ...stretch, limit: MOST_OF_ALL }, signal),
  }
}
