/** What the hub holds of one process: its current life, its newest numbers, and those who judge them. */
import type { LifeDescription, SeriesDeclaration } from '../../protocol/agent-wire'
import { type FrameBlock, seqAt, timeAt, valuesFrom, valuesIn } from '../../protocol/frame-block'
import type { Flag } from '../../protocol/verdict'
import type { ProcessState, VerdictWord } from '../../protocol/vocabulary'
import type { ProcessGrowth } from '../../growth/process-growth'
import type { ProcessRules } from '../../rules/process-rules'
import { Silence } from '../../rules/silence'
import type { HubSettings } from '../settings'
import { EventRing } from './event-ring'
import { Judges } from './judges'
import { type Defer, JudgingTurns } from './judging-turns'
import { memoryIndexOf } from './memory-series'
import { OtherAgent } from './other-agent'
import { SparkRing } from './spark-ring'

export const STALE_AFTER_MS = 5_000
export const GONE_AFTER_MS = 60_000

/** What is known of a process when the hub meets it. */
export interface KnownBefore {
  /** No other process of this hub's life has it. */
  number: number
  lives: number
  arrivedAtMs: number
  /** From when on its silence counts; absent: from `arrivedAtMs`. */
  heardAtMs?: number
  hasEventsOfDisk: boolean
}

export class ProcessEntry {
  readonly id: string
  readonly number: number
  life: LifeDescription
  /** Shared with other processes that declare the same. */
  series: readonly SeriesDeclaration[]
  lives: number
  /** On the hub's clock: when anything of this process came. */
  arrivedAtMs: number
  /** Whether frames of the current life come, on the hub's clock. */
  silence: Silence
  newestSeq = 0
  /** On the target's clock; `null` before the first frame of any life. */
  lastFrameAtMs: number | null = null
  /** By how much the target's clock ran ahead of the hub's at the newest frame that came at once; `null` before one did. */
  aheadMs: number | null = null
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
  assessedWordChanges = -1
  /** Steps of judging that are done, and those that the newest assessment knows of. */
  judgedSteps = 0
  assessedSteps = 0
  /** A heap snapshot of it is being taken: it stands still, and is not down. */
  isCapturing = false
  /** The state that viewers were told last. */
  toldState: ProcessState = 'live'
  /** In which round of beats its newest number is; see BeatList. */
  beatRound = 0
  /** When the roster's wheel has it looked at next. */
  lookAtMs = Number.POSITIVE_INFINITY
  /** Series of the current life that the detector knows; the others it will know in a moment. */
  judgedSeries = 0
  /** Until what history holds, and what came in the meantime, is judged. */
  isReplaying = false
  readonly #judges: Judges
  readonly #turns: JudgingTurns
  readonly #onJudged: (entry: ProcessEntry) => void
  readonly #settings: HubSettings

  constructor(
    id: string,
    life: LifeDescription,
    series: readonly SeriesDeclaration[],
    settings: HubSettings,
    known: KnownBefore,
    defer: Defer,
    /** After each step of judging. */
    onJudged: (entry: ProcessEntry) => void,
  ) {
    this.#turns = new JudgingTurns(defer)
    this.#onJudged = onJudged
    this.id = id
    this.number = known.number
    this.life = life
    this.series = series
    this.lives = known.lives
    this.arrivedAtMs = known.arrivedAtMs
    this.#settings = settings
    this.silence = new Silence(known.heardAtMs ?? known.arrivedAtMs, settings.rules.silent)
    this.hasEventsOfDisk = known.hasEventsOfDisk
    this.newest = new Float64Array(series.length).fill(Number.NaN)
    this.memoryIndex = memoryIndexOf(series)
    this.#judges = new Judges(settings)
    this.growth = this.#judges.growth
    this.rules = this.#judges.rules
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
    this.series = series
    this.lives = lives
    this.newestSeq = 0
    this.newest = new Float64Array(series.length).fill(Number.NaN)
    this.memoryIndex = memoryIndexOf(series)
    // Until the detector begins the new life, it speaks of the one before.
    this.judgedSeries = 0
    this.#change(() => this.#startJudges(life, series))
  }

  addSeries(series: readonly SeriesDeclaration[]): void {
    this.series = [...this.series, ...series]
    const wider = new Float64Array(this.series.length).fill(Number.NaN)
    wider.set(this.newest)
    this.newest = wider
    this.memoryIndex = memoryIndexOf(this.series)
    this.#change(() => {
      this.#judges.addSeries(series)
      this.judgedSeries += series.length
    })
  }

  /** Another max or help of series that it has. */
  changeSeries(changed: readonly SeriesDeclaration[]): void {
    const byName = new Map(changed.map((one) => [one.name, one]))
    this.series = this.series.map((one) => byName.get(one.name) ?? one)
    this.#change(() => this.#judges.changeSeries(changed))
  }

  /**
   * Takes those frames of the current life that are newer than what was seen, in the order of their seqs; answers the
   * rows that were, which `judgeFrames` is to be given. What is late belongs to history alone.
   */
  takeFrames(block: FrameBlock, nowMs: number): readonly number[] {
    const lastBeforeMs = this.lastFrameAtMs
    const rows = this.#takeNewer(block)
    if (rows.length === 0) return rows
    if (rows.length <= ROWS_AT_ONCE && this.lastFrameAtMs !== null) this.aheadMs = this.lastFrameAtMs - nowMs
    if (this.isCapturing) this.silence.excuse(nowMs)
    this.silence.framed(nowMs, lastBeforeMs)
    return rows
  }

  /**
   * Feeds the judges. The frame of a second at once: to hold ten thousand of them until their turn comes costs more than to
   * judge them. The detector's looks, which take long, have their turn later, and so has what comes after an outage.
   */
  judgeFrames(block: FrameBlock, rows: readonly number[]): void {
    if (rows.length > ROWS_AT_ONCE || this.#turns.areTaken) {
      for (const step of this.#stepsOf(block, rows)) this.#turns.wait(step)
      return
    }
    let isLookDue = false
    for (const row of rows) isLookDue = this.#judges.feed(block, row) || isLookDue
    if (isLookDue) {
      this.#turns.waitToLook(() => {
        this.growth.look()
        this.#judged()
      })
    }
    this.#judged()
  }

  /** Begins to hold what comes back from the judges until `endReplay`. */
  beginReplay(): void {
    this.#turns.hold()
    this.isReplaying = true
  }

  /** Feeds the judges with frames of before, if there are any, and then with what came in the meantime. */
  endReplay(block: FrameBlock | null, onJudged: () => void): void {
    if (block) {
      for (let row = 0; row < block.count; row++) this.#pushSpark(block, row)
      this.#takeNewer(block)
    }
    this.#turns.release(block ? this.#stepsOf(block, [...block.seqs.keys()]) : [])
    this.#turns.wait(() => {
      this.isReplaying = false
      onJudged()
      this.#judged()
    })
  }

  /** Runs `step` after what waits to be judged or is being read back from history, and at once where nothing does. */
  judge(step: () => void): void {
    const isWaiting = this.#turns.areTaken
    this.#change(step)
    if (!isWaiting) this.#judged()
  }

  /** Whoever changes what there is to judge assesses it himself; what waits is assessed once it was its turn. */
  #change(step: () => void): void {
    if (!this.#turns.areTaken) return step()
    this.#turns.wait(() => {
      step()
      this.#judged()
    })
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

  /** Frames that are judged later, some in a step: looks come between them, as they would have come at their time. */
  #stepsOf(block: FrameBlock, rows: readonly number[]): (() => void)[] {
    return slicesOf(rows).map((some) => () => {
      for (const row of some) if (this.#judges.feed(block, row)) this.growth.look()
      this.#judged()
    })
  }

  #startJudges(life: LifeDescription, series: readonly SeriesDeclaration[]): void {
    this.judgedSeries = series.length
    this.#judges.startLife(life, series)
  }
}

const ONLY_ROW: readonly number[] = [0]
const NO_ROW: readonly number[] = []
/** A message of more frames tells of a gap that closes: each is judged as at its time, with the looks that would have come between. */
const ROWS_AT_ONCE = 3
/** Frames that are judged in one step, with the looks that come between them. */
const ROWS_OF_A_STEP = 50

function slicesOf(rows: readonly number[]): number[][] {
  const slices = Math.ceil(rows.length / ROWS_OF_A_STEP)
  return Array.from({ length: slices }, (_, n) => rows.slice(n * ROWS_OF_A_STEP, (n + 1) * ROWS_OF_A_STEP))
}
