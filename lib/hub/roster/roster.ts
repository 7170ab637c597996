/** Every process that the hub knows: what comes is taken in here, and whoever looks is told what changed. */
import type { AgentEvent, LifeDescription, SeriesDeclaration } from '../../protocol/agent-wire'
import type { FrameBlock } from '../../protocol/frame-block'
import type { Onlooker } from '../../ingest/ports'
import type { KeptProcess } from '../../history/store'
import type { HubSettings } from '../settings'
import { assess, isAssessmentDue } from './assess'
import { DueWheel } from './due-wheel'
import { GONE_AFTER_MS, ProcessEntry, STALE_AFTER_MS } from './process-entry'

/** Told of every change, in order. */
export interface RosterWatcher {
  /** Something of the process's row changed that is not its newest number. */
  onRow(entry: ProcessEntry): void
  /** Its life, series, words or flags changed: what comes after is described by its detail of now. */
  onDetail(entry: ProcessEntry): void
  /** It was looked at anew: slopes and reasons may read differently, while every word and flag is as before. */
  onAssessed(entry: ProcessEntry): void
  /** The rows of `block` that are newer than all before. */
  onFrames(entry: ProcessEntry, block: FrameBlock, rows: readonly number[]): void
  onEvent(entry: ProcessEntry, event: AgentEvent): void
}

export interface RosterOptions {
  settings: HubSettings
  watcher: RosterWatcher
  nowMs: () => number
  /** Runs a step of judging when its turn comes. */
  defer: (step: () => void) => void
  /** How many processes are held; past it the one that is away for longest leaves. */
  capacity: number
  /** How long a process that is gone stays in the list. */
  keepGoneMs: number
  onNote: (message: string, details: object) => void
  onTrouble: (message: string, cause: unknown) => void
}

/** A block of more frames than this tells of a gap that closes; then the row's spark is sent anew. */
const CATCHING_UP_FRAMES = 3

export class Roster implements Onlooker {
  readonly #entries = new Map<string, ProcessEntry>()
  readonly #options: RosterOptions
  readonly #due = new DueWheel<ProcessEntry>()

  constructor(options: RosterOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#entries.size
  }

  get(id: string): ProcessEntry | undefined {
    return this.#entries.get(id)
  }

  /** In the order in which they were first met. */
  entries(): IterableIterator<ProcessEntry> {
    return this.#entries.values()
  }

  /** A process of an earlier run of the hub. Its judges know nothing yet. */
  addKept({ process, life, series, lives, lastFrameAtMs }: KeptProcess): ProcessEntry {
    const arrivedAtMs = Math.min(lastFrameAtMs ?? life.startedAtMs, this.#options.nowMs())
    const entry = new ProcessEntry(
      process,
      life,
      series,
      this.#options.settings,
      {
        lives,
        arrivedAtMs,
        hasEventsOfDisk: false,
      },
      this.#options.defer,
    )
    entry.lastFrameAtMs = lastFrameAtMs
    this.#add(entry)
    return entry
  }

  /** The series that a life is known to have, in the order of its columns. */
  seriesOf(process: string, boot: string): readonly SeriesDeclaration[] {
    const entry = this.#entries.get(process)
    return entry?.life.boot === boot ? entry.series : []
  }

  onLife(process: string, life: LifeDescription, series: readonly SeriesDeclaration[], lives: number | null): void {
    const entry = this.#entries.get(process)
    const nowMs = this.#options.nowMs()
    if (!entry) {
      const known = { lives: lives ?? 1, arrivedAtMs: nowMs, hasEventsOfDisk: true }
      this.#add(new ProcessEntry(process, life, series, this.#options.settings, known, this.#options.defer))
      return
    }
    this.#arrived(entry, nowMs)
    if (entry.life.boot === life.boot) this.#continueLife(entry, life, series, lives)
    else if (life.startedAtMs >= entry.life.startedAtMs) {
      entry.startLife(life, series, lives ?? entry.lives + 1)
      entry.framedAtMs = nowMs
      assess(entry, nowMs)
    } else {
      entry.lives = lives ?? entry.lives + 1
      const details = { process, boot: life.boot, current: entry.life.boot }
      this.#options.onNote('an older life of a process speaks; its frames go to history only', details)
    }
    this.#changed(entry)
  }

  onSeries(process: string, boot: string, series: readonly SeriesDeclaration[]): void {
    const entry = this.#entries.get(process)
    if (entry?.life.boot !== boot) return
    const known = new Set(entry.series.map(({ name }) => name))
    const added = series.filter(({ name }) => !known.has(name))
    if (added.length === 0) return
    entry.addSeries(added)
    assess(entry, this.#options.nowMs())
    this.#changed(entry)
  }

  onFrames(process: string, boot: string, block: FrameBlock): void {
    const entry = this.#entries.get(process)
    if (entry?.life.boot !== boot) return
    const nowMs = this.#options.nowMs()
    const rows = entry.takeFrames(block)
    this.#arrived(entry, nowMs)
    if (rows.length === 0) return
    entry.framedAtMs = nowMs
    const { watcher } = this.#options
    if (isAssessmentDue(entry, nowMs)) {
      if (assess(entry, nowMs)) this.#changed(entry)
      else watcher.onAssessed(entry)
    }
    if (rows.length > CATCHING_UP_FRAMES) watcher.onRow(entry)
    watcher.onFrames(entry, block, rows)
  }

  onEvents(process: string, boot: string, events: readonly AgentEvent[]): void {
    const entry = this.#entries.get(process)
    if (entry?.life.boot !== boot) return
    this.#arrived(entry, this.#options.nowMs())
    entry.judge(() => entry.rules.addEvents(events))
    for (const event of events) {
      entry.events.push(event)
      this.#options.watcher.onEvent(entry, event)
    }
  }

  onKnownFrames(): void {
    // What is known already changes nothing that is shown.
  }

  onTrouble(message: string, cause: unknown): void {
    this.#options.onTrouble(message, cause)
  }

  /** Looks at those that may have become stale or gone since they were looked at last. To be called once a second. */
  tick(): void {
    const nowMs = this.#options.nowMs()
    for (const entry of this.#due.take(nowMs)) {
      if (this.#entries.get(entry.id) !== entry) continue
      const hasChanged = entry.state(nowMs) !== entry.toldState || nowMs - entry.framedAtMs >= GONE_AFTER_MS
      if (hasChanged && assess(entry, nowMs)) this.#changed(entry)
      else if (entry.state(nowMs) !== entry.toldState) this.#options.watcher.onRow(entry)
      this.#tell(entry, nowMs)
    }
  }

  /** Lets those leave that are gone for too long. */
  letGo(): void {
    const leavesBeforeMs = this.#options.nowMs() - this.#options.keepGoneMs
    for (const entry of this.#entries.values()) {
      if (entry.arrivedAtMs < leavesBeforeMs) this.#entries.delete(entry.id)
    }
  }

  /** What comes from history after a restart is judged as it would have been. */
  afterReplay(entry: ProcessEntry): void {
    assess(entry, this.#options.nowMs())
    this.#changed(entry)
  }

  #continueLife(
    entry: ProcessEntry,
    life: LifeDescription,
    series: readonly SeriesDeclaration[],
    lives: number | null,
  ): void {
    entry.life = life
    entry.lives = lives ?? entry.lives
    this.onSeries(entry.id, life.boot, series)
  }

  #add(entry: ProcessEntry): void {
    if (this.#entries.size >= this.#options.capacity) this.#dropLongestAway()
    this.#entries.set(entry.id, entry)
    const nowMs = this.#options.nowMs()
    assess(entry, nowMs)
    this.#tell(entry, nowMs)
    this.#changed(entry)
  }

  #dropLongestAway(): void {
    let longest: ProcessEntry | undefined
    for (const entry of this.#entries.values()) {
      if (!longest || entry.arrivedAtMs < longest.arrivedAtMs) longest = entry
    }
    if (longest) this.#entries.delete(longest.id)
  }

  #changed(entry: ProcessEntry): void {
    this.#options.watcher.onRow(entry)
    this.#options.watcher.onDetail(entry)
  }

  #arrived(entry: ProcessEntry, nowMs: number): void {
    entry.arrivedAtMs = nowMs
    if (entry.toldState === 'live') return
    const wasGone = entry.toldState === 'gone'
    entry.toldState = 'live'
    // Those that are gone are not on the wheel.
    if (wasGone) this.#due.add(entry, nowMs + STALE_AFTER_MS)
    this.#options.watcher.onRow(entry)
    this.#options.watcher.onDetail(entry)
  }

  /** Notes what viewers know, and when to look again. */
  #tell(entry: ProcessEntry, nowMs: number): void {
    entry.toldState = entry.state(nowMs)
    const silentFlagDueMs = entry.framedAtMs + GONE_AFTER_MS
    if (entry.toldState === 'live') this.#due.add(entry, entry.arrivedAtMs + STALE_AFTER_MS)
    else if (entry.toldState === 'stale') this.#due.add(entry, entry.arrivedAtMs + GONE_AFTER_MS)
    else if (silentFlagDueMs > nowMs) this.#due.add(entry, silentFlagDueMs)
  }
}
