/** What each kind of channel is to the rest: a function that sends one message and says what came back. */
import type { AlertMessage, AlertTold, Channel, ChannelKind, ChannelSettings } from '../../protocol/alerts'
import type { Unit } from '../../protocol/vocabulary'
import type { Outgoing } from './outgoing/outgoing'
import type { MessageText } from './words'

/** The values around the begin of what an alert is about, for its picture. */
export interface ChartPoints {
  atMs: Float64Array | readonly number[]
  /** As many; one that is not known is `NaN`. */
  values: Float64Array | readonly number[]
  unit: Unit
  /** In that unit. */
  limit?: number
  onsetMs: number
}

/** `null`: there is nothing to draw. */
export type PointsOf = (told: AlertTold) => Promise<ChartPoints | null>

export type ChannelOf<K extends ChannelKind> = Channel & { settings: Extract<ChannelSettings, { kind: K }> }

export interface SendContext {
  /** Aborts when the try has taken its time, or the hub stops. */
  signal: AbortSignal
  nowMs: number
  /** The only way out of the hub: it checks where it goes. */
  outgoing: Outgoing
  /** The message in words. */
  text: MessageText
  points: PointsOf
  /** How long an Alertmanager holds what it is told. */
  standingHoldMs: number
}

export type SendOutcome =
  | { ok: true; answer: string }
  /** `isPermanent`: another try would get the same answer. */
  | { ok: false; answer: string; isPermanent: boolean; retryAfterMs?: number }

export type Sender<K extends ChannelKind> = (
  channel: ChannelOf<K>,
  message: AlertMessage,
  context: SendContext,
) => Promise<SendOutcome>

export type Senders = { [K in ChannelKind]: Sender<K> }

/** A fault with a sentence that may be shown; what else is thrown by a sender is told by its message. */
export class SendFault extends Error {
  constructor(
    message: string,
    readonly isPermanent: boolean,
  ) {
    super(message)
  }
}
