/** A flag's life as people meet it: alerts, what silences them, what is sent about them, and where to. */
import type { FlagWord, Unit } from './vocabulary'
import type { Interval } from './verdict'

export const ALERT_STATES = ['pending', 'firing', 'resolved'] as const
export type AlertState = (typeof ALERT_STATES)[number]

/** How a growth is told; every number is that of the moment at which the alert was last looked at. */
export interface GrowthFacts {
  /** In `unit` an hour. */
  slopePerHour: number | null
  slopeCi90: Interval | null
  unit: Unit
  /** When the limit is reached: soonest, and latest or `null` for "perhaps never". Absent where there is no limit. */
  limitAtMs?: [soonest: number, latest: number | null]
  /** What is likely behind it, in words (`streams.ws grows with it`). */
  cause?: string
}

/** The annotation that lies next before the begin. */
export interface NearAnnotation {
  id: number
  title: string
  kind: string
  atMs: number
  /** From the annotation to the begin of what the alert is about. */
  beforeMs: number
}

/** One flag of one process, from when it was raised until it has been quiet for long enough. */
export interface Alert {
  id: string
  rule: FlagWord
  process: string
  service: string
  instance: string
  labels: Record<string, string>
  /** The series that breaks the rule; absent where the whole process does. */
  series?: string
  state: AlertState
  /** Since when the rule is broken, on the target's clock. */
  sinceMs: number
  /** These on the hub's clock. */
  pendingAtMs: number
  firingAtMs: number | null
  resolvedAtMs: number | null
  /** Whether the flag is up now; a firing alert whose flag is down waits for its quiet time. */
  isRaised: boolean
  /** The flag's newest sentence. */
  reason: string
  growth: GrowthFacts | null
  near: NearAnnotation | null
  /**
   * While nothing can be said about the flag, the alert stays as it is: its process is silent, or its detector does not
   * know yet (`unknown`), as after a restart.
   */
  held: { sinceMs: number; why: 'silent' | 'unknown' } | null
  /** Why it is resolved: quiet for long enough, its process forgotten, or its rule switched off. */
  resolution: 'quiet' | 'forgotten' | 'switched-off' | null
  /** How often the flag went up lately, where that is often enough to be told. */
  flapping: { raises: number; sinceMs: number } | null
  ack: Acknowledgement | null
  /** The silences that hold now. */
  silencedBy: string[]
}

export interface Acknowledgement {
  atMs: number
  by: string
  note: string
}

/** What a silence is about: every field that is there must fit, and one at least is there. */
export interface AlertMatch {
  service?: string
  process?: string
  rule?: FlagWord
  /** Each of these labels has this value. */
  labels?: Record<string, string>
}

export interface SilenceInput {
  match: AlertMatch
  /** A planned window starts later than now. */
  fromMs: number
  toMs: number
  by: string
  why: string
}

export interface Silence extends SilenceInput {
  id: string
  createdAtMs: number
  /** When somebody ended it before its time. */
  endedAtMs: number | null
}

/** Alerts of one service and rule are told together. */
export interface AlertGroup {
  service: string
  rule: FlagWord
}

export const MESSAGE_KINDS = ['firing', 'update', 'repeat', 'escalated', 'resolved', 'test'] as const
export type MessageKind = (typeof MESSAGE_KINDS)[number]

/** One message to people, the same for every channel: what a webhook gets as JSON. `docs/alerts.md` has the schema. */
export interface AlertMessage {
  schema: 'tidemark.alert/1'
  /** Whoever gets the same id twice has the same message twice. */
  id: string
  kind: MessageKind
  atMs: number
  group: AlertGroup
  /** One line (`gateway: 40 processes grow`). */
  title: string
  /** How many alerts of the group fire, or fired. */
  count: number
  /** The worst of them, three at most. */
  worst: AlertTold[]
  /** To the alerts of this group. */
  link: string
}

/** What a message says of one alert. */
export interface AlertTold extends Pick<
  Alert,
  | 'id'
  | 'process'
  | 'instance'
  | 'series'
  | 'sinceMs'
  | 'firingAtMs'
  | 'resolvedAtMs'
  | 'reason'
  | 'growth'
  | 'near'
  | 'flapping'
  | 'ack'
> {
  /** To the process at the time at which it began. */
  link: string
  /** To what grew between the two profiles that were taken of the growth; absent until there are two. */
  difference?: string
}

export type ChannelSettings =
  | { kind: 'webhook'; url: string; /** Signs each body. */ secret?: string }
  | { kind: 'slack'; url: string }
  | { kind: 'discord'; url: string }
  | {
      kind: 'email'
      host: string
      port: number
      /** `tls`: from the first byte; `starttls`: asked for; `none`: a relay on this machine. */
      security: 'tls' | 'starttls' | 'none'
      user?: string
      password?: string
      from: string
      to: string[]
    }
  | { kind: 'alertmanager'; url: string; user?: string; password?: string }
  | { kind: 'ntfy'; url: string; topic: string; token?: string }
  | { kind: 'pagerduty'; routingKey: string; /** Default: PagerDuty's own. */ url?: string }

export type ChannelKind = ChannelSettings['kind']

/** The fields that are never shown again nor logged, by kind. An address that carries a token is one. */
export const CHANNEL_SECRETS: Record<ChannelKind, readonly string[]> = {
  webhook: ['secret'],
  slack: ['url'],
  discord: ['url'],
  email: ['password'],
  alertmanager: ['password'],
  ntfy: ['token'],
  pagerduty: ['routingKey'],
}

export interface Channel {
  id: string
  name: string
  isEnabled: boolean
  settings: ChannelSettings
  /** Empty or absent: all of them. */
  match: { services?: string[]; rules?: FlagWord[] }
  /** `null`: told at once. Else told only of what nobody acknowledged for so long. */
  escalateAfterMs: number | null
  /** Whether it may reach loopback and private addresses. */
  mayReachPrivate: boolean
}

export const DELIVERY_STATES = ['queued', 'sent', 'failed'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** What became of one message on one channel. */
export interface Delivery {
  /** `<message id>:<channel id>` */
  id: string
  message: string
  channel: string
  /** As it was called then; a channel may be gone by now. */
  channelName: string
  state: DeliveryState
  queuedAtMs: number
  tries: number
  /** The newest of them, oldest first; bounded. */
  attempts: DeliveryAttempt[]
  /** When it is tried again, while it is queued. */
  nextAtMs: number | null
}

export interface DeliveryAttempt {
  atMs: number
  tookMs: number
  ok: boolean
  /** What came back, in a sentence (`the server answered 500 Internal Server Error: try later`). */
  answer: string
}
