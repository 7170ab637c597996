/** The hub's routes of findings. */
import type { Finding, FindingInput } from '../protocol/findings'
import type { Ask } from './ask'

export type FindingChange = Partial<Omit<FindingInput, 'by'>> | { note: { by: string; text: string } }

const FINDINGS = '/api/v1/findings'

export function findingsApi(ask: Ask) {
  const one = (id: string) => `${FINDINGS}/${encodeURIComponent(id)}`
  return {
    list: (signal: AbortSignal) => ask<{ findings: Finding[] }>(FINDINGS, { signal }),
    add: (body: FindingInput) => ask<Finding>(FINDINGS, { method: 'POST', body }),
    change: (id: string, body: FindingChange) => ask<Finding>(one(id), { method: 'PATCH', body }),
    remove: (id: string) => ask<undefined>(one(id), { method: 'DELETE' }),
  }
}
