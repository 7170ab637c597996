/** Every process that the hub knows: what comes is taken in here, and whoever looks is told what changed. */
import type { AgentEvent, LifeDescription, SeriesDeclaration } from '../../protocol/agent-wire'
import type { FrameBlock } from '../../protocol/frame-block'
import type { Onlooker } from '../../ingest/ports'
import type { KeptProcess } from '../../history/store'
import type { HubSettings } from '../settings'
import { assess, assessAfterJudging } from './assess'
import { DueWheel } from './due-wheel'
import { HeldProcesses, type HeldProcessesOptions } from './held-processes'
import type { Defer } from './judging-turns'
import { GONE_AFTER_MS, type KnownBefore, ProcessEntry, STALE_AFTER_MS } from './process-entry'

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
  /** It is held no more. */
  onLeft(entry: ProcessEntry): void
}

export interface RosterOptions extends Pick<HeldProcessesOptions, 'capacity' | 'seriesCapacity'> {
  settings: HubSettings
  watcher: RosterWatcher
  nowMs: () => number
  /** For steps of judging. */
  defer: Defer
  /** How long a process that is gone stays in the list. */
  keepGoneMs: number
  /** Keeps an event that the hub itself tells of a process. */
  keepEvent: (entry: ProcessEntry, event: AgentEvent) => void
  onNote: (message: string, details: object) => void
  onTrouble: (message: string, cause: unknown) => void
}

/** A block of more frames than this tells of a gap that closes; then the row's spark is sent anew. */
const CATCHING_UP_FRAMES = 3

export class Roster implements Onlooker {
  readonly #held: HeldProcesses
  readonly #options: RosterOptions
  readonly #due = new DueWheel<ProcessEntry>()
  /** The number of the process that was met last. */
  #newest = 0

  constructor(options: RosterOptions) {
    const { capacity, seriesCapacity, watcher } = options
    this.#options = options
    this.#held = new HeldProcesses({ capacity, seriesCapacity, onLeft: (entry) => watcher.onLeft(entry) })
  }

  get size(): number {
    return this.#held.size
  }

  get(id: string): ProcessEntry | undefined {
    return this.#held.get(id)
  }

  /** The process with its assessment of now: its words, flags and full verdicts know of the same frames. */
  assessed(id: string): ProcessEntry | undefined {
    const entry = this.#held.get(id)
    if (entry && entry.judgedSteps !== entry.assessedSteps && assess(entry, this.#options.nowMs())) this.#changed(entry)
    return entry
  }

  /** In the order in which they were first met. */
  entries(): IterableIterator<ProcessEntry> {
    return this.#held.all()
  }

  /**
   * A process of an earlier run of the hub; to be ended by `endReplay`, with what history holds of it. `heardUntilMs`: when that run heard anything last.
   * While the hub was away nobody could tell it anything, so that time is nobody's silence.
   */
  addKept({ process, life, series, lives, lastFrameAtMs }: KeptProcess, heardUntilMs: number): ProcessEntry {
    const nowMs = this.#options.nowMs()
    const arrivedAtMs = Math.min(lastFrameAtMs ?? life.startedAtMs, nowMs)
    const heardAtMs = nowMs - Math.max(0, Math.min(heardUntilMs, nowMs) - arrivedAtMs)
    const entry = this.#newEntry(process, life, series, { lives, arrivedAtMs, heardAtMs, hasEventsOfDisk: false })
    entry.lastFrameAtMs = lastFrameAtMs
    // Before anybody sees it: a process that has not been judged yet is no process without flags.
    entry.beginReplay()
    this.#add(entry)
    return entry
  }

  /** The series that a life is known to have, in the order of its columns. */
  seriesOf(process: string, boot: string): readonly SeriesDeclaration[] {
    const entry = this.#held.get(process)
    return entry?.life.boot === boot ? entry.series : []
  }

  onLife(process: string, life: LifeDescription, series: readonly SeriesDeclaration[], lives: number | null): void {
    const entry = this.#held.get(process)
    const nowMs = this.#options.nowMs()
    if (!entry) {
      const known = { lives: lives ?? 1, arrivedAtMs: nowMs, hasEventsOfDisk: true }
      this.#add(this.#newEntry(process, life, series, known))
      return
    }
    this.#arrived(entry, nowMs)
    if (entry.life.boot === life.boot) this.#continueLife(entry, life, series, lives)
    else if (life.startedAtMs >= entry.life.startedAtMs) {
      this.#held.countSeries(series.length - entry.series.length)
      entry.startLife(life, series, lives ?? entry.lives + 1, nowMs)
      assess(entry, nowMs)
    } else {
      entry.lives = lives ?? entry.lives + 1
      const details = { process, boot: life.boot, current: entry.life.boot }
      this.#options.onNote('an older life of a process speaks; its frames go to history only', details)
    }
    this.#changed(entry)
  }

  onSeries(process: string, boot: string, series: readonly SeriesDeclaration[]): void {
    const entry = this.#held.get(process)
    if (entry?.life.boot !== boot) return
    const known = new Map(entry.series.map((one) => [one.name, one]))
    const added = series.filter(({ name }) => !known.has(name))
    const changed = series.filter((one) => isAnother(known.get(one.name), one))
    if (added.length === 0 && changed.length === 0) return
    if (changed.length > 0) entry.changeSeries(changed)
    if (added.length > 0) {
      entry.addSeries(added)
      this.#held.countSeries(added.length)
    }
    assess(entry, this.#options.nowMs())
    this.#changed(entry)
  }

  onFrames(process: string, boot: string, block: FrameBlock): void {
    const entry = this.#held.get(process)
    if (!entry) return
    const nowMs = this.#options.nowMs()
    if (entry.life.boot !== boot) return this.#otherSpeaks(entry, boot, block, nowMs)
    const rows = entry.takeFrames(block, nowMs)
    this.#arrived(entry, nowMs)
    if (rows.length === 0) return
    const { watcher } = this.#options
    if (rows.length > CATCHING_UP_FRAMES) watcher.onRow(entry)
    watcher.onFrames(entry, block, rows)
    // Last: where judging fails, they are shown all the same.
    entry.judgeFrames(block, rows)
  }

  onEvents(process: string, boot: string, events: readonly AgentEvent[]): void {
    const entry = this.#held.get(process)
    if (entry?.life.boot !== boot) return
    this.#arrived(entry, this.#options.nowMs())
    entry.judge(() => entry.rules.addEvents(events))
    for (const event of events) {
      entry.events.push(event)
      this.#options.watcher.onEvent(entry, event)
    }
  }

  /** Whether a process stands still because it is captured: then that is shown, and is no silence. */
  setCapturing(process: string, isCapturing: boolean): void {
    const entry = this.#held.get(process)
    if (!entry || entry.isCapturing === isCapturing) return
    const nowMs = this.#options.nowMs()
    entry.isCapturing = isCapturing
    entry.silence.excuse(nowMs)
    this.#changed(entry)
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
      if (!this.#held.has(entry)) continue
      // It was to be looked at sooner in the meantime, and has been.
      if (nowMs < entry.lookAtMs) continue
      entry.lookAtMs = Number.POSITIVE_INFINITY
      const hasChanged = entry.state(nowMs) !== entry.toldState || nowMs >= entry.silence.dueAtMs
      if (hasChanged && assess(entry, nowMs)) this.#changed(entry)
      else if (entry.state(nowMs) !== entry.toldState) this.#options.watcher.onRow(entry)
      this.#tell(entry, nowMs)
    }
  }

  /** Lets those leave that are gone for too long. */
  letGo(): void {
    this.#held.dropAwaySince(this.#options.nowMs() - this.#options.keepGoneMs)
  }

  /** Frames of a life that is not shown. */
  #otherSpeaks(entry: ProcessEntry, boot: string, { atMs: times }: FrameBlock, nowMs: number): void {
    const atMs = times.at(-1)
    const isCurrentLive = entry.state(nowMs) === 'live'
    if (atMs === undefined || !entry.otherAgent.heard(boot, atMs, entry.lastFrameAtMs, isCurrentLive, nowMs)) return
    const { service, instance, boot: current } = entry.life
    const message = `Two agents speak for ${service} ${instance} at once: boot "${current}", which is shown, and boot "${boot}", which is not. Start one agent a process, or give each an instance of its own.`
    this.#options.onNote(message, { process: entry.id, boot: current, other: boot })
    const event: AgentEvent = { atMs, type: 'two-agents', level: 'warn', message }
    entry.events.push(event)
    this.#options.watcher.onEvent(entry, event)
    this.#options.keepEvent(entry, event)
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
    this.#held.add(entry)
    const nowMs = this.#options.nowMs()
    assess(entry, nowMs)
    this.#tell(entry, nowMs)
    this.#changed(entry)
  }

  #changed(entry: ProcessEntry): void {
    this.#options.watcher.onRow(entry)
    this.#options.watcher.onDetail(entry)
  }

  #arrived(entry: ProcessEntry, nowMs: number): void {
    entry.arrivedAtMs = nowMs
    if (entry.toldState === 'live') return
    entry.toldState = 'live'
    this.#lookAt(entry, nowMs + STALE_AFTER_MS)
    this.#options.watcher.onRow(entry)
    this.#options.watcher.onDetail(entry)
  }

  /** Notes what viewers know, and when to look again. */
  #tell(entry: ProcessEntry, nowMs: number): void {
    entry.toldState = entry.state(nowMs)
    const silentAtMs = entry.silence.isRaised ? Number.POSITIVE_INFINITY : entry.silence.dueAtMs
    const changeAtMs = entry.toldState === 'live' ? STALE_AFTER_MS : GONE_AFTER_MS
    const stateAtMs = entry.toldState === 'gone' ? Number.POSITIVE_INFINITY : entry.arrivedAtMs + changeAtMs
    const dueAtMs = Math.min(stateAtMs, Math.max(silentAtMs, nowMs + 1))
    if (dueAtMs < Number.POSITIVE_INFINITY) this.#lookAt(entry, dueAtMs)
  }

  #lookAt(entry: ProcessEntry, dueAtMs: number): void {
    if (dueAtMs >= entry.lookAtMs) return
    entry.lookAtMs = dueAtMs
    this.#due.add(entry, dueAtMs)
  }

  /** What came is judged, as far as this step goes: what is concluded of it follows at once. */
  #judged(entry: ProcessEntry): void {
    if (entry.isReplaying || !this.#held.has(entry)) return
    const result = assessAfterJudging(entry, this.#options.nowMs())
    if (result === 'changed') this.#changed(entry)
    else if (result === 'assessed') this.#options.watcher.onAssessed(entry)
  }

  #newEntry(
    process: string,
    life: LifeDescription,
    series: readonly SeriesDeclaration[],
    known: Omit<KnownBefore, 'number'>,
  ): ProcessEntry {
    const { settings, defer } = this.#options
    const numbered = { ...known, number: ++this.#newest }
    return new ProcessEntry(process, life, series, settings, numbered, defer, (entry) => this.#judged(entry))
  }
}

function isAnother(before: SeriesDeclaration | undefined, now: SeriesDeclaration): boolean {
  return before !== undefined && (before.max !== now.max || before.help !== now.help)
}
