/** Brings frames, series and events to the hub, once each, and keeps them until the hub has them on disk. Knows no socket and no clock. */
import type { LifeDescription, SeriesDeclaration } from '../lib/protocol/agent-wire'
import { isRecord } from '../lib/protocol/checks'
import { LIMITS } from '../lib/protocol/limits'
import { PROTOCOL_VERSION } from '../lib/protocol/vocabulary'
import type { EventQueue } from './event-queue'
import type { Link } from './link'
import type { Outbox } from './outbox'
import { describeRefusal, type Refused, refusalOf } from './refusals'
import type { SeriesTable } from './series-table'
import type { Warnings } from './warnings'

/** Live frames need no answer to the one before; a slow hub still feels it after so many, which bounds what is under way. */
const MESSAGES_UNDER_WAY = 4
const ACK_TIMEOUT_MS = 10_000
/** Half of what closes a connection, and a number as JSON takes at most 24 characters and a comma. */
const MESSAGE_BYTES = LIMITS.messageBytes / 2
const VALUE_BYTES = 25
const FRAME_BYTES = 70
const EVENTS_A_MESSAGE = 50

type Phase =
  | { state: 'away' }
  /** Hello is said, and not answered. */
  | { state: 'greeting'; sinceMs: number }
  | {
      state: 'streaming'
      /** How many series the hub knows: how wide a frame is. */
      declared: number
      declaringSinceMs: number | null
      /** The newest frame that was sent on this connection, or need not be. */
      sentSeq: number
      underWay: { sinceMs: number }[]
      eventsSinceMs: number | null
      framesPerMessage: number
      framesPerMessageMost: number
      /** Frames that were refused and are tried again in smaller messages: not let go, whatever is durable after them. */
      again: { fromSeq: number; toSeq: number } | null
      /** Nothing is sent before: the hub asked for less. */
      quietUntilMs: number
    }
  /** The hub refused: the next try is at `untilMs`. */
  | { state: 'waiting'; untilMs: number }
  | { state: 'stopped' }
type Streaming = Extract<Phase, { state: 'streaming' }>

export class Delivery {
  process: string | null = null
  framesLost = 0
  durableSeq = 0
  #phase: Phase = { state: 'away' }
  /** The newest frame that was told as lost. */
  #lostUpTo = 0
  /** The hub takes no more series than these: frames stay this wide. */
  #seriesMost = Number.POSITIVE_INFINITY
  #refusals = 0
  readonly #parts: DeliveryParts

  constructor(parts: DeliveryParts) {
    this.#parts = parts
  }

  get state(): Phase['state'] {
    return this.#phase.state
  }

  /** Whether the hub has everything. */
  get isSettled(): boolean {
    return this.#parts.outbox.size === 0 && this.#parts.events.size === 0
  }

  opened(nowMs: number): void {
    if (this.#phase.state === 'stopped') return
    const greeting: Phase = { state: 'greeting', sinceMs: nowMs }
    this.#phase = greeting
    const { life, table, link } = this.#parts
    const series = fitting(table.declarations.slice(0, this.#seriesMost))
    link.send('hello', { protocol: PROTOCOL_VERSION, process: life, series }, (answer) => {
      if (this.#phase === greeting) this.#onHello(answer, series.length)
    })
  }

  closed(): void {
    this.#parts.events.rewind()
    if (this.#phase.state !== 'waiting' && this.#phase.state !== 'stopped') this.#phase = { state: 'away' }
  }

  /** The hub refused the connection, or a message on it: `answer` is what it sent. */
  refused(answer: unknown, nowMs: number): void {
    if (this.#phase.state === 'stopped') return
    const refusal = refusalOf(answer)
    this.#warn(refusal)
    // First, because closing the link asks what comes next.
    this.#phase = { state: 'waiting', untilMs: nowMs + describeRefusal(refusal, this.#refusals++).waitMs }
    this.#parts.link.disconnect()
    this.#parts.events.rewind()
  }

  /** Sends what can be sent now. Called at every frame and every answer. */
  pump(nowMs: number): void {
    const phase = this.#phase
    switch (phase.state) {
      case 'away':
      case 'stopped':
        return
      case 'waiting':
        if (nowMs < phase.untilMs) return
        this.#phase = { state: 'away' }
        this.#parts.link.connect()
        return
      case 'greeting':
        if (nowMs - phase.sinceMs > ACK_TIMEOUT_MS) this.#reconnect()
        return
      case 'streaming':
        this.#stream(phase, nowMs)
        return
      default:
        phase satisfies never
    }
  }

  stop(): void {
    this.#phase = { state: 'stopped' }
    this.#parts.link.close()
  }

  #onHello(answer: unknown, declared: number): void {
    const nowMs = this.#parts.nowMs()
    if (!isRecord(answer) || answer['ok'] !== true) {
      this.refused(answer, nowMs)
      return
    }
    const { process, frameAfter, maxFrames } = answer
    this.process = typeof process === 'string' ? process : null
    this.#refusals = 0
    const most = typeof maxFrames === 'number' && maxFrames >= 1 ? Math.floor(maxFrames) : LIMITS.framesPerMessage
    this.#phase = {
      state: 'streaming',
      declared,
      declaringSinceMs: null,
      // What the hub has not yet is sent again; what it has is let go when it says so with the next frames.
      sentSeq:
        typeof frameAfter === 'number' && frameAfter >= 0 ? Math.min(frameAfter, this.#parts.outbox.newestSeq) : 0,
      underWay: [],
      eventsSinceMs: null,
      framesPerMessage: Math.min(most, LIMITS.framesPerMessage),
      framesPerMessageMost: Math.min(most, LIMITS.framesPerMessage),
      again: null,
      quietUntilMs: 0,
    }
    this.pump(nowMs)
  }

  #stream(phase: Streaming, nowMs: number): void {
    const oldest = Math.min(
      phase.underWay[0]?.sinceMs ?? nowMs,
      phase.declaringSinceMs ?? nowMs,
      phase.eventsSinceMs ?? nowMs,
    )
    if (nowMs - oldest > ACK_TIMEOUT_MS) {
      this.#reconnect()
      return
    }
    if (nowMs < phase.quietUntilMs) return
    this.#sendSeries(phase, nowMs)
    this.#sendFrames(phase, nowMs)
    this.#sendEvents(phase, nowMs)
  }

  /** Series that were declared since: frames are as wide as the hub knows until it has taken them. */
  #sendSeries(phase: Streaming, nowMs: number): void {
    const { table, link } = this.#parts
    const upTo = Math.min(table.width, this.#seriesMost)
    if (phase.declaringSinceMs !== null || upTo <= phase.declared) return
    phase.declaringSinceMs = nowMs
    link.send('series', { series: fitting(table.declarations.slice(phase.declared, upTo)) }, (answer) => {
      if (this.#phase !== phase) return
      phase.declaringSinceMs = null
      if (isRecord(answer) && answer['ok'] === true) {
        phase.declared = upTo
      } else {
        const refusal = refusalOf(answer)
        const isAboutSeries = refusal.code === 'too_many_series' || refusal.code === 'bad_hello'
        if (!isAboutSeries && this.#isAboutConnection(refusal, phase)) return
        this.#warn(refusal)
        this.#seriesMost = phase.declared
      }
      this.pump(this.#parts.nowMs())
    })
  }

  #sendFrames(phase: Streaming, nowMs: number): void {
    const { outbox, link } = this.#parts
    while (phase.underWay.length < MESSAGES_UNDER_WAY && phase.sentSeq < outbox.newestSeq) {
      this.#tellLoss(phase, nowMs)
      const fit = Math.floor(MESSAGE_BYTES / (FRAME_BYTES + phase.declared * VALUE_BYTES))
      const most = Math.max(1, Math.min(phase.framesPerMessage, fit))
      const frames = outbox.frames(phase.sentSeq + 1, most, phase.declared)
      const lastSeq = frames.at(-1)?.seq
      if (lastSeq === undefined) return
      const message = { sinceMs: nowMs }
      phase.sentSeq = lastSeq
      phase.underWay.push(message)
      link.send('frames', { frames }, (answer) => {
        if (this.#phase !== phase) return
        phase.underWay = phase.underWay.filter((other) => other !== message)
        this.#onFrames(phase, answer, frames[0]?.seq ?? lastSeq, lastSeq)
      })
    }
  }

  #onFrames(phase: Streaming, answer: unknown, firstSeq: number, lastSeq: number): void {
    if (isRecord(answer) && answer['ok'] === true) {
      const durable = typeof answer['durable'] === 'number' ? answer['durable'] : 0
      this.#refusals = 0
      phase.framesPerMessage = Math.min(phase.framesPerMessageMost, phase.framesPerMessage * 2)
      settleAgain(phase, firstSeq, lastSeq)
      this.#release(phase, durable)
    } else if (!this.#onFramesRefused(phase, answer, firstSeq, lastSeq)) {
      return
    }
    this.pump(this.#parts.nowMs())
  }

  #release(phase: Streaming, durable: number): void {
    const { outbox } = this.#parts
    const upTo = Math.min(durable, outbox.newestSeq, phase.again ? phase.again.fromSeq - 1 : durable)
    this.durableSeq = Math.max(this.durableSeq, upTo)
    outbox.release(upTo)
  }

  /** Halves the message until it is taken, or one frame is left that never will be; answers whether the connection goes on. */
  #onFramesRefused(phase: Streaming, answer: unknown, firstSeq: number, lastSeq: number): boolean {
    const refusal = refusalOf(answer)
    if (this.#isAboutConnection(refusal, phase)) return false
    this.#warn(refusal)
    if (firstSeq === lastSeq) {
      this.#countLoss(firstSeq, lastSeq, this.#parts.nowMs(), 'the hub refused them')
      settleAgain(phase, firstSeq, lastSeq)
      return true
    }
    phase.framesPerMessage = Math.max(1, Math.floor((lastSeq - firstSeq + 1) / 2))
    phase.sentSeq = Math.min(phase.sentSeq, firstSeq - 1)
    const { again } = phase
    phase.again = {
      fromSeq: Math.min(again?.fromSeq ?? firstSeq, firstSeq),
      toSeq: Math.max(again?.toSeq ?? lastSeq, lastSeq),
    }
    return true
  }

  /** Refusals that concern the whole connection are dealt with here. */
  #isAboutConnection(refusal: Refused, phase: Streaming): boolean {
    const { scope, waitMs } = describeRefusal(refusal, this.#refusals)
    const nowMs = this.#parts.nowMs()
    if (scope === 'message') return false
    if (scope === 'connection') {
      this.refused(refusal, nowMs)
    } else {
      this.#warn(refusal)
      this.#refusals++
      phase.quietUntilMs = nowMs + waitMs
      phase.sentSeq = Math.min(phase.sentSeq, Math.max(this.durableSeq, this.#parts.outbox.oldestSeq - 1))
      this.#parts.events.rewind()
    }
    return true
  }

  #sendEvents(phase: Streaming, nowMs: number): void {
    const { events, link } = this.#parts
    if (events.size === 0 || phase.eventsSinceMs !== null) return
    const batch = events.take(EVENTS_A_MESSAGE, nowMs)
    phase.eventsSinceMs = nowMs
    link.send('events', { events: batch }, (answer) => {
      if (this.#phase !== phase) return
      phase.eventsSinceMs = null
      if (!isRecord(answer) || answer['ok'] !== true) {
        const refusal = refusalOf(answer)
        if (this.#isAboutConnection(refusal, phase)) return
        this.#warn(refusal)
      }
      events.settle()
      this.pump(this.#parts.nowMs())
    })
  }

  /** Frames that the outbox pushed out before they were ever sent. */
  #tellLoss(phase: Streaming, nowMs: number): void {
    const lastLost = this.#parts.outbox.oldestSeq - 1
    if (lastLost <= phase.sentSeq) return
    this.#countLoss(phase.sentSeq + 1, lastLost, nowMs, 'the hub was away for longer than the outbox holds')
    phase.sentSeq = lastLost
  }

  #countLoss(fromSeq: number, toSeq: number, nowMs: number, why: string): void {
    const count = toSeq - Math.max(fromSeq - 1, this.#lostUpTo)
    this.#lostUpTo = Math.max(this.#lostUpTo, toSeq)
    if (count <= 0) return
    this.framesLost += count
    const message = `${count} frames were lost (${toSeq - count + 1} to ${toSeq}): ${why}.`
    this.#parts.events.push({ atMs: nowMs, type: 'log', level: 'warn', message, count })
  }

  #reconnect(): void {
    this.#phase = { state: 'away' }
    this.#parts.events.rewind()
    this.#parts.link.disconnect()
    this.#parts.link.connect()
  }

  #warn(refusal: Refused): void {
    this.#parts.warnings.warn('TIDEMARK_REFUSED', refusal.code, `the hub refuses (${refusal.code}): ${refusal.message}`)
  }
}

/** What was to be tried again from `firstSeq` to `lastSeq` is done with: taken, or lost. */
function settleAgain(phase: Streaming, firstSeq: number, lastSeq: number): void {
  const { again } = phase
  if (!again || firstSeq > again.fromSeq || lastSeq < again.fromSeq) return
  phase.again = lastSeq >= again.toSeq ? null : { fromSeq: lastSeq + 1, toSeq: again.toSeq }
}

/** A thousand series with long sentences of help would pass the limit of a message; the sentences can be missed. */
function fitting(series: SeriesDeclaration[]): SeriesDeclaration[] {
  if (Buffer.byteLength(JSON.stringify(series)) <= MESSAGE_BYTES) return series
  return series.map(({ help: _help, ...rest }) => rest)
}

export interface DeliveryParts {
  life: LifeDescription
  table: SeriesTable
  outbox: Outbox
  events: EventQueue
  link: Link
  warnings: Warnings
  nowMs: () => number
}
