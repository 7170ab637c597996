/** Asks the hub for a process's past over HTTP. */
import type { SeriesPoints } from '../protocol/http-api'
import { complaintOf } from './ask'

/** Keeps the address of a request far below what servers and proxies take. */
const NAMES_A_REQUEST = 40

export interface HistoryQuery {
  process: string
  names: readonly string[]
  fromMs: number
  toMs: number
  /** 0: raw. */
  stepMs: number
}

export type AskHistory = (query: HistoryQuery, signal: AbortSignal) => Promise<SeriesPoints[]>

/** Answers points of all series, or throws an Error whose message is a sentence for the screen. */
export function historyOf(baseUrl: string, fetcher: typeof fetch): AskHistory {
  return async (query, signal) => {
    if (query.names.length === 0 || query.toMs < query.fromMs) return []
    const asked: Promise<SeriesPoints[]>[] = []
    for (let at = 0; at < query.names.length; at += NAMES_A_REQUEST) {
      const names = query.names.slice(at, at + NAMES_A_REQUEST)
      asked.push(askOnce(`${baseUrl}${pathOf({ ...query, names })}`, fetcher, signal))
    }
    return (await Promise.all(asked)).flat()
  }
}

function pathOf({ process, names, fromMs, toMs, stepMs }: HistoryQuery): string {
  const params = new URLSearchParams(names.map((name) => ['name', name]))
  params.set('fromMs', String(Math.floor(fromMs)))
  params.set('toMs', String(Math.floor(toMs)))
  if (stepMs > 0) params.set('stepMs', String(stepMs))
  return `/api/v1/processes/${encodeURIComponent(process)}/series?${params.toString()}`
}

async function askOnce(url: string, fetcher: typeof fetch, signal: AbortSignal): Promise<SeriesPoints[]> {
  const response = await fetcher(url, { signal, headers: { accept: 'application/json' } })
  if (!response.ok) throw new Error(await complaintOf(response))
  const body = (await response.json()) as { series: SeriesPoints[] }
  return body.series
}
