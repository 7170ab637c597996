/** One run by itself: its slope over all of its lives, what it waits for, and when it will tell. */
import type { SteadyView } from '../growth/steady-slope'
import type { RunAnswer, RunState } from '../protocol/investigations'
import type { Interval } from '../protocol/verdict'
import { blend, type Distribution, fromQuantiles, meanOf, quantileOf } from './distribution'
import type { AnswerOptions, MeasuredPart, MeasuredRun } from './measured'
import { HOLD, isHeld } from './told'

/** A rise must have lasted so much of a warm-up, wherever it began (docs/growth.md, G5.2). */
export const STEADY_WARM_UPS = 1
/** A slope tells when half of its interval is within this share of the yardstick. */
export const PRECISION = 0.16
/** Where nothing grows surely, a slope tells when it is known to this share of the level in a day of the default warm-up. */
const MATTERS = { share: 0.02, warmUps: 36 }
/** How fast an interval narrows with time: white noise would be 1.5, a level that wanders without bound 0.5. */
const NARROWING = { young: 0.8, usual: 1.35 }
/** How long a slope usually takes to be known well enough, in least steady times; what is seen outweighs it after one. */
const USUAL_SPAN = 2.5
const YOUNG = 1
/** Estimates beyond this many times of what was steady so far tell nothing. */
const FORESIGHT = 200

/** What is waited for once the gate is open. */
const AFTER_WARM_UP: ReadonlySet<string> = new Set(['data', 'collections', 'load'])

export interface JudgedRun {
  measured: MeasuredRun
  /** Of the slope, in the unit an hour; `null` while nothing is steady. */
  slope: Distribution | null
  slopePerHour: number | null
  slopeCi90: Interval | null
  /** Since the gate of the first of its lives opened, and how long the longest was steady. */
  steady: { fromMs: number; toMs: number } | null
  steadyMs: number
}

/** Its slope; what it means comes with the yardstick of all runs. */
export function judgeRun(measured: MeasuredRun): JudgedRun {
  const steady = measured.parts.filter(isSteady)
  const slope = blend(
    steady.map(({ view }) => ({ of: fromQuantiles(view.slope.quantile), weight: view.toMs - view.steadyFromMs })),
  )
  if (slope === null) return { measured, slope, slopePerHour: null, slopeCi90: null, steady: null, steadyMs: 0 }
  return {
    measured,
    slope,
    slopePerHour: meanOf(slope),
    slopeCi90: intervalOf(slope),
    steady: {
      fromMs: Math.min(...steady.map(({ view }) => view.steadyFromMs)),
      toMs: Math.max(...steady.map(({ view }) => view.toMs)),
    },
    steadyMs: Math.max(...steady.map(({ view }) => view.toMs - view.steadyFromMs)),
  }
}

type SteadyPart = MeasuredPart & { view: SteadyView & { slope: object; steadyFromMs: number } }

function isSteady(part: MeasuredPart): part is SteadyPart {
  return part.view.slope !== null && part.view.steadyFromMs !== null
}

/**
 * The share of the weight that an interval leaves out on each side: calibrated, not derived, so that it holds the truth in
 * nine cases of ten (`npm run bench:investigations`); the weight on noise that wanders without bound is on the safe side.
 */
const TAIL = 0.13

export function intervalOf(slope: Distribution): Interval {
  return [quantileOf(slope, TAIL), quantileOf(slope, 1 - TAIL)]
}

export interface Yardstick {
  perHour: number
  /** Whether any run grows by what would matter. */
  isLeak: boolean
}

/** How steep the steepest sure growth of all runs is at least; what is sure and would not matter is no leak to measure by. */
export function yardstickOf(runs: readonly JudgedRun[], { warmUpMs }: AnswerOptions): Yardstick {
  const sure = Math.max(0, ...runs.map(({ slopeCi90 }) => slopeCi90?.[0] ?? 0))
  const level = Math.max(0, ...runs.map(({ measured }) => Math.abs(measured.level ?? 0)))
  const matters = (MATTERS.share * level * 3_600_000) / (MATTERS.warmUps * warmUpMs)
  return sure > matters ? { perHour: sure, isLeak: true } : { perHour: matters / PRECISION, isLeak: false }
}

export type Standing = Pick<RunAnswer, 'state' | 'isConclusive' | 'conclusiveAtMs' | 'waitsFor'>

/** What a run says now. `yardstick`: what its precision is held against; `others` may say how long such a run takes. */
export function standingOf(
  run: JudgedRun,
  yardstick: number,
  others: readonly JudgedRun[],
  options: AnswerOptions,
): Standing {
  const isOpen = run.measured.run.toMs === null || run.measured.run.toMs > options.nowMs
  const stand = (state: RunState, waitsFor: Standing['waitsFor'], atMs: number): Standing => ({
    state: state === 'conclusive' || isOpen || state === 'no-data' ? state : 'too-short',
    isConclusive: state === 'conclusive',
    conclusiveAtMs: state !== 'conclusive' && isOpen && Number.isFinite(atMs) ? Math.round(atMs) : null,
    waitsFor,
  })
  const held = run.measured.parts.toSorted((a, b) => opensAt(a) - opensAt(b))[0]
  if (held === undefined || Number.isNaN(held.view.fromMs)) return stand('no-data', { for: 'data' }, Number.NaN)
  const leastMs = STEADY_WARM_UPS * options.warmUpMs
  const target = PRECISION * yardstick
  const usualMs = usualSpan(others, target, leastMs)
  const expected = Math.max(target, ownTarget(run))
  if (run.slope === null || run.slopeCi90 === null || run.steady === null) {
    const { waits, opensAtMs, series, share } = held.view.gate
    return stand(
      waits !== null && AFTER_WARM_UP.has(waits) ? 'measuring' : 'warming-up',
      { for: waits ?? 'data', ...(series === null ? {} : { series }), ...(share === null ? {} : { share }) },
      Math.max(Number.isNaN(opensAtMs) ? held.view.toMs : opensAtMs, held.view.toMs) + usualMs,
    )
  }
  const isPrecise = halfWidth(run.slopeCi90) <= target
  const slack = isHeld(run.measured.run) ? HOLD : 1
  if (halfWidth(run.slopeCi90) <= slack * target && slack * run.steadyMs >= leastMs)
    return stand('conclusive', null, Number.NaN)
  const spanMs = Math.max(leastMs, isPrecise ? 0 : spanOf(run, expected, leastMs, usualMs))
  const atMs = Math.max(run.steady.toMs, run.steady.toMs + spanMs - run.steadyMs)
  return stand('measuring', { for: run.steadyMs < leastMs ? 'steady-time' : 'precision' }, atMs)
}

/** How long runs of this investigation must be steady; before one of them was, what is usual. */
function usualSpan(others: readonly JudgedRun[], target: number, leastMs: number): number {
  const spans = others.map((other) => spanFor(other, target, leastMs)).filter((spanMs) => spanMs > 0)
  const logs = spans.reduce((sum, spanMs) => sum + Math.log(spanMs), Math.log(USUAL_SPAN * leastMs))
  return Math.max(leastMs, Math.exp(logs / (spans.length + 1)))
}

/** Of what is seen and what is usual, the first with the more weight the longer it was steady. */
function spanOf(run: JudgedRun, target: number, leastMs: number, usualMs: number): number {
  const seenMs = spanFor(run, target, leastMs)
  if (!(seenMs > 0)) return seenMs
  const weight = run.steadyMs / (run.steadyMs + YOUNG * leastMs)
  return Math.exp(weight * Math.log(seenMs) + (1 - weight) * Math.log(usualMs))
}

/** What will be precise enough for a run that is steepest itself, as far as can be seen. */
function ownTarget({ slopePerHour, slopeCi90 }: JudgedRun): number {
  if (slopePerHour === null || slopeCi90 === null || slopePerHour < halfWidth(slopeCi90)) return 0
  return (PRECISION * slopePerHour) / (1 + PRECISION)
}

function opensAt({ view }: MeasuredPart): number {
  const { opensAtMs } = view.gate
  return Number.isNaN(opensAtMs) ? Number.POSITIVE_INFINITY : opensAtMs
}

export function halfWidth([low, high]: Interval): number {
  return (high - low) / 2
}

/** How long a run as noisy as this one must be steady until half of its interval is within `target`; 0 where nothing is known. */
function spanFor({ slopeCi90, steadyMs }: JudgedRun, target: number, leastMs: number): number {
  if (slopeCi90 === null || !(target > 0) || !(steadyMs > 0)) return 0
  const power = NARROWING.usual + NARROWING.young * Math.exp(-steadyMs / leastMs)
  const factor = (halfWidth(slopeCi90) / target) ** (1 / power)
  const spanMs = steadyMs * factor
  return spanMs < FORESIGHT * Math.max(steadyMs, leastMs) ? spanMs : Number.NaN
}
