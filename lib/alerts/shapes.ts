/** What goes into the book of alerts and what comes out of it. What comes out is JSON, so that it can be kept and read back. */
import type {
  Acknowledgement,
  Alert,
  AlertGroup,
  AlertMessage,
  AlertState,
  GrowthFacts,
  NearAnnotation,
  Silence,
} from '../protocol/alerts'
import type { Flag } from '../protocol/verdict'
import type { FlagWord } from '../protocol/vocabulary'

/** What the book has to know of a process whose flags it is shown. */
export interface ObservedProcess {
  id: string
  service: string
  instance: string
  labels: Record<string, string>
  startedAtMs: number
  boot: string
  /**
   * Whether nothing can be said of this rule and series now (a detector that still collects): an alert whose flag is down
   * then is not quiet. Asked only where there is such an alert.
   */
  isUnknown?(rule: FlagWord, series: string | undefined): boolean
}

export type RaisedFlag = Flag & { growth?: GrowthFacts }

/** The annotation that lies next before a begin, if there is one. */
export type NearestBefore = (process: string, service: string, sinceMs: number) => NearAnnotation | null

/** What the book remembers of an alert besides what people see. */
export interface AlertMemory {
  boot: string
  /** Nothing fires before, on the hub's clock. */
  graceUntilMs: number
  /** From when on the time in which the flag was up counts; `null` while it is down or held. */
  upSinceMs: number | null
  /** From when on the flag was down without a doubt; `null` otherwise. */
  quietSinceMs: number | null
  /** When a restart took the flag down; `null` once it was up again. */
  lostAtMs: number | null
  /** When the flag went up or down last. */
  changedAtMs: number
  /** When the sentence and the numbers were brought up to date. */
  factsAtMs: number
  /** When the flag went up; the newest, oldest first. */
  raises: number[]
  /** Fires, and people have to be told of it. */
  isUntold: boolean
  /** A silence held it back; it is told without waiting for the time of updates. */
  isBack: boolean
  /** A message of the current episode of its group told of it. */
  wasTold: boolean
  wasFlappingTold: boolean
}

export interface AlertRecord {
  alert: Alert
  memory: AlertMemory
}

/** A group while alerts of it fire, or were told and are not yet told to be over. */
export interface GroupState extends AlertGroup {
  /** `groupId(group)` */
  id: string
  /** The same from its first message to `resolved`, and never again. */
  episode: string
  openedAtMs: number
  /** Waits for others before a message; each that joins moves `untilMs`, up to `latestMs`. */
  gather: { fromMs: number; untilMs: number; latestMs: number } | null
  /** Messages of this episode; their ids count on from here. */
  messages: number
  /** Alerts that this episode told of. */
  told: number
  /** The last message about what fires, but for an escalation. */
  toldAtMs: number | null
  /** Since when some of what was told is acknowledged by nobody. */
  openSinceMs: number | null
  /** The delays that were escalated to in this time without acknowledgement, and in this episode. */
  escalated: number[]
  everEscalated: number[]
  /** The alerts that the last message named. */
  worst: string[]
}

/** A message, and the channels that it is for. Its links have no origin yet; see `withOrigin`. */
export interface OutgoingMessage {
  message: AlertMessage
  episode: string
  /**
   * Channels whose `escalateAfterMs` is one of these. `resolved` names every delay that was told in the episode; a channel
   * that was told nothing needs no `resolved` either.
   */
  audience: (number | null)[]
}

/** What changed since the last `take()`: to be kept in one transaction, messages included, before anything is sent. */
export interface AlertChanges {
  /** The book's time; goes with what is kept. */
  clockMs: number
  alerts: AlertRecord[]
  groups: GroupState[]
  silences: Silence[]
  /** Alerts that never fired and are gone: to be deleted. Resolved alerts are never among them; how long they are kept is the keeper's. */
  removedAlerts: string[]
  removedGroups: string[]
  messages: OutgoingMessage[]
}

/** Everything that was kept. Of the resolved alerts the newest `maxResolved` are enough. */
export interface AlertBookState {
  clockMs: number
  alerts: AlertRecord[]
  groups: GroupState[]
  silences: Silence[]
}

/** An answer to a person: what was asked for, or one sentence that says why not. */
export type Answer<T> =
  { ok: true; value: T } | { ok: false; code: 'not_found' | 'bad_input' | 'full'; message: string }

export type AckInput = Omit<Acknowledgement, 'atMs'>

export interface AlertFilter {
  states?: readonly AlertState[]
  service?: string
  rule?: FlagWord
  process?: string
  isAcknowledged?: boolean
  isSilenced?: boolean
}

/** A group as people see it. */
export interface GroupView extends AlertGroup {
  id: string
  /** Alerts that fire, silenced ones included; how many of them are silenced, and acknowledged. */
  firing: number
  silenced: number
  acknowledged: number
  toldAtMs: number | null
  /** `null`: everything that was told is acknowledged, silenced or over. */
  openSinceMs: number | null
  /** The worst first, three at most. */
  worst: string[]
}
