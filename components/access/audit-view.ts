/** What of the audit is shown, and how the address says so. */
import type { AuditEntry } from '../../lib/protocol/access'

export const AUDIT_OUTCOMES = ['done', 'refused', 'failed'] as const satisfies readonly AuditEntry['outcome'][]

export interface AuditView {
  /** Names, acts and outcomes to look for; empty: any. */
  by: string
  act: string
  outcome: AuditEntry['outcome'] | ''
  /** From 0. */
  page: number
}

export function auditFromAddress(params: Pick<URLSearchParams, 'get'>): AuditView {
  const page = Number(params.get('page') ?? 1) - 1
  return {
    by: params.get('by') ?? '',
    act: params.get('act') ?? '',
    outcome: AUDIT_OUTCOMES.find((outcome) => outcome === params.get('outcome')) ?? '',
    page: Number.isInteger(page) && page > 0 ? page : 0,
  }
}

/** Only what differs from a fresh page is said; it leads to the audit, which is far down the page. */
export function auditToAddress({ by, act, outcome, page }: AuditView): string {
  const params = new URLSearchParams()
  if (by !== '') params.set('by', by)
  if (act !== '') params.set('act', act)
  if (outcome !== '') params.set('outcome', outcome)
  if (page > 0) params.set('page', String(page + 1))
  const text = params.toString()
  return `/settings${text === '' ? '' : `?${text}`}#audit`
}
