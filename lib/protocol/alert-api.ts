/** What `/api/v1` answers and takes about alerts, silences, channels, messages and rules. Errors are `ApiError`. */
import type { FlagWord } from './vocabulary'
import type { Alert, AlertMessage, AlertState, Channel, Delivery, Silence } from './alerts'

/** How it stands, on every page: pushed to viewers with each change. */
export interface AlertsSummary {
  pending: number
  firing: number
  /** Firing, not acknowledged, not silenced: what waits for somebody. */
  waiting: number
}

/** `GET /api/v1/alerts?state=&service=&process=&rule=&q=&limit=&offset=`: the newest first. */
export interface AlertsAnswer {
  alerts: Alert[]
  /** How many fit, of which `alerts` is a part. */
  total: number
  summary: AlertsSummary
}

/** `active`: pending or firing. */
export const ALERT_FILTER_STATES = ['active', 'pending', 'firing', 'resolved'] as const
export type AlertFilterState = AlertState | 'active'

/** `GET /api/v1/alerts/:id` */
export interface AlertAnswer {
  alert: Alert
  /** What was sent about it and its group, newest first. */
  messages: SentMessage[]
}

/** `GET /api/v1/messages?channel=&service=&rule=&limit=&offset=` answers `{ messages, total }`, newest first. */
export interface SentMessage {
  message: AlertMessage
  deliveries: Delivery[]
}

/** `POST /api/v1/alerts/:id/ack`, and `POST /api/v1/alert-groups/ack` with the group's service and rule beside it. */
export interface AckInput {
  by: string
  note: string
}

/** `GET /api/v1/silences` answers `{ silences }`: those that hold, those planned, and the newest that ended. */
export interface SilenceView extends Silence {
  state: 'planned' | 'active' | 'ended'
}

/** A channel as it is shown: what is secret is left out, and `secrets` names what is set. */
export interface ChannelView extends Omit<Channel, 'settings'> {
  settings: Record<string, unknown> & { kind: Channel['settings']['kind'] }
  secrets: string[]
  /** What came of the newest attempt. */
  last: { atMs: number; ok: boolean; answer: string } | null
  /** Deliveries that wait to be tried again. */
  queued: number
}

/** How long a rule's flag must be up before it fires, and so on, in ms: `GET` and `PUT /api/v1/alert-rules`. */
export interface AlertRuleSettings {
  isEnabled: boolean
  holdMs: number
  quietMs: number
  graceMs: number
}

export interface AlertRulesAnswer {
  rules: Record<FlagWord, AlertRuleSettings>
  defaults: Record<FlagWord, AlertRuleSettings>
}

/** `POST /api/v1/alert-rules/dry-run` with `{ rule, settings, days }`. */
export interface DryRunAnswer {
  fromMs: number
  toMs: number
  /** How many processes and lives were looked at, and whether all of them were. */
  processes: number
  isWhole: boolean
  /** Each time it would have fired, newest first; bounded, `total` counts all. */
  fired: { process: string; service: string; instance: string; series?: string; fromMs: number; toMs: number | null }[]
  total: number
  /** One sentence (`over the last 7 days this rule would have fired 3 times, in 2 processes`). */
  sentence: string
}
