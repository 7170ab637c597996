/** The hub's routes of investigations. */
import type {
  Investigation,
  InvestigationAnswer,
  InvestigationInput,
  Run,
  RunComparison,
} from '../protocol/investigations'
import { queryOf, type Ask } from './ask'

const INVESTIGATIONS = '/api/v1/investigations'

/** Where nothing is said, a run begins now, goes on, and is of all processes of the service. */
export type NewRun = Pick<Run, 'label'> & Partial<Pick<Run, 'settings' | 'process' | 'fromMs' | 'toMs'>>
export type NewInvestigation = Pick<InvestigationInput, 'title' | 'service' | 'metric'> &
  Partial<Pick<InvestigationInput, 'question' | 'followsLives'>> & { runs?: NewRun[] }
export type InvestigationChange = Partial<Omit<InvestigationInput, 'service'>>
export type RunChange = Partial<Pick<Run, 'label' | 'settings' | 'process' | 'fromMs' | 'toMs'>>

export function investigationsApi(ask: Ask) {
  const one = (id: string) => `${INVESTIGATIONS}/${encodeURIComponent(id)}`
  const ofRun = (id: string, run: string) => `${one(id)}/runs/${encodeURIComponent(run)}`
  return {
    list: (signal: AbortSignal) => ask<{ investigations: Investigation[] }>(INVESTIGATIONS, { signal }),
    answer: (id: string, signal: AbortSignal) => ask<InvestigationAnswer>(one(id), { signal }),
    comparison: (id: string, before: string, after: string, signal: AbortSignal) =>
      ask<RunComparison>(`${one(id)}/comparison${queryOf({ before, after })}`, { signal }),
    begin: (body: NewInvestigation) => ask<Investigation>(INVESTIGATIONS, { method: 'POST', body }),
    change: (id: string, body: InvestigationChange) => ask<Investigation>(one(id), { method: 'PATCH', body }),
    remove: (id: string) => ask<undefined>(one(id), { method: 'DELETE' }),
    addRun: (id: string, body: NewRun) => ask<Run>(`${one(id)}/runs`, { method: 'POST', body }),
    changeRun: (id: string, run: string, body: RunChange) => ask<Run>(ofRun(id, run), { method: 'PATCH', body }),
    endRun: (id: string, run: string) => ask<Run>(`${ofRun(id, run)}/end`, { method: 'POST', body: {} }),
    removeRun: (id: string, run: string) => ask<undefined>(ofRun(id, run), { method: 'DELETE' }),
    attach: (id: string, finding: string, by: string) =>
      ask<{ finding: string }>(`${one(id)}/attach`, { method: 'POST', body: { finding, by } }),
  }
}
