/** One process under watch: its detail, its newest frames, and the window that is on screen, kept whole over outages. */
import type { Annotation } from '../protocol/annotations'
import { LIMITS } from '../protocol/limits'
import type { LiveItem } from '../protocol/dashboard-wire'
import type { ProcessDetail } from '../protocol/http-api'
import { GapRepair } from './gap-repair'
import type { AskHistory } from './history'
import { LiveEdge } from './live-edge'
import { MarkBook } from './mark-book'
import type { Ask } from './ask'
import { chooseStep, stepStart } from './step'
import { Tail } from './tail'
import { spanOf, windowOf, type ViewRange } from './view-range'
import { intervalOf, WindowData } from './window-data'

export type HistoryState = { state: 'loading' } | { state: 'ready' } | { state: 'failed'; message: string }

/** What screens read; a new object whenever something in it changed. */
export interface WatchedState {
  id: string
  status: 'loading' | 'known' | 'unknown'
  detail: ProcessDetail | null
  range: ViewRange
  data: WindowData | null
  /** Rises when `data` got something new. */
  revision: number
  /** Where a window that moves ends. */
  edgeMs: number
  newestMs: number | null
  /** By how much its clock is ahead of the hub's, behind where negative; `null` where they agree or it is not known yet. */
  clockAheadMs: number | null
  /** Samples that came while the picture is held. */
  arrivedWhileHeld: number
  history: HistoryState
  /** What happened to it, to its service and to all, oldest first. */
  annotations: readonly Annotation[]
}

export interface ProcessWatchParts {
  askHistory: AskHistory
  ask: Ask
  /** The hub's clock. */
  nowMs(): number
  /** Something changed: draw soon. */
  changed(): void
}

type FramesItem = Extract<LiveItem, { type: 'frames' }>
const MAX_EVENTS = 500
/** So much more than the window is read on each side, so that lines go to its edges. */
const EDGE_MARGIN_MS = 2_000

export class ProcessWatch {
  readonly id: string
  readonly #parts: ProcessWatchParts
  readonly #edge = new LiveEdge()
  readonly #repair: GapRepair
  readonly #marks: MarkBook
  #tail: Tail | null = null
  #data: WindowData | null = null
  #detail: ProcessDetail | null = null
  #status: WatchedState['status'] = 'loading'
  #range: ViewRange
  #points: number
  #revision = 0
  #state: WatchedState | null = null
  #arrivedWhileHeld = 0
  #history: HistoryState = { state: 'loading' }
  #loading = new AbortController()
  /** The newest frame before the link was lost. */
  #missedFromMs: number | null = null

  constructor(id: string, range: ViewRange, points: number, parts: ProcessWatchParts) {
    this.id = id
    this.#range = range
    this.#points = points
    this.#parts = parts
    this.#marks = new MarkBook(id, { ask: parts.ask, nowMs: () => parts.nowMs(), changed: () => this.#changed() })
    this.#repair = new GapRepair({
      load: (fromMs) => this.#load(fromMs),
      isWhole: (fromMs) => this.#isWhole(fromMs),
    })
  }

  /** The same object until something changed. */
  state(): WatchedState {
    this.#state ??= {
      id: this.id,
      status: this.#status,
      detail: this.#detail,
      range: this.#range,
      data: this.#data,
      revision: this.#revision,
      edgeMs: this.#edge.edgeMs(this.#parts.nowMs()),
      newestMs: this.#edge.newestMs,
      clockAheadMs: this.#edge.clockAheadMs,
      arrivedWhileHeld: this.#arrivedWhileHeld,
      history: this.#history,
      annotations: this.#marks.marks(),
    }
    return this.#state
  }

  /** The first detail opens the window; later ones bring lives, series, verdicts and flags. */
  takeDetail(detail: ProcessDetail): 'first' | 'again' {
    const before = this.#detail
    this.#detail = detail
    this.#status = 'known'
    this.#marks.knowService(detail.service)
    if (detail.lastFrameAtMs !== null) this.#edge.noteKnown(detail.lastFrameAtMs)
    const names = detail.series.map(({ name }) => name)
    this.#tail ??= new Tail(names.length)
    this.#tail.setLayout(detail.boot, names)
    if (!before) this.#open()
    else if (names.some((name) => !before.series.some((known) => known.name === name))) this.#reload()
    this.#changed()
    return before ? 'again' : 'first'
  }

  takeUnknown(): void {
    // A hub that has just come back may have to hear of the process again: what is on screen stays.
    if (this.#status === 'loading') this.#status = 'unknown'
    this.#changed()
  }

  takeFrames(item: FramesItem, hubNowMs: number): void {
    if (!this.#tail || !this.#data) return
    const { times, unreadable } = this.#tail.take(item.boot, item.frames)
    if (unreadable > 0) this.#repair.start(item.frames[0]?.[1] ?? hubNowMs)
    if (times.length === 0) return
    let newestMs = Number.NEGATIVE_INFINITY
    for (const atMs of times) newestMs = Math.max(newestMs, atMs)
    this.#edge.noteArrival(newestMs, hubNowMs)
    if (this.#range.kind !== 'live') this.#arrivedWhileHeld += times.length
    const ask = this.#data.takeFrom(this.#tail, times)
    if (ask) this.#repair.start(ask.askFromMs)
    this.#touch()
  }

  takeEvent(event: ProcessDetail['events'][number]): void {
    if (!this.#detail) return
    this.#detail = { ...this.#detail, events: [...this.#detail.events, event].slice(-MAX_EVENTS) }
    this.#changed()
  }

  takeAnnotation(annotation: Annotation): void {
    this.#marks.take(annotation)
  }

  /** Another range, or room for more or fewer points. */
  lookAt(range: ViewRange, points: number): void {
    this.#range = range
    this.#points = points
    this.#arrivedWhileHeld = 0
    if (this.#detail) this.#open()
    this.#changed()
  }

  /** Frames from now on may be missing: what comes after the last known one is asked for when the link is back. */
  linkLost(): void {
    this.#missedFromMs ??= this.#edge.newestMs
    this.#tail?.coversOnlyFrom(this.#parts.nowMs() + LIMITS.aheadMs)
  }

  /** The hub is back, or told that it dropped items: fills what was missed. */
  catchUp(): void {
    void this.#marks.again()
    if (!this.#data) return
    const lastMs = this.#missedFromMs ?? this.#edge.newestMs ?? this.#window().fromMs
    this.#missedFromMs = null
    this.#repair.start(lastMs - 2 * Math.max(this.#data.stepMs, intervalOf(this.#data.table)))
  }

  /** Time went on: a process that is silent has a window that moves all the same. */
  tick(): void {
    if (this.#range.kind === 'live' && this.#detail) this.#touch()
  }

  stop(): void {
    this.#repair.stop()
    this.#marks.stop()
    this.#loading.abort()
  }

  #open(): void {
    const { fromMs, toMs } = this.#window()
    const stepMs = chooseStep(spanOf(this.#range), this.#points)
    const marginMs = Math.max(stepMs, EDGE_MARGIN_MS)
    const end = this.#range.kind === 'live' ? undefined : toMs + marginMs
    const fresh = new WindowData(stepMs, fromMs - marginMs, end)
    if (this.#data) fresh.seedFrom(this.#data)
    this.#data = fresh
    if (this.#tail) fresh.takeAll(this.#tail)
    void this.#marks.look(fromMs, this.#range.kind === 'live' ? undefined : toMs)
    this.#reload()
  }

  #reload(): void {
    this.#loading.abort()
    this.#loading = new AbortController()
    this.#history = { state: 'loading' }
    this.#touch()
    void this.#loadOrRepair()
  }

  async #loadOrRepair(): Promise<void> {
    await this.#load(Number.NEGATIVE_INFINITY)
    if (this.#history.state === 'failed') this.#repair.start(this.#window().fromMs)
  }

  /** Merges what history has from `fromMs` to the end of the window. A failure is told in the state. */
  async #load(fromMs: number): Promise<void> {
    const data = this.#data
    const { signal } = this.#loading
    if (!data) return
    try {
      await this.#loadInto(data, Math.max(fromMs, data.fromMs), signal)
      if (signal.aborted) return
      this.#history = { state: 'ready' }
    } catch (error) {
      if (signal.aborted) return
      this.#history = { state: 'failed', message: error instanceof Error ? error.message : String(error) }
    }
    this.#touch()
  }

  async #loadInto(data: WindowData, fromMs: number, signal: AbortSignal): Promise<void> {
    const names = this.#detail?.series.map(({ name }) => name) ?? []
    const query = { process: this.id, names }
    const nowMs = Math.max(this.#parts.nowMs(), this.#edge.newestMs ?? 0)
    const toMs = Number.isFinite(data.toMs) ? data.toMs : nowMs + LIMITS.aheadMs
    const { stepMs } = data
    // The newest step is not over: it is folded here from its frames, so that it moves with each of them.
    const rawFromMs = stepMs > 0 ? stepStart(nowMs, stepMs) : fromMs
    const isPast = toMs < rawFromMs
    const [steps, raw] = await Promise.all([
      stepMs > 0
        ? this.#parts.askHistory(
            { ...query, stepMs, fromMs: stepStart(fromMs, stepMs), toMs: isPast ? toMs : rawFromMs - 1 },
            signal,
          )
        : [],
      isPast ? [] : this.#parts.askHistory({ ...query, stepMs: 0, fromMs: rawFromMs, toMs }, signal),
    ])
    if (signal.aborted) return
    data.mergeSteps(steps)
    if (stepMs === 0) data.mergeRaw(raw)
    // A held window may end before the newest frame, and then the tail would have a hole.
    if (!isPast && !Number.isFinite(data.toMs)) {
      this.#tail?.mergeHistory(rawFromMs, raw)
      if (this.#tail && stepMs > 0) data.takeAll(this.#tail)
    }
    for (const { points } of raw) {
      const newest = points[points.length - 1]
      if (newest) this.#edge.noteKnown(newest[0])
    }
  }

  #isWhole(fromMs: number): boolean {
    const data = this.#data
    if (!data || this.#history.state === 'failed') return false
    const { table, gapMs } = data
    for (let row = Math.max(1, table.lowerBound(fromMs)); row < table.length; row += 1)
      if ((table.atMs[row] ?? 0) - (table.atMs[row - 1] ?? 0) > gapMs) return false
    return true
  }

  #window(): { fromMs: number; toMs: number } {
    return windowOf(this.#range, this.#edge.edgeMs(this.#parts.nowMs()))
  }

  #touch(): void {
    this.#revision += 1
    this.#changed()
  }

  #changed(): void {
    this.#state = null
    this.#parts.changed()
  }
}
