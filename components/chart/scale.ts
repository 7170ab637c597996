/** Axes that stay calm: the top is a round number that changes seldom, and times are round on the reader's clock. */
import type { Unit } from '../../lib/protocol/vocabulary'

const STEPS = [1, 2, 2.5, 5, 10] as const
const BINARY_STEPS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] as const
const MAX_LINES = 4
/** So that a peak does not lie on the edge. */
const HEADROOM = 1.02

export interface ValueScale {
  top: number
  /** From 0 to `top`. */
  ticks: number[]
}

/** Room for `peak`, with three to five round ticks. */
export function valueScale(peak: number | null, unit: Unit): ValueScale {
  const size = Math.max(peak ?? 0, leastTop(unit))
  const step = unit === 'bytes' ? binaryStep(size / MAX_LINES) : decimalStep(size / MAX_LINES, unit)
  const lines = Math.max(1, Math.ceil((size === peak ? size * HEADROOM : size) / step))
  return { top: lines * step, ticks: Array.from({ length: lines + 1 }, (_, at) => at * step) }
}

/** Below this, noise would fill the chart. */
function leastTop(unit: Unit): number {
  if (unit === 'bytes') return 1024 * 1024
  if (unit === 'ratio') return 0.01
  return 4
}

function decimalStep(least: number, unit: Unit): number {
  const power = 10 ** Math.floor(Math.log10(least))
  const step = (STEPS.find((one) => one * power >= least) ?? 10) * power
  return unit === 'count' ? Math.max(1, Math.ceil(step)) : step
}

function binaryStep(least: number): number {
  const power = 1024 ** Math.floor(Math.log(least) / Math.log(1024))
  return (BINARY_STEPS.find((one) => one * power >= least) ?? 1024) * power
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const TIME_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 4, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 28].map((n) => n * DAY),
]
const PIXELS_A_TICK = 84

export interface TimeScale {
  stepMs: number
  ticks: number[]
}

/** Round times between `fromMs` and `toMs` in the reader's zone, as many as `width` pixels carry. */
export function timeScale(fromMs: number, toMs: number, width: number): TimeScale {
  return roundTimes(fromMs, toMs, width, new Date(fromMs).getTimezoneOffset() * MINUTE)
}

/** The same of ages: from a start on, which is in no zone. */
export function ageScale(fromMs: number, toMs: number, width: number): TimeScale {
  return roundTimes(fromMs, toMs, width, 0)
}

function roundTimes(fromMs: number, toMs: number, width: number, zoneMs: number): TimeScale {
  const wanted = Math.max(2, Math.floor(width / PIXELS_A_TICK))
  const stepMs = TIME_STEPS.find((step) => (toMs - fromMs) / step <= wanted) ?? 56 * DAY
  const first = Math.ceil((fromMs - zoneMs) / stepMs) * stepMs + zoneMs
  const ticks: number[] = []
  for (let at = first; at <= toMs; at += stepMs) ticks.push(at)
  return { stepMs, ticks }
}
