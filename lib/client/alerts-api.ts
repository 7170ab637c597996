/** The hub's routes of alerts, silences and annotations, with their shapes. */
import type { AckInput, AlertAnswer, AlertFilterState, AlertsAnswer, SilenceView } from '../protocol/alert-api'
import type { Alert, AlertGroup, SilenceInput } from '../protocol/alerts'
import type { Annotation, AnnotationInput } from '../protocol/annotations'
import type { FlagWord } from '../protocol/vocabulary'
import { queryOf, type Ask } from './ask'

export interface AlertsQuery {
  /** Of any by default. */
  state?: AlertFilterState
  process?: string
  service?: string | null
  rule?: FlagWord | null
  q?: string
  limit: number
  offset?: number
}

const idPath = (path: string, id: string) => `${path}/${encodeURIComponent(id)}`

export function alertsApi(ask: Ask) {
  return {
    list: (query: AlertsQuery, signal?: AbortSignal) =>
      ask<AlertsAnswer>(`/api/v1/alerts${queryOf({ ...query })}`, signal ? { signal } : {}),
    one: (id: string, signal?: AbortSignal) => ask<AlertAnswer>(idPath('/api/v1/alerts', id), signal ? { signal } : {}),
    acknowledge: (id: string, body: AckInput) =>
      ask<Alert>(`${idPath('/api/v1/alerts', id)}/ack`, { method: 'POST', body }),
    takeBack: (id: string) => ask<Alert>(`${idPath('/api/v1/alerts', id)}/ack`, { method: 'DELETE' }),
    acknowledgeGroup: (group: AlertGroup, input: AckInput) =>
      ask<{ alerts: Alert[] }>('/api/v1/alert-groups/ack', { method: 'POST', body: { ...group, ...input } }),
    silences: (signal?: AbortSignal) => ask<{ silences: SilenceView[] }>('/api/v1/silences', signal ? { signal } : {}),
    silence: (body: SilenceInput) => ask<SilenceView>('/api/v1/silences', { method: 'POST', body }),
    endSilence: (id: string) => ask<SilenceView>(idPath('/api/v1/silences', id), { method: 'DELETE' }),
    annotate: (body: AnnotationInput) => ask<Annotation>('/api/v1/annotations', { method: 'POST', body }),
  }
}

export type AlertsApi = ReturnType<typeof alertsApi>
