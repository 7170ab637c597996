/** What the hub holds of one process: its current life, its newest numbers, and those who judge them. */
import type { LifeDescription, SeriesDeclaration } from '../../protocol/agent-wire'
import { type FrameBlock, seqAt, timeAt, valuesFrom, valuesIn } from '../../protocol/frame-block'
import type { Flag } from '../../protocol/verdict'
import type { ProcessState, VerdictWord } from '../../protocol/vocabulary'
import { type LifeStart, ProcessGrowth } from '../../growth/process-growth'
import { ProcessRules } from '../../rules/process-rules'
import { Silence } from '../../rules/silence'
import type { HubSettings } from '../settings'
import { EventRing } from './event-ring'
import { memoryIndexOf } from './memory-series'
import { OtherAgent } from './other-agent'
import { SparkRing } from './spark-ring'

export const STALE_AFTER_MS = 5_000
export const GONE_AFTER_MS = 60_000

/** What is known of a process when the hub meets it. */
export interface KnownBefore {
  lives: number
  arrivedAtMs: number
  /** From when on its silence counts; absent: from `arrivedAtMs`. */
  heardAtMs?: number
  hasEventsOfDisk: boolean
}

export class ProcessEntry {
  readonly id: string
  life: LifeDescription
  series: SeriesDeclaration[]
  lives: number
  /** On the hub's clock: when anything of this process came. */
  arrivedAtMs: number
  /** Whether frames of the current life come, on the hub's clock. */
  silence: Silence
  newestSeq = 0
  /** On the target's clock; `null` before the first frame of any life. */
  lastFrameAtMs: number | null = null
  /** The newest frame's values, as wide as `series`. */
  newest: Float64Array
  memoryIndex: number
  readonly spark = new SparkRing()
  readonly events = new EventRing()
  readonly otherAgent = new OtherAgent()
  /** Whether `events` holds what is on disk, too. */
  hasEventsOfDisk: boolean
  readonly growth: ProcessGrowth
  readonly rules: ProcessRules
  /** What was concluded last; see `assess`. */
  words: VerdictWord[] = []
  flags: Flag[] = []
  assessedAtMs = 0
  assessedRuleChanges = -1
  /** Steps of judging that are done, and those that the newest assessment knows of. */
  judgedSteps = 0
  assessedSteps = 0
  /** A heap snapshot of it is being taken: it stands still, and is not down. */
  isCapturing = false
  /** The state that viewers were told last. */
  toldState: ProcessState = 'live'
  /** When the roster's wheel has it looked at next. */
  lookAtMs = Number.POSITIVE_INFINITY
  /** Series of the current life that the detector knows; the others it will know in a moment. */
  judgedSeries = 0
  /** While frames of before are read back from history, what comes waits here in order. */
  backlog: (() => void)[] | null = null
  /** Until what history holds, and what came in the meantime, is judged. */
  isReplaying = false
  #judgedSeq = 0
  readonly #defer: (step: () => void) => void
  readonly #onJudged: (entry: ProcessEntry) => void
  readonly #settings: HubSettings

  constructor(
    id: string,
    life: LifeDescription,
    series: readonly SeriesDeclaration[],
    settings: HubSettings,
    known: KnownBefore,
    defer: (step: () => void) => void,
    /** After each step of judging. */
    onJudged: (entry: ProcessEntry) => void,
  ) {
    this.#defer = defer
    this.#onJudged = onJudged
    this.id = id
    this.life = life
    this.series = [...series]
    this.lives = known.lives
    this.arrivedAtMs = known.arrivedAtMs
    this.#settings = settings
    this.silence = new Silence(known.heardAtMs ?? known.arrivedAtMs, settings.rules.silent)
    this.hasEventsOfDisk = known.hasEventsOfDisk
    this.newest = new Float64Array(series.length).fill(Number.NaN)
    this.memoryIndex = memoryIndexOf(series)
    this.growth = new ProcessGrowth(settings.growth)
    this.rules = new ProcessRules(settings.rules)
    this.#startJudges(this.life, this.series)
  }

  /** By arrival at the hub, as it is at `nowMs`. */
  state(nowMs: number): ProcessState {
    const silentMs = nowMs - this.arrivedAtMs
    return silentMs < STALE_AFTER_MS ? 'live' : silentMs < GONE_AFTER_MS ? 'stale' : 'gone'
  }

  startLife(life: LifeDescription, series: readonly SeriesDeclaration[], lives: number, nowMs: number): void {
    this.life = life
    this.silence = new Silence(nowMs, this.#settings.rules.silent)
    this.series = [...series]
    this.lives = lives
    this.newestSeq = 0
    this.newest = new Float64Array(series.length).fill(Number.NaN)
    this.memoryIndex = memoryIndexOf(series)
    // Until the detector begins the new life, it speaks of the one before.
    this.judgedSeries = 0
    this.judge(() => this.#startJudges(life, series))
  }

  addSeries(series: readonly SeriesDeclaration[]): void {
    this.series.push(...series)
    const wider = new Float64Array(this.series.length).fill(Number.NaN)
    wider.set(this.newest)
    this.newest = wider
    this.memoryIndex = memoryIndexOf(this.series)
    this.judge(() => {
      this.growth.addSeries(series)
      this.rules.addSeries(series)
      this.judgedSeries += series.length
    })
  }

  /** Another max or help of series that it has. */
  changeSeries(changed: readonly SeriesDeclaration[]): void {
    const byName = new Map(changed.map((one) => [one.name, one]))
    this.series = this.series.map((one) => byName.get(one.name) ?? one)
    this.judge(() => {
      this.growth.changeSeries(changed)
      this.rules.changeSeries(changed)
    })
  }

  /**
   * Takes those frames of the current life that are newer than what was seen, in the order of their seqs; answers the
   * rows that were. What is late belongs to history alone.
   */
  takeFrames(block: FrameBlock, nowMs: number): readonly number[] {
    const lastBeforeMs = this.lastFrameAtMs
    const rows = this.#takeNewer(block)
    if (rows.length === 0) return rows
    if (this.isCapturing) this.silence.excuse(nowMs)
    this.silence.framed(nowMs, lastBeforeMs)
    this.#inTurn(() => this.#judgeFrames(block, rows))
    return rows
  }

  /** Begins to hold what comes back from the judges until `endReplay`. */
  beginReplay(): void {
    this.backlog = []
    this.isReplaying = true
  }

  /** Feeds the judges with frames of before, if there are any, and then with what came in the meantime. */
  endReplay(block: FrameBlock | null, onJudged: () => void): void {
    if (block) {
      for (let row = 0; row < block.count; row++) this.#pushSpark(block, row)
      const rows = [...block.seqs.keys()]
      for (let at = 0; at < rows.length; at += REPLAY_ROWS) {
        const some = rows.slice(at, at + REPLAY_ROWS)
        this.#defer(() => this.#judgeFrames(block, some))
      }
      this.#takeNewer(block)
    }
    for (const step of this.backlog ?? []) this.#defer(step)
    this.backlog = null
    this.#defer(() => {
      this.isReplaying = false
      onJudged()
      this.#judged()
    })
  }

  /** Runs `step` when its turn comes, and after what is being read back from history. */
  judge(step: () => void): void {
    this.#inTurn(() => {
      step()
      this.#judged()
    })
  }

  #inTurn(step: () => void): void {
    if (this.backlog === null) this.#defer(step)
    else if (this.backlog.length < BACKLOG_STEPS) this.backlog.push(step)
  }

  /** A step of judging is done. */
  #judged(): void {
    this.judgedSteps++
    this.#onJudged(this)
  }

  #takeNewer(block: FrameBlock): readonly number[] {
    if (block.count === 1) return this.#takeOne(block) ? ONLY_ROW : NO_ROW
    const rows: number[] = []
    for (let row = 0; row < block.count; row++) {
      const seq = seqAt(block, row)
      if (seq <= this.newestSeq) continue
      this.newestSeq = seq
      rows.push(row)
      this.#pushSpark(block, row)
    }
    const last = rows.at(-1)
    if (last !== undefined) this.#takeNewest(block, last)
    return rows
  }

  /** The same for the message that nearly all are, without a list of its own. */
  #takeOne(block: FrameBlock): boolean {
    const seq = seqAt(block, 0)
    if (seq <= this.newestSeq) return false
    this.newestSeq = seq
    this.#pushSpark(block, 0)
    this.#takeNewest(block, 0)
    return true
  }

  #takeNewest(block: FrameBlock, row: number): void {
    this.lastFrameAtMs = timeAt(block, row)
    const [values, from] = [valuesIn(block), valuesFrom(block) + row * block.width]
    for (let column = 0; column < block.width; column++) this.newest[column] = values[from + column] ?? Number.NaN
  }

  #pushSpark(block: FrameBlock, row: number): void {
    if (this.memoryIndex < 0 || this.memoryIndex >= block.width) return
    const at = valuesFrom(block) + row * block.width + this.memoryIndex
    this.spark.push(timeAt(block, row), valuesIn(block)[at] ?? Number.NaN)
  }

  #judgeFrames(block: FrameBlock, rows: readonly number[]): void {
    const [values, from] = [valuesIn(block), valuesFrom(block)]
    for (const row of rows) {
      const seq = seqAt(block, row)
      if (seq <= this.#judgedSeq) continue
      this.#judgedSeq = seq
      const [atMs, at] = [timeAt(block, row), from + row * block.width]
      this.growth.push(atMs, values, at)
      this.rules.push(atMs, values, at)
    }
    this.#judged()
  }

  #startJudges(life: LifeDescription, series: readonly SeriesDeclaration[]): void {
    this.#judgedSeq = 0
    this.judgedSeries = series.length
    const { boot, startedAtMs, version, limits } = life
    const start: LifeStart = {
      boot,
      startedAtMs,
      limits: limits ?? {},
      series: [...series],
      ...(version === undefined ? {} : { version }),
    }
    this.growth.startLife(start)
    this.rules.startLife(start)
  }
}

const ONLY_ROW: readonly number[] = [0]
const NO_ROW: readonly number[] = []
/** Messages that wait while history is read back: some seconds' worth of them, and never more. */
const BACKLOG_STEPS = 1_000
/** Frames of before that are judged in one step. */
const REPLAY_ROWS = 50
