/** The axis of a forest plot: slopes with their intervals beside a line at none. */
import type { Interval } from '../protocol/verdict'
import type { Unit } from '../protocol/vocabulary'
import { byteUnit } from './bytes'

const STEPS = [1, 2, 2.5, 5, 10] as const
const TICKS = 4
const EDGE = 0.04

export interface ForestScale {
  low: number
  high: number
  ticks: number[]
  /** The largest number on it, which chooses the unit of its ticks. */
  largest: number
  /** 0 at the low end, 1 at the high one; beyond them it is held at the end. */
  shareOf(value: number): number
}

/** 0 is always on it. `null` where no interval is known. */
export function forestScale(intervals: readonly Interval[], unit: Unit): ForestScale | null {
  if (intervals.length === 0) return null
  const lowest = Math.min(0, ...intervals.map(([low]) => low))
  const highest = Math.max(0, ...intervals.map(([, high]) => high))
  const largest = Math.max(Math.abs(lowest), Math.abs(highest))
  const step = roundStep((highest - lowest || 1) / TICKS, unit, largest)
  // Nothing lies on an edge, but for the line at none where all is on one side of it.
  const room = EDGE * (highest - lowest || step)
  const [low, high] = [lowest < 0 ? lowest - room : 0, highest > 0 || lowest === 0 ? highest + room : 0]
  const first = Math.ceil(low / step)
  return {
    low,
    high,
    largest,
    ticks: Array.from({ length: Math.floor(high / step) - first + 1 }, (_, at) => (first + at) * step),
    shareOf: (value) => Math.min(1, Math.max(0, (value - low) / (high - low))),
  }
}

/** Round in the unit that is read, not in bytes. */
function roundStep(least: number, unit: Unit, largest: number): number {
  const size = unit === 'bytes' ? byteUnit(largest).size : 1
  const wanted = least / size
  const power = 10 ** Math.floor(Math.log10(wanted))
  return (STEPS.find((one) => one * power >= wanted) ?? 10) * power * size
}
