/** From what one look showed to the word and its cause. */
import type { VerdictWord } from '../protocol/vocabulary'
import { judge, type Judgement, type SeriesToJudge } from './judge'
import type { LiveSets } from './live-sets'
import { firstAt, mayRise, type Points } from './points'
import { CYCLES_NEEDED } from './point-sources'
import { cycleMs, type ReclaimCycles } from './reclaim-cycles'
import type { Cause } from './series-table'
import { loadReaches } from './window-checks'
import type { Explainers, WindowView } from './window-view'

const HOUR_MS = 3_600_000
/** Major collections after warm-up before anything is said of a heap. */
export const COLLECTIONS_NEEDED = 6

/** A conclusion is expected when warm-up is over and the floor has been seen for some time after it. */
export const YOUNG_WARM_UPS = 1.3

/** After so many warm-ups nothing is taken for one any more. */
export const SETTLED_WARM_UPS = 3

/** A bounded structure is full from this share on; below, it still fills while it rises by more than this in an eighth. */
export const FULL = 0.97
export const STILL_RISES = 0.02

export interface Finding {
  word: VerdictWord
  cause: Cause
  /** When a conclusion is expected; `NaN` where none is awaited. */
  conclusiveAtMs: number
  judgement: Judgement
}

export interface HeapState {
  cycles: number
  cycleMs: number
  collections: number
  betweenMs: number
}

/** Of one series: its own reclaim cycles and the process's live sets, as far as there are any. */
export function heapStateOf(cycles: ReclaimCycles | undefined, live: LiveSets | null): HeapState {
  return {
    cycles: cycles?.count ?? 0,
    cycleMs: cycles === undefined ? 0 : cycleMs(cycles),
    collections: live?.collections ?? 0,
    betweenMs: live?.betweenMs ?? Number.NaN,
  }
}

/** What can be said of a series at this look, leaving aside what was said before. */
export function conclude(series: SeriesToJudge, heap: HeapState): Finding {
  const judgement = judge(series)
  const { nowMs, startedAtMs, warmUpMs } = series
  const say = (word: VerdictWord, cause: Cause, conclusiveAtMs = Number.NaN): Finding => ({
    word,
    cause,
    conclusiveAtMs,
    judgement,
  })
  if (judgement.grows !== null) return say('growing', judgement.grows.byServed ? 'by-request' : 'rising')
  if (series.role === 'live' && heap.collections < COLLECTIONS_NEEDED) {
    const missing = COLLECTIONS_NEEDED - heap.collections
    return say('collecting', 'no-collections', nowMs + missing * heap.betweenMs)
  }
  if (series.role === 'sawtooth' && heap.cycles < CYCLES_NEEDED) {
    return say(
      'collecting',
      'no-cycles',
      heap.cycleMs > 0 ? nowMs + (CYCLES_NEEDED - heap.cycles) * heap.cycleMs : Number.NaN,
    )
  }
  const fill = series.candidates[0]?.explain.fill
  if (fill && stillFills(fill.length, (at) => fill[at] as number)) return say('warming-up', 'filling')
  if (nowMs - startedAtMs < warmUpMs) return say('collecting', 'young', startedAtMs + YOUNG_WARM_UPS * warmUpMs)
  return afterWarmUp(series, judgement, heap.betweenMs, say)
}

type Say = (word: VerdictWord, cause: Cause, conclusiveAtMs?: number) => Finding

function afterWarmUp(series: SeriesToJudge, { obstacle, widest }: Judgement, betweenMs: number, say: Say): Finding {
  const { nowMs, startedAtMs, warmUpMs } = series
  if (obstacle === 'fill' || obstacle === 'filling') return say('warming-up', 'filling')
  if (obstacle === 'load') return say('load-driven', 'inseparable')
  if (obstacle === 'day') return say('collecting', 'day', startedAtMs + warmUpMs + 31 * HOUR_MS)
  if (obstacle === 'garbage') return say('collecting', 'garbage', nowMs + betweenMs)
  if (obstacle === 'short') return say('collecting', 'short', nowMs + 0.75 * warmUpMs)
  const first = series.candidates[0]
  if (first !== undefined) {
    const { loads } = first.explain
    if (loadReaches(first.points, 0, loads) && followsLoad(first.points, first.explain))
      return say('load-driven', 'load')
    if (mayRise(first.points, firstAt(first.points, startedAtMs + warmUpMs), -1)) return say('falling', 'falling')
  }
  if (widest !== null && stillSettles(widest, nowMs - startedAtMs, warmUpMs)) return say('warming-up', 'settling')
  return say('steady', 'flat')
}

/** Whether a young life is explained best by a warm-up that slows down. */
export function stillSettles({ shape, early, late }: WindowView, ageMs: number, warmUpMs: number): boolean {
  return shape === 'warm-up' && early > 1.5 * late && ageMs < SETTLED_WARM_UPS * warmUpMs
}

/** Whether the reported fill, `count` values from the oldest on, has risen of late and is not full. */
export function stillFills(count: number, fillAt: (index: number) => number): boolean {
  if (count < 8) return false
  const now = fillAt(count - 1)
  return now < FULL && now - fillAt(count - 1 - Math.floor(count / 8)) > STILL_RISES
}

/** Whether one lag of the load explains most of a floor that moves at all. */
function followsLoad(points: Points, { loads }: Explainers): boolean {
  const { count, values } = points
  if (count < 12) return false
  const floor = values.subarray(0, count)
  const spread = spreadOf(floor)
  if (spread.deviation < 0.03 * Math.abs(spread.mean)) return false
  return loads.some((load) => {
    const other = spreadOf(load)
    let together = 0
    for (let i = 0; i < count; i++)
      together += ((floor[i] as number) - spread.mean) * ((load[i] as number) - other.mean)
    const correlation = together / count / (spread.deviation * other.deviation)
    return correlation > 0.7
  })
}

function spreadOf(values: Float64Array): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return { mean, deviation: Math.sqrt(variance) }
}
