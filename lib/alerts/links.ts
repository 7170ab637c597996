/** Where a message leads to. The book knows no address of the dashboard, so its links are paths until they are sent. */
import type { Alert, AlertGroup, AlertMessage } from '../protocol/alerts'

/** How much before the begin is shown, for the eye to have something to compare with. */
const BEFORE_MS = 30 * 60_000

export function alertsPath({ service, rule }: AlertGroup): string {
  return `/alerts?${new URLSearchParams({ service, rule }).toString()}`
}

/** The process's page from before it began until now. */
export function processPath({ process, sinceMs }: Alert, nowMs: number): string {
  const fromMs = Math.max(0, Math.round(sinceMs - BEFORE_MS))
  const toMs = Math.max(Math.round(nowMs), fromMs + BEFORE_MS)
  return `/process?${new URLSearchParams({ id: process, from: String(fromMs), to: String(toMs) }).toString()}`
}

/** What grew between two captured profiles of a process, by their ids. */
export function differencePath(process: string, { before, after }: { before: string; after: string }): string {
  return `/process?${new URLSearchParams({ id: process, before, after }).toString()}#difference`
}

/** `origin`: the dashboard's address, with or without a path or an end slash. */
export function withOrigin(message: AlertMessage, origin: string): AlertMessage {
  const base = origin.replace(/\/+$/u, '')
  const full = (path: string) => `${base}${path}`
  return {
    ...message,
    link: full(message.link),
    worst: message.worst.map(({ difference, ...told }) => ({
      ...told,
      link: full(told.link),
      ...(difference === undefined ? {} : { difference: full(difference) }),
    })),
  }
}
