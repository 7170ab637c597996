/** The lives that agents speak for now: one log a life, shared by every connection that brings its frames. */
import type { AgentEvent, LifeDescription, SeriesDeclaration } from '../protocol/agent-wire'
import { accept, type Decoded, refuse } from '../protocol/checks'
import { type FrameBlock } from '../protocol/frame-block'
import { LIMITS } from '../protocol/limits'
import { processId } from '../protocol/process-id'
import { LifeLog } from './life-log'
import type { Keeper, Onlooker } from './ports'

/** How long a life that history refused waits before it is tried again. */
const RETRY_LIFE_MS = 5_000

export interface OpenLife {
  readonly process: string
  readonly life: LifeDescription
  /** Every series that this life ever declared, in the order of its columns. */
  readonly series: SeriesDeclaration[]
  readonly log: LifeLog
  /** Whether history knows the life; frames cannot be kept before it does. */
  isKept: boolean
  /** Connections that speak for it. */
  connections: number
  triedAtMs: number
  /** The newest attempt to have history take the life; settles in any case. */
  keeping: Promise<void>
}

export class OpenLives {
  readonly #lives = new Map<string, OpenLife>()
  readonly #opening = new Map<string, Promise<OpenLife>>()
  readonly #keeper: Keeper
  readonly #onlooker: Onlooker
  readonly #nowMs: () => number
  readonly #seriesOf: (process: string, boot: string) => readonly SeriesDeclaration[]
  #connected = 0

  constructor(ports: {
    keeper: Keeper
    onlooker: Onlooker
    /** The series that a life is known to have from before, in the order of their columns; empty where it is new. */
    seriesOf: (process: string, boot: string) => readonly SeriesDeclaration[]
    nowMs: () => number
  }) {
    this.#keeper = ports.keeper
    this.#onlooker = ports.onlooker
    this.#nowMs = ports.nowMs
    this.#seriesOf = ports.seriesOf
  }

  /** Lives with a connection. */
  get connectedCount(): number {
    return this.#connected + this.#opening.size
  }

  isConnected(life: LifeDescription): boolean {
    const key = keyOf(processId(life.service, life.instance), life.boot)
    return this.#opening.has(key) || (this.#lives.get(key)?.connections ?? 0) > 0
  }

  /** Opens a life for one connection more; `leave` gives it back. The columns of `series` are in the answer. */
  async join(life: LifeDescription, series: readonly SeriesDeclaration[]): Promise<Decoded<OpenLife>> {
    const process = processId(life.service, life.instance)
    const key = keyOf(process, life.boot)
    let open = this.#lives.get(key)
    if (!open) open = await (this.#opening.get(key) ?? this.#open(key, process, life, series))
    else if (!open.isKept) await this.#keepLife(open).catch((error: unknown) => this.#tellUnkept(process, error))
    if (open.connections++ === 0) this.#connected++
    const declared = await this.declare(open, series)
    if (!declared.ok) {
      this.leave(open)
      return declared
    }
    return accept(open)
  }

  leave(open: OpenLife): void {
    if (--open.connections === 0) this.#connected--
    this.#forgetSettled(open)
  }

  /** Appends the series that the life does not have yet; the others keep their column and their first description. */
  async declare(open: OpenLife, series: readonly SeriesDeclaration[]): Promise<Decoded<null>> {
    const known = new Set(open.series.map(({ name }) => name))
    const added = series.filter(({ name }) => !known.has(name))
    if (added.length === 0) return accept(null)
    if (known.size + added.length > LIMITS.seriesPerProcess) {
      const total = known.size + added.length
      return refuse(
        'too_many_series',
        `this life would have ${total} series with those that it declared before; at most ${LIMITS.seriesPerProcess} are taken.`,
      )
    }
    open.series.push(...added)
    this.#onlooker.onSeries(open.process, open.life.boot, added)
    open.isKept = false
    await this.#keepLife(open).catch((error: unknown) => this.#tellUnkept(open.process, error))
    return accept(null)
  }

  async events(open: OpenLife, events: readonly AgentEvent[]): Promise<void> {
    this.#onlooker.onEvents(open.process, open.life.boot, events)
    if (!open.isKept) await this.#ensureKept(open)
    await this.#keeper.appendEvents(open.process, open.life.boot, events)
  }

  async #open(
    key: string,
    process: string,
    life: LifeDescription,
    series: readonly SeriesDeclaration[],
  ): Promise<OpenLife> {
    const opening = this.#read(process, life, series)
    this.#opening.set(key, opening)
    const open = await opening
    this.#opening.delete(key)
    this.#lives.set(key, open)
    return open
  }

  /** A disk that refuses must not keep an agent out: its numbers are shown live, and kept once the disk takes them. */
  async #read(process: string, life: LifeDescription, series: readonly SeriesDeclaration[]): Promise<OpenLife> {
    const open: OpenLife = {
      process,
      life,
      series: joined(this.#seriesOf(process, life.boot), series),
      log: new LifeLog(
        {
          dropped: (count) => this.#onlooker.onKnownFrames(count),
          look: (block) => this.#onlooker.onFrames(process, life.boot, block),
          keep: (block) => this.#append(open, block),
        },
        [],
      ),
      isKept: false,
      connections: 0,
      triedAtMs: 0,
      keeping: Promise.resolve(),
    }
    const lives = await this.#keepLife(open).catch((error: unknown) => {
      this.#tellUnkept(open.process, error)
      return null
    })
    this.#onlooker.onLife(process, life, open.series, lives)
    return open
  }

  /** Has history take the life as it is now; one attempt after the other. Answers how many lives are kept. */
  #keepLife(open: OpenLife): Promise<number> {
    open.triedAtMs = this.#nowMs()
    const attempt = open.keeping.then(async () => {
      const { process, life } = open
      const width = open.series.length
      const kept = await this.#keeper.openLife({ process, life, series: [...open.series] })
      open.log.learnKnown(kept.knownSeqs)
      open.isKept = width === open.series.length
      return kept.lives
    })
    open.keeping = attempt.then(
      () => undefined,
      () => undefined,
    )
    return attempt
  }

  async #ensureKept(open: OpenLife): Promise<void> {
    await open.keeping
    if (open.isKept) return
    if (this.#nowMs() - open.triedAtMs < RETRY_LIFE_MS) throw new Error('history does not take this life yet')
    await this.#keepLife(open)
  }

  async #append(open: OpenLife, block: FrameBlock): Promise<void> {
    try {
      if (!open.isKept) await this.#ensureKept(open)
      await this.#keeper.append({ process: open.process, boot: open.life.boot, block })
    } finally {
      // After the log has taken its note, which it does when this promise settles.
      if (open.connections === 0) setImmediate(() => this.#forgetSettled(open))
    }
  }

  #forgetSettled(open: OpenLife): void {
    if (open.connections === 0 && open.log.isSettled) this.#lives.delete(keyOf(open.process, open.life.boot))
  }

  #tellUnkept(process: string, cause: unknown): void {
    this.#onlooker.onTrouble(`history did not take a life of ${process}; it is tried again`, cause)
  }
}

/** The series of before keep their columns; those that are new come after them. */
function joined(before: readonly SeriesDeclaration[], now: readonly SeriesDeclaration[]): SeriesDeclaration[] {
  const known = new Set(before.map(({ name }) => name))
  return [...before, ...now.filter(({ name }) => !known.has(name))]
}

function keyOf(process: string, boot: string): string {
  return `${process}\n${boot}`
}
