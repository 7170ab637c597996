/** Counts the cycles of a sawtooth: rises of which at least half was given back. Four numbers and two times a series. */

export interface ReclaimCycles {
  trough: number
  peak: number
  count: number
  firstAtMs: number
  lastAtMs: number
}

export function noCycles(): ReclaimCycles {
  return { trough: Number.POSITIVE_INFINITY, peak: Number.NEGATIVE_INFINITY, count: 0, firstAtMs: 0, lastAtMs: 0 }
}

/** A swing below this share of its peak is noise, not a reclaim. */
const LEAST_SWING = 0.05

export function countCycle(cycles: ReclaimCycles, value: number, atMs: number): void {
  if (value !== value) return
  if (value < cycles.trough) cycles.trough = value
  if (value > cycles.peak) cycles.peak = value
  const swing = cycles.peak - cycles.trough
  if (cycles.peak - value <= 0.5 * swing || swing <= LEAST_SWING * cycles.peak) return
  cycles.count += 1
  if (cycles.count === 1) cycles.firstAtMs = atMs
  cycles.lastAtMs = atMs
  cycles.trough = value
  cycles.peak = value
}

/** Begins a new swing, without the one it was in: after warm-up, which no cycle gives back, half of a swing would never be. */
export function forgetSwing(cycles: ReclaimCycles): void {
  cycles.trough = Number.POSITIVE_INFINITY
  cycles.peak = Number.NEGATIVE_INFINITY
}

/** The cycles of those series of a process that are judged by them, by their place among its series. */
export class CycleBook {
  private readonly cycles: { index: number; cycles: ReclaimCycles }[] = []

  add(index: number): void {
    if (this.of(index) === undefined) this.cycles.push({ index, cycles: noCycles() })
  }

  of(index: number): ReclaimCycles | undefined {
    return this.cycles.find((one) => one.index === index)?.cycles
  }

  /** One row; `endsWarmUp`: it is the first after it. */
  count(values: Float64Array, offset: number, atMs: number, endsWarmUp: boolean): void {
    for (const { index, cycles } of this.cycles) {
      if (endsWarmUp) forgetSwing(cycles)
      countCycle(cycles, values[offset + index] as number, atMs)
    }
  }
}

/** Mean length of a cycle, milliseconds; 0 before two. */
export function cycleMs(cycles: ReclaimCycles): number {
  return cycles.count > 1 ? (cycles.lastAtMs - cycles.firstAtMs) / (cycles.count - 1) : 0
}
