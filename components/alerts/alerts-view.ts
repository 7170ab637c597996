/** What the alerts page shows, and how the address says so. */
import type { AlertFilterState } from '../../lib/protocol/alert-api'
import { FLAG_WORDS, type FlagWord } from '../../lib/protocol/vocabulary'

export const TABS = ['active', 'history', 'silences'] as const
export type Tab = (typeof TABS)[number]
/** Of the active ones. */
export const STATES = ['active', 'firing', 'pending'] as const satisfies readonly AlertFilterState[]
export type ShownState = (typeof STATES)[number]

export interface AlertsView {
  tab: Tab
  state: ShownState
  service: string | null
  rule: FlagWord | null
  query: string
  /** From 0. */
  page: number
}

export function viewFromAddress(params: Pick<URLSearchParams, 'get'>): AlertsView {
  const page = Number(params.get('page') ?? 1) - 1
  return {
    tab: TABS.find((tab) => tab === params.get('tab')) ?? 'active',
    state: STATES.find((state) => state === params.get('state')) ?? 'active',
    service: params.get('service') || null,
    rule: FLAG_WORDS.find((rule) => rule === params.get('rule')) ?? null,
    query: params.get('q') ?? '',
    page: Number.isInteger(page) && page > 0 ? page : 0,
  }
}

/** Only what differs from a fresh page is said. */
export function viewToAddress(view: AlertsView): string {
  const params = new URLSearchParams()
  if (view.tab !== 'active') params.set('tab', view.tab)
  if (view.tab === 'active' && view.state !== 'active') params.set('state', view.state)
  if (view.service !== null) params.set('service', view.service)
  if (view.rule !== null) params.set('rule', view.rule)
  if (view.query !== '') params.set('q', view.query)
  if (view.page > 0) params.set('page', String(view.page + 1))
  const text = params.toString()
  return text === '' ? '/alerts' : `/alerts?${text}`
}

export function alertAddress(id: string): string {
  return `/alerts?id=${encodeURIComponent(id)}`
}

/** So much of the time before a begin belongs to its picture. */
const BEFORE_MS = 15 * 60_000
const AFTER_MS = 45 * 60_000

/** The stretch that shows how it began. */
export function onsetRange(alert: { sinceMs: number; resolvedAtMs: number | null }, nowMs: number) {
  // What is over is shown with the minute after it; of what lasts there is nothing after now.
  const endMs = alert.resolvedAtMs === null ? nowMs : alert.resolvedAtMs + 60_000
  const toMs = Math.min(alert.sinceMs + AFTER_MS, Math.max(endMs, alert.sinceMs + 60_000))
  return { kind: 'between' as const, fromMs: alert.sinceMs - BEFORE_MS, toMs }
}

/** The process as it was when it began. */
export function processAddress(
  alert: { process: string; sinceMs: number; resolvedAtMs: number | null },
  nowMs: number,
): string {
  const { fromMs, toMs } = onsetRange(alert, nowMs)
  return `/process?id=${encodeURIComponent(alert.process)}&from=${Math.round(fromMs)}&to=${Math.round(toMs)}`
}
