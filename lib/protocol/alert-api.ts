/** What `/api/v1` answers and takes about alerts, silences, channels, messages and rules. Errors are `ApiError`. */
import type { Capture } from './captures'
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
  /** What was captured of the process because of a growth of the same life; the newest first. Two profiles make a difference. */
  captures: Capture[]
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

/** What of a rule can be set on a page; the other numbers of `docs/alerts.md` are those of the settings file. */
export interface AlertRuleSettings {
  isEnabled: boolean
  /** How long the flag must stay up before its alert fires. */
  holdMs: number
  /** How long it must stay down before the alert is resolved. */
  quietMs: number
}

/** `GET /api/v1/alert-rules`; `PUT` takes `{ rules?, graceMs? }`, of which what is left out stays as it is. */
export interface AlertRulesAnswer {
  rules: Record<FlagWord, AlertRuleSettings>
  /** After the start of a process nothing of it fires for so long. */
  graceMs: number
  /** What holds where nothing was set on a page: the settings file's. */
  defaults: { rules: Record<FlagWord, AlertRuleSettings>; graceMs: number }
}

/** `POST /api/v1/alert-rules/dry-run` with `{ rule, settings, graceMs?, days? }`. */
export interface DryRunAnswer {
  fromMs: number
  toMs: number
  /** How many processes have raised this flag at all. */
  processes: number
  /** Each time it would have fired, newest first; bounded, `total` counts all. */
  fired: { process: string; service: string; instance: string; series?: string; fromMs: number; toMs: number | null }[]
  total: number
  /** One sentence (`over the last 7 days this rule would have fired 3 times, in 2 processes`). */
  sentence: string
}
