/** One connection on which the hub has answered hello: what was sent on it, and what each answer means. Knows no socket and no clock. */
import type { SeriesDeclaration } from '../lib/protocol/agent-wire'
import { isRecord } from '../lib/protocol/checks'
import { LIMITS } from '../lib/protocol/limits'
import type { EventQueue } from './event-queue'
import type { Ledger } from './ledger'
import type { Link } from './link'
import type { Outbox } from './outbox'
import { type Refused, refusalOf } from './refusals'
import type { SeriesTable } from './series-table'

/** Live frames need no answer to the one before; a slow hub still feels it after so many, which bounds what is under way. */
const MESSAGES_UNDER_WAY = 4
export const ACK_TIMEOUT_MS = 10_000
/** Half of what closes a connection, and a number as JSON takes at most 24 characters and a comma. */
const MESSAGE_BYTES = LIMITS.messageBytes / 2
const VALUE_BYTES = 25
const FRAME_BYTES = 70
const EVENTS_A_MESSAGE = 50

export interface ConversationParts {
  table: SeriesTable
  outbox: Outbox
  events: EventQueue
  link: Link
  ledger: Ledger
  nowMs: () => number
  /** The hub took something. */
  agreed(): void
  /** The hub refused; answers how long to send nothing, 0 to go on, or `null` where this conversation is over. */
  refused(refusal: Refused): number | null
}

/** What the hub said to hello. */
export interface Greeting {
  /** How many series the hub knows. */
  declared: number
  frameAfter: number
  maxFrames: number
}

export class Conversation {
  readonly #parts: ConversationParts
  readonly #maxFrames: number
  /** How wide a frame is. */
  #declared: number
  #declaringSinceMs: number | null = null
  /** The newest frame that was sent here, or need not be. */
  #sentSeq: number
  #underWay: { sinceMs: number }[] = []
  #eventsSinceMs: number | null = null
  #framesPerMessage: number
  /** Frames that were refused and are tried again in smaller messages: not let go, whatever is durable after them. */
  #again: { fromSeq: number; toSeq: number } | null = null
  #quietUntilMs = 0
  #isOver = false

  constructor(parts: ConversationParts, { declared, frameAfter, maxFrames }: Greeting) {
    this.#parts = parts
    this.#declared = declared
    // What the hub has not yet is sent again; what it has is let go when it says so with the next frames.
    this.#sentSeq = Math.min(frameAfter, parts.outbox.newestSeq)
    this.#maxFrames = Math.min(maxFrames, LIMITS.framesPerMessage)
    this.#framesPerMessage = this.#maxFrames
  }

  /** Late answers mean nothing from now on. */
  end(): void {
    this.#isOver = true
    this.#parts.events.rewind()
  }

  /** Whether the hub has left something unanswered for too long. */
  isStalled(nowMs: number): boolean {
    const since = [this.#underWay[0]?.sinceMs, this.#declaringSinceMs, this.#eventsSinceMs]
    return since.some((sinceMs) => sinceMs != null && nowMs - sinceMs > ACK_TIMEOUT_MS)
  }

  /** Sends what can be sent now. */
  pump(nowMs: number): void {
    if (this.#isOver || nowMs < this.#quietUntilMs) return
    this.#sendSeries(nowMs)
    // How wide a frame must be is not certain until the hub has answered.
    if (this.#declaringSinceMs === null) this.#sendFrames(nowMs)
    this.#sendEvents(nowMs)
  }

  /** Series that were declared since. */
  #sendSeries(nowMs: number): void {
    const { table, link, ledger } = this.#parts
    const upTo = Math.min(table.width, ledger.seriesMost)
    if (this.#declaringSinceMs !== null || upTo <= this.#declared) return
    this.#declaringSinceMs = nowMs
    link.send('series', { series: fitting(table.declarations.slice(this.#declared, upTo)) }, (answer) => {
      if (this.#isOver) return
      this.#declaringSinceMs = null
      if (isOk(answer)) this.#declared = upTo
      else if (!this.#goesOn(refusalOf(answer))) return
      else if (this.#quietUntilMs <= this.#parts.nowMs()) ledger.seriesMost = this.#declared
      this.pump(this.#parts.nowMs())
    })
  }

  #sendFrames(nowMs: number): void {
    const { outbox, link } = this.#parts
    while (this.#underWay.length < MESSAGES_UNDER_WAY && this.#sentSeq < outbox.newestSeq) {
      this.#tellLoss(nowMs)
      const fit = Math.floor(MESSAGE_BYTES / (FRAME_BYTES + this.#declared * VALUE_BYTES))
      const most = Math.max(1, Math.min(this.#framesPerMessage, fit))
      const frames = outbox.frames(this.#sentSeq + 1, most, this.#declared)
      const firstSeq = frames[0]?.seq
      const lastSeq = frames.at(-1)?.seq
      if (firstSeq === undefined || lastSeq === undefined) return
      const message = { sinceMs: nowMs }
      this.#sentSeq = lastSeq
      this.#underWay.push(message)
      link.send('frames', { frames }, (answer) => {
        if (this.#isOver) return
        this.#underWay = this.#underWay.filter((other) => other !== message)
        this.#onFrames(answer, firstSeq, lastSeq)
      })
    }
  }

  #onFrames(answer: unknown, firstSeq: number, lastSeq: number): void {
    if (isOk(answer)) {
      const durable = isRecord(answer) && typeof answer['durable'] === 'number' ? answer['durable'] : 0
      this.#parts.agreed()
      this.#framesPerMessage = Math.min(this.#maxFrames, this.#framesPerMessage * 2)
      this.#settleAgain(firstSeq, lastSeq)
      this.#release(durable)
    } else if (!this.#onFramesRefused(refusalOf(answer), firstSeq, lastSeq)) {
      return
    }
    this.pump(this.#parts.nowMs())
  }

  #release(durable: number): void {
    const { outbox, ledger } = this.#parts
    const upTo = Math.min(durable, outbox.newestSeq, this.#again ? this.#again.fromSeq - 1 : durable)
    ledger.durableSeq = Math.max(ledger.durableSeq, upTo)
    outbox.release(upTo)
  }

  /** Halves the message until it is taken, or one frame is left that never will be; answers whether the conversation goes on. */
  #onFramesRefused(refusal: Refused, firstSeq: number, lastSeq: number): boolean {
    const nowMs = this.#parts.nowMs()
    if (!this.#goesOn(refusal)) return false
    if (nowMs < this.#quietUntilMs) {
      // Not this message's fault: it is sent again as it is.
      this.#sentSeq = Math.min(this.#sentSeq, firstSeq - 1)
      return true
    }
    if (firstSeq === lastSeq) {
      this.#parts.ledger.countLoss(firstSeq, lastSeq, nowMs, 'the hub refused them')
      this.#settleAgain(firstSeq, lastSeq)
      return true
    }
    this.#framesPerMessage = Math.max(1, Math.floor((lastSeq - firstSeq + 1) / 2))
    this.#sentSeq = Math.min(this.#sentSeq, firstSeq - 1)
    this.#again = {
      fromSeq: Math.min(this.#again?.fromSeq ?? firstSeq, firstSeq),
      toSeq: Math.max(this.#again?.toSeq ?? lastSeq, lastSeq),
    }
    return true
  }

  /** What was to be tried again is done with up to `lastSeq`: taken, or lost. */
  #settleAgain(firstSeq: number, lastSeq: number): void {
    const again = this.#again
    if (!again || firstSeq > again.fromSeq || lastSeq < again.fromSeq) return
    this.#again = lastSeq >= again.toSeq ? null : { fromSeq: lastSeq + 1, toSeq: again.toSeq }
  }

  #sendEvents(nowMs: number): void {
    const { events, link } = this.#parts
    if (events.size === 0 || this.#eventsSinceMs !== null) return
    this.#eventsSinceMs = nowMs
    link.send('events', { events: events.take(EVENTS_A_MESSAGE, nowMs) }, (answer) => {
      if (this.#isOver) return
      this.#eventsSinceMs = null
      if (!isOk(answer) && !this.#goesOn(refusalOf(answer))) return
      if (this.#quietUntilMs > this.#parts.nowMs()) events.rewind()
      else events.settle()
      this.pump(this.#parts.nowMs())
    })
  }

  /** Frames that the outbox pushed out before they were ever sent. */
  #tellLoss(nowMs: number): void {
    const { outbox, ledger } = this.#parts
    const lastLost = outbox.oldestSeq - 1
    if (lastLost <= this.#sentSeq) return
    ledger.countLoss(this.#sentSeq + 1, lastLost, nowMs, 'the hub was away for longer than the outbox holds')
    this.#sentSeq = lastLost
  }

  #goesOn(refusal: Refused): boolean {
    const waitMs = this.#parts.refused(refusal)
    if (waitMs === null) return false
    if (waitMs > 0) this.#quietUntilMs = this.#parts.nowMs() + waitMs
    return true
  }
}

function isOk(answer: unknown): boolean {
  return isRecord(answer) && answer['ok'] === true
}

/** A thousand series with long sentences of help would pass the limit of a message; the sentences can be missed. */
export function fitting(series: SeriesDeclaration[]): SeriesDeclaration[] {
  if (Buffer.byteLength(JSON.stringify(series)) <= MESSAGE_BYTES) return series
  return series.map(({ help: _help, ...rest }) => rest)
}
