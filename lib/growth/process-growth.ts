/**
 * The growth detector of one process, across its lives: rows in, a verdict for each series out. Pure and streaming;
 * it has no clock of its own, and its memory is bounded by the number of series.
 */
import type { SeriesDeclaration } from '../protocol/agent-wire'
import type { Verdict } from '../protocol/verdict'
import type { VerdictWord } from '../protocol/vocabulary'
import { Ladder } from './ladder'
import type { LifeStart } from './life'
import type { GrowthSettings } from './settings'
import { trendOf } from './trend'
import { sayAmount, sayDuration, sayRate } from './words'

export type { LifeStart } from './life'

const HOUR_MS = 3_600_000
/** How many standard errors a slope must stand above zero before it is called growth. */
const CERTAIN_ERRORS = 4.5
const NORMAL_90 = 1.645

interface SeriesState {
  declaration: SeriesDeclaration
  sinceMs: number
  word: VerdictWord
  slopePerHour: number | null
  ci: [number, number] | null
  reason: string
  conclusiveAtMs: number | null
}

export class ProcessGrowth {
  private readonly settings: GrowthSettings
  private ladder = new Ladder(0)
  private states: SeriesState[] = []
  private startedAtMs = 0
  private lastAtMs = Number.NEGATIVE_INFINITY
  private lookAtMs = 0

  constructor(settings: GrowthSettings) {
    this.settings = settings
  }

  startLife(life: LifeStart): void {
    this.startedAtMs = life.startedAtMs
    this.ladder = new Ladder(0)
    this.states = []
    this.addSeries(life.series)
    this.lookAtMs = 0
  }

  addSeries(series: readonly SeriesDeclaration[]): void {
    for (const declaration of series) {
      const sinceMs = this.startedAtMs
      this.states.push({
        declaration,
        sinceMs,
        word: 'collecting',
        slopePerHour: null,
        ci: null,
        reason: 'Nothing has been seen yet.',
        conclusiveAtMs: null,
      })
    }
    this.ladder.widen(this.states.length)
  }

  /** One row of the current life, in the order of its series; `NaN` is "not known". Times that go back are left out. */
  push(atMs: number, values: Float64Array, offset: number): void {
    if (!(atMs > this.lastAtMs)) return
    this.lastAtMs = atMs
    const closed = this.ladder.push(atMs, values, offset)
    if (!closed || atMs < this.lookAtMs) return
    const age = atMs - this.startedAtMs
    this.lookAtMs = atMs + Math.max(age * 0.05, this.settings.warmUpMs / 40)
    for (let index = 0; index < this.states.length; index++) this.judge(index, atMs)
  }

  verdictWord(index: number): VerdictWord {
    return this.states[index]?.word ?? 'collecting'
  }

  verdict(index: number): Verdict {
    const state = this.states[index]
    if (state === undefined) throw new RangeError(`There is no series ${index}; ${this.states.length} are declared.`)
    const verdict: Verdict = {
      verdict: state.word,
      sinceMs: state.sinceMs,
      slopePerHour: state.slopePerHour,
      slopeCi90: state.ci,
      unit: state.declaration.unit,
      reason: state.reason,
      evidence: { bins: this.ladder.size, ageMs: this.lastAtMs - this.startedAtMs },
    }
    if (state.conclusiveAtMs !== null) verdict.conclusiveAtMs = state.conclusiveAtMs
    return verdict
  }

  private judge(index: number, atMs: number): void {
    const state = this.states[index] as SeriesState
    const { kind, unit, name } = state.declaration
    if (kind === 'counter')
      return this.conclude(state, 'steady', atMs, 'A counter rises by its nature; it is not judged as growth.')
    const readyAtMs = this.startedAtMs + this.settings.warmUpMs
    const { times, values, count } = this.floorSince(
      index,
      Math.min(readyAtMs, this.startedAtMs + (atMs - this.startedAtMs) / 2),
    )
    const trend = trendOf(times, values, count)
    if (trend === null) return
    state.slopePerHour = trend.slopePerMs * HOUR_MS
    const half = trend.errorPerMs * NORMAL_90 * HOUR_MS
    state.ci = [state.slopePerHour - half, state.slopePerHour + half]
    const slope = `${sayRate(state.slopePerHour, unit)}, 90 % between ${sayRate(state.ci[0], unit)} and ${sayRate(state.ci[1], unit)}`
    const span = (times[count - 1] as number) - (times[0] as number)
    const rose = `${name} rose ${sayAmount(trend.slopePerMs * span, unit)} in ${sayDuration(span)} (${slope})`
    if (atMs < readyAtMs || count < 12 || span < this.settings.warmUpMs * 1.5) {
      state.conclusiveAtMs = readyAtMs
      return this.conclude(
        state,
        'collecting',
        atMs,
        `The process is ${sayDuration(atMs - this.startedAtMs)} old; until it is ${sayDuration(this.settings.warmUpMs)} old a rise may be warm-up.`,
      )
    }
    state.conclusiveAtMs = null
    if (trend.slopePerMs < -CERTAIN_ERRORS * trend.errorPerMs)
      return this.conclude(state, 'falling', atMs, `${name} falls: ${slope}.`)
    if (trend.slopePerMs < CERTAIN_ERRORS * trend.errorPerMs)
      return this.conclude(state, 'steady', atMs, `${name} shows no certain slope: ${slope}.`)
    const material = Math.abs(values[0] as number) * this.settings.materialShare
    if (trend.slopePerMs * this.settings.horizonMs < material)
      return this.conclude(
        state,
        'steady',
        atMs,
        `${rose}, too slowly to matter within ${sayDuration(this.settings.horizonMs)}.`,
      )
    if (trend.lateOverEarly < 0.5) return this.conclude(state, 'warming-up', atMs, `${rose}, and levels off.`)
    this.conclude(state, 'growing', atMs, `${rose}, and does not level off.`)
  }

  private conclude(state: SeriesState, word: VerdictWord, atMs: number, reason: string): void {
    if (state.word !== word) state.sinceMs = atMs
    state.word = word
    state.reason = reason
  }

  private floorSince(index: number, fromMs: number): { times: Float64Array; values: Float64Array; count: number } {
    const { ladder } = this
    const times = new Float64Array(ladder.size)
    const values = new Float64Array(ladder.size)
    let count = 0
    for (let bin = 0; bin < ladder.size; bin++) {
      const value = ladder.lows[bin * ladder.columns + index] as number
      if ((ladder.meanAtMs[bin] as number) < fromMs || value !== value) continue
      times[count] = ladder.meanAtMs[bin] as number
      values[count] = value
      count += 1
    }
    return { times, values, count }
  }
}
