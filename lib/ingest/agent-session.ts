/** One agent's connection as a state machine: decode, call one function, answer. Knows no socket. */
import type { FramesAck, Hello, HelloAck, PlainAck, Refusal, SeriesDeclaration } from '../protocol/agent-wire'
import { decodeEvents, decodeFrames, decodeHello, decodeSeries } from '../protocol/decode'
import type { Capabilities } from '../protocol/commands'
import { type FrameBlock, frameBytes } from '../protocol/frame-block'
import { LIMITS } from '../protocol/limits'
import { onceEach } from '../protocol/once-each'
import type { WireCode } from '../protocol/vocabulary'
import type { Admission } from './admission'
import type { DurableAnswer } from './arrival'
import { type Columns, columnsOf, toLifeWidth } from './columns'
import type { LifeSource } from './life-log'
import type { OpenLife, OpenLives } from './open-lives'

interface OpenState {
  name: 'open'
  open: OpenLife
  /** The names that this connection declared, in the order of its values. */
  declared: readonly string[]
  columns: Columns
  /** What the target can be asked to do. */
  commands: Capabilities
}

type State = { name: 'awaiting-hello' } | { name: 'opening'; opened: Promise<unknown> } | OpenState | { name: 'closed' }

export interface SessionPorts {
  /** Why whoever is connected may not be this service; `null`: it may. */
  serviceFault(service: string): string | null
  lives: OpenLives
  admission: Admission
  nowMs(): number
  /** Has the agent connect again, and so send what is not durable again. */
  reconnect(): void
}

const HELLO_FIRST: Refusal = {
  ok: false,
  code: 'hello_first',
  message: 'hello comes before any other message, and none was accepted on this connection.',
}

export class AgentSession implements LifeSource {
  readonly #ports: SessionPorts
  #state: State = { name: 'awaiting-hello' }

  constructor(ports: SessionPorts) {
    this.#ports = ports
  }

  get isOpen(): boolean {
    return this.#state.name === 'open'
  }

  /** Why what it came in with no longer opens its service; `null` while it does, and before a hello. */
  doorFault(): string | null {
    return this.#state.name === 'open' ? this.#ports.serviceFault(this.#state.open.life.service) : null
  }

  /** Once its hello was accepted: which process it is, and what it can do. */
  get target(): { process: string; boot: string; commands: Capabilities } | null {
    if (this.#state.name !== 'open') return null
    const { open, commands } = this.#state
    return { process: open.process, boot: open.life.boot, commands }
  }

  async hello(input: unknown): Promise<HelloAck> {
    if (this.#state.name !== 'awaiting-hello')
      return refusal('bad_hello', 'hello came a second time on this connection.')
    const hello = decodeHello(input, this.#ports.nowMs())
    if (!hello.ok) return hello
    const fault = this.#ports.serviceFault(hello.value.process.service)
    if (fault !== null) return refusal('bad_token', fault)
    const full = this.#helloFault(hello.value)
    if (full) return full
    const opened = this.#join(hello.value)
    this.#state = { name: 'opening', opened }
    return opened
  }

  /**
   * Tells `answer` at once why the frames are refused, or later that they are durable; or `failed` where they could not be
   * kept: no answer is due then, and the agent sends them again. Nothing of the message itself is held until then.
   */
  frames(input: unknown, answer: (ack: FramesAck) => void, failed: (cause: unknown) => void): void {
    if (this.#state.name === 'open') this.#framesOf(this.#state, input, answer, failed)
    else {
      this.#opened()
        .then((state) => (state ? this.#framesOf(state, input, answer, failed) : answer(HELLO_FIRST)))
        .catch(failed)
    }
  }

  /** A life that comes back has its place already. */
  #helloFault({ process, series }: Hello): Refusal | null {
    const { lives, admission } = this.#ports
    if (lives.isConnected(process)) return null
    const stranger = lives.isKnown(process) ? null : admission.strangerFault()
    return (
      stranger ?? admission.agentFault(lives.connectedCount) ?? admission.seriesFault(lives.seriesCount, series.length)
    )
  }

  /** Whether a frame more may come: whatever does not wait for the disk for long has room. */
  get hasRoom(): boolean {
    if (this.#state.name !== 'open') return true
    const { log, series } = this.#state.open
    return this.#ports.admission.framesFault(log.waitingBytes, frameBytes(1, series.length)) === null
  }

  /** How many values a frame has to bring now; `null` before a hello was accepted. */
  get width(): number | null {
    return this.#state.name === 'open' ? this.#state.declared.length : null
  }

  /** Takes frames that were decoded already, as wide as `width`. */
  take(block: FrameBlock, answer: DurableAnswer): void {
    if (this.#state.name !== 'open') return
    const { open, columns } = this.#state
    open.log.take(toLifeWidth(block, columns, open.series.length), answer)
  }

  #framesOf(
    { declared, open }: OpenState,
    input: unknown,
    answer: (ack: FramesAck) => void,
    failed: (cause: unknown) => void,
  ): void {
    const block = decodeFrames(input, declared.length, this.#ports.nowMs())
    if (!block.ok) return answer(block)
    const bytes = frameBytes(block.value.count, block.value.width)
    const fault = this.#ports.admission.framesFault(open.log.waitingBytes, bytes)
    if (fault) return answer(fault)
    this.take(block.value, new FramesAnswer(answer, failed))
  }

  async series(input: unknown): Promise<PlainAck> {
    const state = await this.#opened()
    if (!state) return HELLO_FIRST
    const series = decodeSeries(input, new Set(state.declared))
    if (!series.ok) return series
    const { lives, admission } = this.#ports
    const fault = admission.seriesFault(lives.seriesCount, series.value.length)
    if (fault) return fault
    // Before the wait: frames that follow at once are as wide as the agent now thinks.
    state.declared = [...state.declared, ...series.value.map(({ name }) => name)]
    const declared = lives.declare(state.open, series.value)
    state.columns = columnsOf(state.declared, state.open.series)
    const answer = await declared
    if (!answer.ok) {
      state.declared = state.declared.filter((name) => !series.value.some((one) => one.name === name))
      state.columns = columnsOf(state.declared, state.open.series)
      return answer
    }
    return { ok: true }
  }

  async events(input: unknown): Promise<PlainAck> {
    const state = await this.#opened()
    if (!state) return HELLO_FIRST
    const events = decodeEvents(input, this.#ports.nowMs())
    if (!events.ok) return events
    await this.#ports.lives.events(state.open, events.value)
    return { ok: true }
  }

  resend(): void {
    this.#ports.reconnect()
  }

  close(): void {
    const before = this.#state
    this.#state = { name: 'closed' }
    if (before.name !== 'open') return
    before.open.log.end(this)
    this.#ports.lives.leave(before.open)
  }

  async #join(hello: Hello): Promise<HelloAck> {
    const joined = await this.#ports.lives.join(hello.process, hello.series)
    if (this.#state.name === 'closed') {
      if (joined.ok) this.#ports.lives.leave(joined.value)
      return refusal('hello_first', 'the connection closed before its hello was answered.')
    }
    if (!joined.ok) {
      this.#state = { name: 'awaiting-hello' }
      return joined
    }
    const open = joined.value
    const declared = namesOf(hello.series)
    const { commands = [] } = hello
    this.#state = { name: 'open', open, declared, columns: columnsOf(declared, open.series), commands }
    open.log.begin(this)
    return { ok: true, process: open.process, frameAfter: open.log.durable, maxFrames: LIMITS.framesPerMessage }
  }

  /** An agent need not wait for the answer to its hello before it sends frames. */
  async #opened(): Promise<OpenState | null> {
    if (this.#state.name === 'opening') await this.#state.opened
    return this.#state.name === 'open' ? this.#state : null
  }
}

/** One list of names for all agents that declare the same. */
const namesOf = onceEach((series: readonly SeriesDeclaration[]): readonly string[] => series.map(({ name }) => name))

/** A class and no closures: one is held for each message that is not durable yet. */
class FramesAnswer implements DurableAnswer {
  constructor(
    private readonly answer: (ack: FramesAck) => void,
    readonly failed: (cause: unknown) => void,
  ) {}

  durable(durable: number): void {
    this.answer({ ok: true, durable })
  }
}

function refusal(code: WireCode, message: string): Refusal {
  return { ok: false, code, message }
}
