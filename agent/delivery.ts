/** Brings frames, series and events to the hub, connection after connection, and decides when the next one is tried. */
import type { Hello, LifeDescription } from '../lib/protocol/agent-wire'
import { isRecord } from '../lib/protocol/checks'
import type { Capabilities } from '../lib/protocol/commands'
import { LIMITS } from '../lib/protocol/limits'
import { PROTOCOL_VERSION } from '../lib/protocol/vocabulary'
import { ACK_TIMEOUT_MS, Conversation, fitting } from './conversation'
import type { EventQueue } from './event-queue'
import { Ledger } from './ledger'
import type { Link } from './link'
import type { Outbox } from './outbox'
import { meaningOf, type Refused, refusalOf } from './refusals'
import type { SeriesTable } from './series-table'
import type { Warnings } from './warnings'

export interface DeliveryParts {
  life: LifeDescription
  /** What the hub may ask. Default: nothing. */
  commands?: Capabilities
  table: SeriesTable
  outbox: Outbox
  events: EventQueue
  link: Link
  warnings: Warnings
  nowMs: () => number
}

type Phase =
  | { state: 'away' }
  /** Hello is said, and not answered. */
  | { state: 'greeting'; sinceMs: number }
  | { state: 'streaming'; conversation: Conversation }
  /** The hub refused: the next try is at `untilMs`. */
  | { state: 'waiting'; untilMs: number }
  | { state: 'stopped' }

export class Delivery {
  /** The id that the hub gave this process. */
  process: string | null = null
  readonly ledger: Ledger
  #phase: Phase = { state: 'away' }
  /** Refusals since the hub last took something: each makes the next wait longer. */
  #refusals = 0
  readonly #parts: DeliveryParts

  constructor(parts: DeliveryParts) {
    this.#parts = parts
    this.ledger = new Ledger(parts.events)
  }

  get state(): Phase['state'] {
    return this.#phase.state
  }

  /** Whether the hub has everything. */
  get isSettled(): boolean {
    return this.#parts.outbox.size === 0 && this.#parts.events.size === 0
  }

  /** The link stands: the hub is told who speaks. */
  opened(nowMs: number): void {
    if (this.#phase.state === 'stopped') return
    const greeting: Phase = { state: 'greeting', sinceMs: nowMs }
    this.#enter(greeting)
    const { life, commands, table, link } = this.#parts
    const series = fitting(table.declarations.slice(0, this.ledger.seriesMost))
    const hello: Hello = { protocol: PROTOCOL_VERSION, process: life, series }
    if (commands && commands.length > 0) hello.commands = commands
    link.send('hello', hello, (answer) => {
      if (this.#phase === greeting) this.#onHello(answer, series.length)
    })
  }

  closed(): void {
    if (this.#phase.state === 'greeting' || this.#phase.state === 'streaming') this.#enter({ state: 'away' })
  }

  /** The hub refused the connection or its hello: `answer` is what it sent. */
  refused(answer: unknown, nowMs: number): void {
    if (this.#phase.state !== 'stopped') this.#retreat(refusalOf(answer), nowMs)
  }

  /** Sends what can be sent now. Called at every frame. */
  pump(nowMs: number): void {
    const phase = this.#phase
    switch (phase.state) {
      case 'away':
      case 'stopped':
        return
      case 'waiting':
        if (nowMs < phase.untilMs) return
        this.#enter({ state: 'away' })
        this.#parts.link.connect()
        return
      case 'greeting':
        if (nowMs - phase.sinceMs > ACK_TIMEOUT_MS) this.#reconnect()
        return
      case 'streaming':
        if (phase.conversation.isStalled(nowMs)) this.#reconnect()
        else phase.conversation.pump(nowMs)
        return
      default:
        phase satisfies never
    }
  }

  stop(): void {
    this.#enter({ state: 'stopped' })
    this.#parts.link.close()
  }

  #enter(phase: Phase): void {
    if (this.#phase.state === 'streaming') this.#phase.conversation.end()
    this.#phase = phase
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
    const { table, outbox, events, link, nowMs: clock } = this.#parts
    const conversation = new Conversation(
      {
        table,
        outbox,
        events,
        link,
        ledger: this.ledger,
        nowMs: clock,
        agreed: () => (this.#refusals = 0),
        refused: (refusal) => this.#weigh(refusal),
      },
      {
        declared,
        frameAfter: typeof frameAfter === 'number' && frameAfter > 0 ? Math.floor(frameAfter) : 0,
        maxFrames: typeof maxFrames === 'number' && maxFrames >= 1 ? Math.floor(maxFrames) : LIMITS.framesPerMessage,
      },
    )
    this.#enter({ state: 'streaming', conversation })
    this.pump(nowMs)
  }

  /** What a refusal means for the conversation: how long to be quiet, or `null` where it is over. */
  #weigh(refusal: Refused): number | null {
    const { scope, waitMs } = meaningOf(refusal, this.#refusals, true)
    if (scope === 'connection') {
      this.#retreat(refusal, this.#parts.nowMs())
      return null
    }
    this.#warn(refusal)
    if (scope === 'pause') this.#refusals++
    return waitMs
  }

  #retreat(refusal: Refused, nowMs: number): void {
    this.#warn(refusal)
    // First, because closing the link asks what comes next.
    this.#enter({ state: 'waiting', untilMs: nowMs + meaningOf(refusal, this.#refusals++, false).waitMs })
    this.#parts.link.disconnect()
  }

  #reconnect(): void {
    this.#enter({ state: 'away' })
    this.#parts.link.disconnect()
    this.#parts.link.connect()
  }

  #warn({ code, message }: Refused): void {
    this.#parts.warnings.warn('TIDEMARK_REFUSED', code, `the hub refuses (${code}): ${message}`)
  }
}
