/**
 * The growth detector of one process, across its lives: rows in, a verdict for each series out. Pure and streaming; it
 * has no clock of its own, and its memory is bounded by the number of series. The rules are in docs/growth.md.
 */
import type { ProcessLimits, SeriesDeclaration } from '../protocol/agent-wire'
import type { Verdict } from '../protocol/verdict'
import type { VerdictWord } from '../protocol/vocabulary'
import { conclude, heapStateOf, stillFills, YOUNG_WARM_UPS } from './conclude'
import { FloorRing } from './floor-ring'
import { type GarbageColumns, mayBeGarbage } from './garbage-share'
import { FILL, INPUTS, ProcessInputs, rowOf } from './inputs'
import { mayTell, stillRises, widestView, type SeriesToJudge } from './judge'
import { Ladder } from './ladder'
import type { LifeStart } from './life'
import { LiveSets } from './live-sets'
import { PastLives } from './past-lives'
import { explainersAt, livePoints, lowPoints, meanPoints } from './point-sources'
import { loadBetween } from './load-told'
import { LookTimes } from './look-times'
import { poolLives, type PooledSlope } from './pool-lives'
import { CycleBook, type ReclaimCycles } from './reclaim-cycles'
import { rolesOf, type Role } from './roles'
import { SeriesTable } from './series-table'
import { forgetExplainers, sharedExplainers } from './shared-explainers'
import type { GrowthSettings } from './settings'
import { limitsOf, Peaks } from './limits'
import { note, sayPooled, sayYoung, settle, type Ledger } from './ledger'
import { describe, type Surroundings } from './describe'
import type { Points } from './points'
import type { Explainers } from './window-view'

export type { LifeStart } from './life'

const HOUR_MS = 3_600_000
/** How many times the range of its floor a window may have risen, for a slope that is only told and not judged. */
const RANGES_COVERED = 2
/** Of what grows already, every so-manieth look is enough. */
const GROWING_LOOKS = 3

export class ProcessGrowth {
  private readonly settings: GrowthSettings
  private readonly inputs: ProcessInputs
  /** Only of a process that was restarted. */
  private past: PastLives | null = null
  private series: readonly SeriesDeclaration[] = []
  private roles: readonly Role[] = []
  private ladder = new Ladder(INPUTS)
  private ring = new FloorRing(0)
  private live: LiveSets | null = null
  private table = new SeriesTable()
  /** Of the tables of the lives before. */
  private earlierChanges = 0
  private peaks = new Peaks([])
  private limits: ProcessLimits = {}
  private cycles = new CycleBook()
  /** As of the newest row. */
  private now = new Float64Array(INPUTS)
  private startedAtMs = 0
  private firstStartedAtMs = Number.NaN
  private lastAtMs = Number.NEGATIVE_INFINITY
  private lookTimes: LookTimes
  private looks = 0
  private liveIndex = -1
  private garbage: GarbageColumns = { gcIndex: -1, usedIndex: -1 }

  constructor(settings: GrowthSettings) {
    this.settings = settings
    this.inputs = new ProcessInputs(settings.warmUpMs)
    this.lookTimes = new LookTimes(0, settings.warmUpMs)
  }

  /** A new life begins; the one before, if any, is kept in what all lives have in common. */
  startLife(life: LifeStart): void {
    const pooled = this.endLife()
    if (Number.isNaN(this.firstStartedAtMs)) this.firstStartedAtMs = life.startedAtMs
    this.startedAtMs = life.startedAtMs
    this.limits = life.limits
    this.series = []
    this.roles = []
    this.ladder = new Ladder(INPUTS)
    this.ring = new FloorRing(0)
    this.live = null
    this.earlierChanges = this.wordChanges
    this.table = new SeriesTable()
    this.peaks = new Peaks([])
    this.cycles = new CycleBook()
    this.now = new Float64Array(INPUTS).fill(Number.NaN)
    this.inputs.restart()
    // A target's clock may stand far before that of its last life.
    this.lastAtMs = Number.NEGATIVE_INFINITY
    this.lookTimes = new LookTimes(life.startedAtMs, this.settings.warmUpMs)
    this.addSeries(life.series)
    for (const [row, { name }] of this.series.entries()) {
      const found = pooled.get(name)
      if (found !== undefined) sayPooled(this.ledger(), row, found, this.firstStartedAtMs, this.startedAtMs)
    }
  }

  /** More series of the current life, to the right of those it has. */
  addSeries(series: readonly SeriesDeclaration[]): void {
    this.series = this.series.length === 0 ? series : [...this.series, ...series]
    this.inputs.declare(this.series)
    const indexOf = (wanted: string): number => this.series.findIndex(({ name }) => name === wanted)
    this.liveIndex = indexOf('memory.live_set')
    this.garbage = { gcIndex: indexOf('gc.major_count'), usedIndex: indexOf('memory.heap_used') }
    if (this.liveIndex >= 0) this.live ??= new LiveSets()
    this.roles = rolesOf(this.series)
    this.ladder.widen(INPUTS + this.series.length)
    this.ring.widen(this.series.length)
    this.table.grow(this.series.length, this.startedAtMs)
    this.peaks = new Peaks(limitsOf(this.series, this.limits), this.peaks)
    for (const [index, role] of this.roles.entries()) {
      if (role === 'counter') this.table.say(index, 'steady', 'counter', this.startedAtMs)
      if (role === 'sawtooth') this.cycles.add(index)
    }
  }

  /** Another max of series that the life has: what was said stands, and its limit is the new one. */
  changeSeries(changed: readonly SeriesDeclaration[]): void {
    const byName = new Map(changed.map((one) => [one.name, one]))
    this.series = this.series.map((one) => byName.get(one.name) ?? one)
    this.peaks = new Peaks(limitsOf(this.series, this.limits), this.peaks)
  }

  /** One row of the current life, in the order of its series; `NaN` is "not known". A time that is not later is left out. */
  push(atMs: number, values: Float64Array, offset: number): void {
    if (this.take(atMs, values, offset)) this.look()
  }

  /**
   * As `push`, but looks at nothing: answers whether a look is due, which `look` takes. A row costs some microseconds and a
   * look up to tens of milliseconds, so that whoever has many processes can have looks wait for their turn.
   */
  take(atMs: number, values: Float64Array, offset: number): boolean {
    if (!(atMs > this.lastAtMs)) return false
    const stepMs = atMs - this.lastAtMs
    this.lastAtMs = atMs
    const { now } = this
    this.inputs.read(values, offset, stepMs, now)
    const row = rowOf(now, values, offset, this.series.length)
    const { warmUpMs } = this.settings
    const ageMs = atMs - this.startedAtMs
    this.cycles.count(values, offset, atMs, ageMs >= warmUpMs && ageMs - stepMs < warmUpMs)
    this.peaks.push(values, offset, stepMs)
    if (this.ladder.push(atMs, row, 0)) this.lookTimes.closed(atMs)
    this.ring.push(atMs, values, offset)
    if (this.live !== null) {
      const count = this.garbage.gcIndex >= 0 ? (values[offset + this.garbage.gcIndex] as number) : Number.NaN
      const fresh = this.live.push(atMs, values[offset + this.liveIndex] as number, count, now)
      if (fresh) this.lookTimes.collected(atMs)
    }
    return this.lookTimes.due
  }

  /** Looks at all series that are due, with all rows so far. */
  look(): void {
    const due = this.lookTimes.take()
    if (due.live) this.lookAt(this.lastAtMs, true)
    if (due.series) this.lookAt(this.lastAtMs, false)
  }

  /** Rises whenever a word may be another than before, so that whoever holds thirty of each process need not compare them. */
  get wordChanges(): number {
    return this.earlierChanges + this.table.changes
  }

  verdictWord(index: number): VerdictWord {
    return index < this.table.size ? this.table.word(index) : 'collecting'
  }

  verdict(index: number): Verdict {
    if (this.series[index] === undefined) {
      throw new RangeError(`There is no series ${index}; ${this.series.length} are declared.`)
    }
    if (Number.isNaN(this.table.get(index, 'slopePerHour'))) this.measure(index)
    return describe(index, this.surroundings())
  }

  private surroundings(): Surroundings {
    const { loadOf } = this.inputs
    return {
      series: this.series,
      roles: this.roles,
      table: this.table,
      settings: this.settings,
      startedAtMs: this.startedAtMs,
      nowMs: Math.max(this.lastAtMs, this.startedAtMs),
      peaks: this.peaks,
      loadOf,
      loadBetween: (fromMs, toMs) => loadOf && loadBetween(this.ladder, loadOf, fromMs, toMs),
      collections: this.live?.collections ?? 0,
      past: this.past,
    }
  }

  private lookAt(atMs: number, ofLive: boolean): void {
    this.looks += 1
    forgetExplainers()
    const { ladder } = this
    const fills = stillFills(ladder.size, (bin) => ladder.means[bin * ladder.columns + FILL] as number)
    for (let index = 0; index < this.series.length; index++) {
      const role = this.roles[index]
      if (role === 'counter' || (role === 'live') !== ofLive) continue
      // What grows is seen to grow for long; it is asked again less often.
      if (this.table.word(index) === 'growing' && this.looks % GROWING_LOOKS !== 0) continue
      if (this.isYoung(index, atMs)) {
        const isFilling = fills && this.inputs.fillExplains(this.series[index] as SeriesDeclaration)
        sayYoung(this.table, index, isFilling ? null : this.startedAtMs + YOUNG_WARM_UPS * this.settings.warmUpMs, atMs)
        continue
      }
      const series = this.toJudge(index, atMs)
      const finding = conclude(series, heapStateOf(this.cycles.of(index), this.live))
      settle(this.ledger(), index, finding, this.stillRises(index, series), atMs, this.lookTimes.nextAtMs)
    }
    forgetExplainers()
  }

  /** Whether what was said to grow still rises. */
  private stillRises(index: number, series: SeriesToJudge): boolean {
    const { table } = this
    if (table.word(index) !== 'growing') return false
    const slopePerMs = table.get(index, 'slopePerHour') / HOUR_MS
    return stillRises(series, slopePerMs, table.time(index, 'fromMs'), table.time(index, 'toMs'))
  }

  /** Too young for anything to be said but that a bounded structure still fills. */
  private isYoung(index: number, atMs: number): boolean {
    const role = this.roles[index] as Role
    if (role !== 'level' || this.table.cause(index) === 'pooled') return false
    return !mayTell(this.series[index] as SeriesDeclaration, role, atMs - this.startedAtMs, this.settings.warmUpMs)
  }

  /** The slope of what does not grow is worked out only when somebody asks. */
  private measure(index: number): void {
    forgetExplainers()
    if (this.roles[index] === 'counter' || this.lastAtMs <= this.startedAtMs) return
    const view = widestView(this.toJudge(index, this.lastAtMs))
    // A slope beyond what the window has covered comes of columns that cannot be told apart: it is not known.
    if (view !== null && Math.abs(view.posterior.slope) <= RANGES_COVERED) note(this.table, index, view)
  }

  private toJudge(index: number, nowMs: number): SeriesToJudge {
    const declaration = this.series[index] as SeriesDeclaration
    const role = this.roles[index] as Role
    const { kind } = declaration
    const load = this.inputs.loadOf !== null && kind !== 'clients'
    const fill = this.inputs.fillExplains(declaration)
    const live = role === 'live' ? this.live : null
    const ladder = live?.ladder ?? this.ladder
    const sources =
      live !== null
        ? [livePoints(live.ladder)]
        : role === 'sawtooth'
          ? [lowPoints(this.ring, index, this.cycles.of(index) as ReclaimCycles, nowMs)]
          : [meanPoints(this.ladder, INPUTS + index), lowPoints(this.ring, index, null, nowMs, 1)]
    return {
      declaration,
      role,
      startedAtMs: this.startedAtMs,
      nowMs,
      warmUpMs: this.settings.warmUpMs,
      mayBeGarbage: (fromMs, toMs, rise) =>
        mayBeGarbage(declaration.name, this.garbage, this.ladder, fromMs, toMs, rise),
      candidates: sources.map((points, which) => ({
        points,
        explain:
          role === 'level'
            ? this.explain(points, which, load, fill)
            : explainersAt(points, ladder, live === null ? 0 : 1, load, fill),
      })),
    }
  }

  /** Points without a gap stand at the same times for all series, and so do the inputs at them. */
  private explain(points: Points, which: number, load: boolean, fill: boolean): Explainers {
    const isWhole = points.count === (which === 0 ? this.ladder.size : this.ring.size)
    if (!isWhole) return explainersAt(points, this.ladder, 0, load, fill)
    return sharedExplainers(`${which} ${load} ${fill}`, () => explainersAt(points, this.ladder, 0, load, fill))
  }

  private endLife(): Map<string, PooledSlope> {
    if (this.series.length === 0) return new Map()
    this.past ??= new PastLives()
    this.past.fold(this.ring, this.startedAtMs, this.series, (index) => this.peaks.peakOf(index))
    return poolLives(this.past, this.series, this.settings.warmUpMs)
  }

  private ledger(): Ledger {
    return { table: this.table, peaks: this.peaks, settings: this.settings }
  }
}
