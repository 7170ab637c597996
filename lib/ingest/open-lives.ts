/** The lives that agents speak for now: one log a life, shared by every connection that brings its frames. */
import type { AgentEvent, LifeDescription, SeriesDeclaration } from '../protocol/agent-wire'
import { accept, type Decoded } from '../protocol/checks'
import { type FrameBlock } from '../protocol/frame-block'
import { processId } from '../protocol/process-id'
import { shareDeclarations } from '../protocol/shared-declarations'
import { type Columns, columnsOf, toLifeWidth } from './columns'
import { compareSeries, joinSeries } from './declarations'
import { ClockWatch } from './clock-watch'
import { LifeLog } from './life-log'
import type { KeepWaiter, Keeper, Onlooker } from './ports'

/** How long a life that history refused waits before it is tried again. */
const RETRY_LIFE_MS = 5_000

export interface OpenLife {
  readonly process: string
  readonly life: LifeDescription
  /** Every series that this life ever declared, in the order of its columns. */
  series: readonly SeriesDeclaration[]
  readonly log: LifeLog
  /** Whether history knows the life as it is now; frames cannot be kept before it does. */
  isKept: boolean
  /** Rises with each declaration. */
  revision: number
  /** What history has of it, in the order of its columns there, which may be another one; `null` before it said so. */
  kept: { series: readonly SeriesDeclaration[]; columns: Columns } | null
  /** Connections that speak for it. */
  connections: number
  triedAtMs: number
  /** The newest attempt to have history take the life; settles in any case. */
  keeping: Promise<void>
}

export class OpenLives {
  readonly #lives = new Map<string, OpenLife>()
  readonly #opening = new Map<string, Promise<Decoded<OpenLife>>>()
  readonly #keeper: Keeper
  readonly #onlooker: Onlooker
  readonly #nowMs: () => number
  readonly #seriesOf: (process: string, boot: string) => readonly SeriesDeclaration[]
  readonly #isListed: (process: string) => boolean
  #connected = 0
  #series = 0

  constructor(ports: {
    keeper: Keeper
    onlooker: Onlooker
    /** The series that a life is known to have from before, in the order of their columns; empty where it is new. */
    seriesOf: (process: string, boot: string) => readonly SeriesDeclaration[]
    /** Whether a process was seen, in whatever life. */
    isListed: (process: string) => boolean
    nowMs: () => number
  }) {
    this.#keeper = ports.keeper
    this.#onlooker = ports.onlooker
    this.#nowMs = ports.nowMs
    this.#seriesOf = ports.seriesOf
    this.#isListed = ports.isListed
  }

  /** Lives with a connection. */
  get connectedCount(): number {
    return this.#connected + this.#opening.size
  }

  /** Series of lives with a connection. */
  get seriesCount(): number {
    return this.#series
  }

  isConnected(life: LifeDescription): boolean {
    const key = keyOf(processId(life.service, life.instance), life.boot)
    return this.#opening.has(key) || (this.#lives.get(key)?.connections ?? 0) > 0
  }

  /** Whether this process was here before, in this run of the hub or in one that history told of: another life of it takes the place of the last. */
  isKnown({ service, instance, boot }: LifeDescription): boolean {
    const process = processId(service, instance)
    return this.#isListed(process) || this.#lives.has(keyOf(process, boot))
  }

  /** Opens a life for one connection more; `leave` gives it back. The columns of `series` are in the answer. */
  async join(life: LifeDescription, series: readonly SeriesDeclaration[]): Promise<Decoded<OpenLife>> {
    const process = processId(life.service, life.instance)
    const key = keyOf(process, life.boot)
    let open = this.#lives.get(key)
    const fitting = compareSeries(open?.series ?? this.#seriesOf(process, life.boot), series)
    if (!fitting.ok) return fitting
    if (!open) {
      const opened = await (this.#opening.get(key) ?? this.#open(key, process, life, series))
      if (!opened.ok) return opened
      open = opened.value
    } else if (!open.isKept) await this.#keepLife(open).catch((error: unknown) => this.#tellUnkept(process, error))
    if (open.connections++ === 0) {
      this.#connected++
      this.#series += open.series.length
    }
    const declared = await this.declare(open, series)
    if (!declared.ok) {
      this.leave(open)
      return declared
    }
    return accept(open)
  }

  leave(open: OpenLife): void {
    if (--open.connections === 0) {
      this.#connected--
      this.#series -= open.series.length
    }
    this.#forgetSettled(open)
  }

  /** Appends the series that the life does not have yet; the others keep their column, and take a new max or help. */
  async declare(open: OpenLife, series: readonly SeriesDeclaration[]): Promise<Decoded<null>> {
    const compared = compareSeries(open.series, series)
    if (!compared.ok) return compared
    const { added, changed } = compared.value
    if (added.length === 0 && changed.length === 0) return accept(null)
    open.series = shareDeclarations(joinSeries(open.series, compared.value))
    if (open.connections > 0) this.#series += added.length
    this.#onlooker.onSeries(open.process, open.life.boot, [...changed, ...added])
    open.isKept = false
    open.revision++
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
  ): Promise<Decoded<OpenLife>> {
    const opening = this.#read(process, life, series)
    this.#opening.set(key, opening)
    const open = await opening
    this.#opening.delete(key)
    if (open.ok) this.#lives.set(key, open.value)
    return open
  }

  /** A disk that refuses must not keep an agent out: its numbers are shown live, and kept once the disk takes them. */
  async #read(
    process: string,
    life: LifeDescription,
    series: readonly SeriesDeclaration[],
  ): Promise<Decoded<OpenLife>> {
    const known = this.#seriesOf(process, life.boot)
    const compared = compareSeries(known, series)
    if (!compared.ok) return compared
    const clock = new ClockWatch()
    const open: OpenLife = {
      process,
      life,
      series: shareDeclarations(joinSeries(known, compared.value)),
      log: new LifeLog(
        {
          dropped: (count) => this.#onlooker.onKnownFrames(count),
          look: (block) => this.#look(open, clock, block),
          keep: (block, waiter) => this.#keep(open, block, waiter),
          settled: () => this.#forgetSettled(open),
        },
        [],
      ),
      isKept: false,
      revision: 0,
      kept: null,
      connections: 0,
      triedAtMs: 0,
      keeping: Promise.resolve(),
    }
    const lives = await this.#keepLife(open).catch((error: unknown) => {
      this.#tellUnkept(open.process, error)
      return null
    })
    // A life that the hub does not hold any more may have declared otherwise; history remembers.
    const fitting = compareSeries(open.kept?.series ?? [], series)
    if (!fitting.ok) return fitting
    this.#onlooker.onLife(process, life, open.series, lives)
    return accept(open)
  }

  /** Frames go to whoever looks; a clock that was set becomes an event of the process. */
  #look(open: OpenLife, clock: ClockWatch, block: FrameBlock): void {
    this.#onlooker.onFrames(open.process, open.life.boot, block)
    const moved = clock.take(block, this.#nowMs())
    if (moved !== null)
      this.events(open, [moved]).catch((error: unknown) =>
        this.#onlooker.onTrouble(`that the clock of ${open.process} moved could not be kept`, error),
      )
  }

  /** Has history take the life as it is now; one attempt after the other. Answers how many lives are kept. */
  #keepLife(open: OpenLife): Promise<number> {
    open.triedAtMs = this.#nowMs()
    const attempt = open.keeping.then(async () => {
      const { process, life } = open
      const { revision } = open
      const kept = await this.#keeper.openLife({ process, life, series: open.series })
      open.log.learnKnown(kept.knownSeqs)
      const names = open.series.map(({ name }) => name)
      open.kept = { series: shareDeclarations(kept.series), columns: columnsOf(names, kept.series) }
      open.isKept = revision === open.revision
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

  #keep(open: OpenLife, block: FrameBlock, waiter: KeepWaiter): void {
    if (open.isKept) return this.#keepNow(open, block, waiter)
    this.#ensureKept(open).then(
      () => this.#keepNow(open, block, waiter),
      (error: Error) => waiter.reject(error),
    )
  }

  #keepNow({ process, life, kept }: OpenLife, block: FrameBlock, waiter: KeepWaiter): void {
    const columns = kept?.columns ?? null
    const asKept = kept && columns ? toLifeWidth(block, columns, kept.series.length) : block
    this.#keeper.keep({ process, boot: life.boot, block: asKept }, waiter)
  }

  #forgetSettled(open: OpenLife): void {
    if (open.connections === 0 && open.log.isSettled) this.#lives.delete(keyOf(open.process, open.life.boot))
  }

  #tellUnkept(process: string, cause: unknown): void {
    this.#onlooker.onTrouble(`history did not take a life of ${process}; it is tried again`, cause)
  }
}

function keyOf(process: string, boot: string): string {
  return `${process}\n${boot}`
}
