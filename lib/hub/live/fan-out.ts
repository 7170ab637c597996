/** What changed, to those who look at it: at most one batch a viewer and tick. Nothing here waits for a viewer. */
import type { AgentEvent } from '../../protocol/agent-wire'
import type { AlertsSummary } from '../../protocol/alert-api'
import type { HistoryHealth, LiveItem, RefusedLately } from '../../protocol/dashboard-wire'
import { DueTimer } from '../../timing/due-timer'
import type { FrameBlock } from '../../protocol/frame-block'
import type { ProcessEntry } from '../roster/process-entry'
import { detailOf, known, rowOf } from '../roster/process-views'
import type { RosterWatcher } from '../roster/roster'
import { BeatList } from './beat-list'
import { beatsOf } from './beats'
import type { Viewer, Views } from './viewer'

/** An animation frame: batches closer together would be drawn together anyway. */
const TICK_MS = 16
/**
 * After a batch the others have so many times as long as it took: rows of ten thousand processes that change at once, as they do
 * with their first frames, cost as much as to take in those frames, which must not wait for it.
 */
const RESTS = 9
/** But no longer than this: what took long may have been another thread's work on the same core. */
const LONGEST_REST_MS = 150

/**
 * Beats of many processes come at any time, and each telling costs a viewer the laying out and painting of a page beside the
 * rows that changed. Those of few are told while they are fresh; those of a thousand together, once in the second that lies
 * between two of one process.
 */
const BEATS_EVERY_MS = { few: 200, many: 1_000 } as const

/** As many ms as there are processes, within these. */
export function beatsEveryMs(processes: number): number {
  return Math.min(BEATS_EVERY_MS.many, Math.max(BEATS_EVERY_MS.few, processes))
}

/** How often slopes, limits and reasons, which change a little with each frame, are told anew: with every fifth assessment. */
const DETAIL_EVERY_MS = 4_500
const ROW_EVERY_MS = 10_000

interface Watched {
  viewers: Set<Viewer>
  /** When its viewers were told its detail last. */
  detailAtMs: number
}

export interface FanOutOptions {
  nowMs: () => number
  /** A clock that nobody sets. */
  steadyMs: () => number
  entry: (id: string) => ProcessEntry | undefined
  entries: () => Iterable<ProcessEntry>
  /** How many there are. */
  count: () => number
  alertsSummary: () => AlertsSummary
  historyHealth: () => HistoryHealth
  refusedLately: () => RefusedLately
  onLost: (items: number) => void
}

export class FanOut implements RosterWatcher {
  readonly #options: FanOutOptions
  readonly #viewers = new Set<Viewer>()
  readonly #fleet = new Set<Viewer>()
  readonly #byProcess = new Map<string, Watched>()
  /** Since the last tick. */
  readonly #changedRows = new Set<ProcessEntry>()
  readonly #beats = new BeatList()
  readonly #rowAtMs = new WeakMap<ProcessEntry, number>()
  readonly #ticks: DueTimer
  readonly #beatsDue: DueTimer
  #beatsAtMs = Number.NEGATIVE_INFINITY
  #restMs = TICK_MS
  #isStopped = false
  #isHeld = false

  constructor(options: FanOutOptions) {
    this.#options = options
    this.#ticks = new DueTimer(() => this.#tick(), options.steadyMs)
    this.#beatsDue = new DueTimer(() => this.#tellBeats(), options.steadyMs)
  }

  get viewerCount(): number {
    return this.#viewers.size
  }

  /** From now on `viewer` gets what `fleet` and `process` say, and nothing else. */
  watch(viewer: Viewer, fleet: boolean, process: string | null): void {
    this.leave(viewer)
    viewer.watch(fleet, process)
    this.#viewers.add(viewer)
    if (fleet) this.#fleet.add(viewer)
    if (process === null) return
    const watched = this.#byProcess.get(process)
    if (watched) watched.viewers.add(viewer)
    else this.#byProcess.set(process, { viewers: new Set([viewer]), detailAtMs: this.#options.nowMs() })
  }

  leave(viewer: Viewer): void {
    this.#viewers.delete(viewer)
    this.#fleet.delete(viewer)
    const { process } = viewer
    if (process === null) return
    const watched = this.#byProcess.get(process)
    watched?.viewers.delete(viewer)
    if (watched?.viewers.size === 0) this.#byProcess.delete(process)
  }

  /** Rows that `viewer` is owed beside those of its first page. */
  owe(viewer: Viewer, rows: Iterable<ProcessEntry>): void {
    for (const entry of rows) viewer.rows.add(entry)
    if (viewer.isOwed) this.#wake()
  }

  onRow(entry: ProcessEntry): void {
    if (this.#fleet.size === 0) return
    this.#changedRows.add(entry)
    this.#rowAtMs.set(entry, this.#options.nowMs())
    this.#wake()
  }

  onDetail(entry: ProcessEntry): void {
    this.#toWatching(entry, (watched) => {
      watched.detailAtMs = this.#options.nowMs()
      return { type: 'detail', detail: detailOf(entry, watched.detailAtMs) }
    })
  }

  onAssessed(entry: ProcessEntry): void {
    const nowMs = this.#options.nowMs()
    const watched = this.#byProcess.get(entry.id)
    if (watched && nowMs - watched.detailAtMs >= DETAIL_EVERY_MS) this.onDetail(entry)
    if (entry.flags.length === 0 || this.#fleet.size === 0) return
    if (nowMs - (this.#rowAtMs.get(entry) ?? 0) >= ROW_EVERY_MS) this.onRow(entry)
  }

  onFrames(entry: ProcessEntry, block: FrameBlock, rows: readonly number[]): void {
    if (this.#fleet.size > 0) {
      this.#beats.add(entry)
      this.#wakeForBeats()
    }
    if (this.#byProcess.size > 0)
      this.#toWatching(entry, () => ({
        type: 'frames',
        process: entry.id,
        boot: entry.life.boot,
        frames: rows.map((row) => frameOf(block, row)),
      }))
    this.#beatsDue.catchUp()
    this.#ticks.catchUp()
  }

  onEvent(entry: ProcessEntry, event: AgentEvent): void {
    this.#toWatching(entry, () => ({ type: 'event', process: entry.id, event }))
  }

  onLeft(entry: ProcessEntry): void {
    this.#changedRows.delete(entry)
    this.#beats.remove(entry)
    if (this.#fleet.size === 0) return
    for (const viewer of this.#fleet) viewer.takeLeft(entry)
    this.#wake()
  }

  /** What concerns everybody, whatever they look at. */
  tellAll(item: LiveItem): void {
    if (this.#viewers.size === 0) return
    for (const viewer of this.#viewers) viewer.push([item])
    this.#wake()
  }

  /** While held, viewers are told so once, sent nothing else, and lose what comes; after it they get the newest state. */
  hold(isHeld: boolean): void {
    if (isHeld === this.#isHeld) return
    this.#isHeld = isHeld
    const hubNowMs = this.#options.nowMs()
    for (const viewer of this.#viewers) {
      if (isHeld) viewer.tell(this.#shedding(), hubNowMs)
      // At the end, too: who came meanwhile has to hear of it as well.
      this.#shed(viewer)
    }
    if (!isHeld && this.#viewers.size > 0) this.#wake()
  }

  get isHolding(): boolean {
    return this.#isHeld
  }

  stop(): void {
    this.#isStopped = true
    this.#ticks.cancel()
    this.#beatsDue.cancel()
  }

  /** Builds the item only where somebody looks. */
  #toWatching(entry: ProcessEntry, build: (watched: Watched) => LiveItem): void {
    const watched = this.#byProcess.get(entry.id)
    if (!watched) return
    const items = [build(watched)]
    for (const viewer of watched.viewers) viewer.push(items)
    this.#wake()
  }

  #wake(): void {
    if (!this.#ticks.isWaiting && !this.#isStopped) this.#ticks.within(this.#restMs)
  }

  #wakeForBeats(): void {
    if (this.#beatsDue.isWaiting || this.#isStopped) return
    const everyMs = beatsEveryMs(this.#options.count())
    const waitMs = this.#beatsAtMs + everyMs - this.#options.nowMs()
    // A clock that was put back does not make them wait longer.
    // Those that come together are told together, also after a pause.
    this.#beatsDue.within(Math.min(everyMs, Math.max(TICK_MS, waitMs)))
  }

  #tellBeats(): void {
    this.#beatsAtMs = this.#options.nowMs()
    if (this.#beats.size === 0) return
    const beats = [beatsOf(this.#beats.take())]
    for (const viewer of this.#fleet) viewer.push(beats)
    this.#wake()
  }

  #tick(): void {
    const fromMs = this.#options.steadyMs()
    const isOwed = this.#tell()
    this.#restMs = Math.min(LONGEST_REST_MS, Math.max(TICK_MS, RESTS * (this.#options.steadyMs() - fromMs)))
    if (isOwed) this.#wake()
  }

  /** Answers whether more is to be told. */
  #tell(): boolean {
    if (this.#isHeld) return this.#forget()
    const hubNowMs = this.#options.nowMs()
    const views = this.#views(hubNowMs)
    for (const viewer of this.#fleet) for (const entry of this.#changedRows) viewer.rows.add(entry)
    this.#changedRows.clear()
    let isOwed = false
    for (const viewer of this.#viewers) {
      viewer.flush(views, hubNowMs)
      this.#countLost(viewer)
      if (viewer.isOwed) isOwed = true
    }
    return isOwed
  }

  #forget(): false {
    const beats = this.#beats.size === 0 ? [] : [beatsOf(this.#beats.take())]
    this.#changedRows.clear()
    for (const viewer of this.#fleet) viewer.push(beats)
    for (const viewer of this.#viewers) this.#shed(viewer)
    return false
  }

  #shed(viewer: Viewer): void {
    viewer.shed()
    this.#countLost(viewer)
  }

  #countLost(viewer: Viewer): void {
    const lost = viewer.takeLost()
    if (lost > 0) this.#options.onLost(lost)
  }

  /** Rows are built once a tick, however many viewers look. */
  #views(hubNowMs: number): Views {
    const rows = new Map<ProcessEntry, LiveItem>()
    return {
      row: (entry) => {
        const row = rows.get(entry) ?? { type: 'row', row: rowOf(entry, hubNowMs) }
        rows.set(entry, row)
        return row
      },
      detail: (process) => {
        const entry = this.#options.entry(process)
        return entry ? { type: 'detail', detail: detailOf(entry, hubNowMs) } : null
      },
      alerts: () => ({ type: 'alerts', summary: this.#options.alertsSummary(), told: null }),
      history: () => ({ type: 'history', health: this.#options.historyHealth() }),
      refused: () => ({ type: 'refused', refused: this.#options.refusedLately() }),
      shedding: () => this.#shedding(),
      allEntries: this.#options.entries,
    }
  }

  #shedding(): LiveItem {
    return { type: 'shedding', isHolding: this.#isHeld }
  }
}

function frameOf(block: FrameBlock, row: number): (number | null)[] {
  const frame: (number | null)[] = [block.seqs[row] ?? null, block.atMs[row] ?? null]
  const offset = row * block.width
  for (let column = 0; column < block.width; column++) frame.push(known(block.values[offset + column]))
  return frame
}
