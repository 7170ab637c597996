/** The lives of a process before the one under way, as restarts tell them. */
import type { Annotation } from '../protocol/annotations'
import type { ProcessDetail } from '../protocol/http-api'
import { queryOf, type Ask } from './ask'

/** Lives are looked for so far back. */
const WITHIN_MS = 30 * 86_400_000

export interface EarlierLife {
  startedAtMs: number
  /** When the next one began. */
  endedAtMs: number
}

/** At most `most`, the newest first; what the first life was before any restart, nobody told. */
export async function askEarlierLives(
  ask: Ask,
  { id, startedAtMs }: Pick<ProcessDetail, 'id' | 'startedAtMs'>,
  nowMs: number,
  most: number,
  signal: AbortSignal,
): Promise<EarlierLife[]> {
  const query = queryOf({ process: id, fromMs: Math.floor(nowMs - WITHIN_MS), toMs: Math.ceil(nowMs) })
  const { annotations } = await ask<{ annotations: Annotation[] }>(`/api/v1/annotations${query}`, { signal })
  const starts = annotations
    .filter(({ kind, process, atMs }) => kind === 'restart' && process === id && atMs < startedAtMs)
    .map(({ atMs }) => atMs)
    .toSorted((a, b) => b - a)
  return starts
    .slice(0, most)
    .map((startedMs, at) => ({ startedAtMs: startedMs, endedAtMs: starts[at - 1] ?? startedAtMs }))
}
