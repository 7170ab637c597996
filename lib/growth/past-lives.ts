/**
 * What the lives of a process have in common, by age. A service restarted every two hours may never live long enough
 * to show its leak; but every life is a repetition of the same experiment, and what all of them do at the same age is
 * warm-up or leak, never load or a deploy. Kept: the mean step from one age to the next, over all lives that got there.
 */
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { LIMITS } from '../protocol/limits'
import type { FloorRing } from './floor-ring'

/** Lives that must have come to an age before anything is said of it. */
export const LIVES_NEEDED = 3
const AGES = 32
/** Lives whose lengths are kept: enough to tell a clock from accidents. */
const LENGTHS = 9
/** A life of fewer stretches than this was too short to show a shape. */
const LEAST_STRETCHES = 12
/** Neighbours so many times as far apart as is usual in the life have a hole between them: an outage, or a clock that was set. */
const HOLE = 4

export class PastLives {
  /** Lives folded in. */
  count = 0
  ageStepMs = 0
  /** How long the last lives lasted, the oldest first. */
  lengthsMs: number[] = []
  /** How many lives reached each step. */
  readonly reached = new Float64Array(AGES)
  /** Sum of the steps, `age × columns`. */
  private steps = new Float32Array(0)
  private columns = 0
  /** By series that have a limit: how high the peaks were at the end of the last life. */
  private readonly peaks = new Map<string, number>()
  private readonly names = new Map<string, number>()

  /**
   * Folds in a life that ended; `series` names the ring's columns, `peakOf` says where the peaks of one stood (`undefined`: it has no
   * limit). Counters have nothing in common but their nature. A life with a hole counts up to it: what came in it is not known, a
   * straight line over it would be a slope of nothing, and where its target's clock was set, all after it has another age.
   */
  fold(
    ring: FloorRing,
    startedAtMs: number,
    series: readonly SeriesDeclaration[],
    peakOf: (index: number) => number | undefined,
  ): void {
    const size = beforeHole(ring)
    if (size < LEAST_STRETCHES) return
    const columnOf = series.map(({ name, kind }) => (kind === 'counter' ? -1 : this.columnFor(name)))
    const lastedMs = (ring.meanAtMs[size - 1] as number) - startedAtMs
    if (this.count === 0 || lastedMs > 1.5 * this.ageStepMs * AGES) this.restart(lastedMs / AGES)
    this.widen(this.names.size)
    this.lengthsMs = [...this.lengthsMs.slice(1 - LENGTHS), lastedMs]
    this.keepPeaks(series, peakOf)
    const reachedSteps = Math.min(AGES - 1, Math.floor(lastedMs / this.ageStepMs - 0.5))
    for (let age = 0; age < reachedSteps; age++) this.reached[age] = (this.reached[age] as number) + 1
    for (let from = 0; from < columnOf.length; from++) {
      const to = columnOf[from] as number
      if (to < 0) continue
      let before = valueAt(ring, from, startedAtMs + 0.5 * this.ageStepMs)
      for (let age = 0; age < reachedSteps; age++) {
        const value = valueAt(ring, from, startedAtMs + (age + 1.5) * this.ageStepMs)
        const at = age * this.columns + to
        this.steps[at] = (this.steps[at] as number) + (value - before)
        before = value
      }
    }
    this.count += 1
  }

  /** The mean curve of a series by age: value at `(age + 0.5) × ageStepMs`, from 0. Only ages that two thirds of the lives reached. */
  curve(name: string): Float64Array {
    const column = this.names.get(name)
    if (column === undefined || column >= this.columns) return new Float64Array(0)
    const values: number[] = [0]
    for (let age = 0; age < AGES - 1; age++) {
      const n = this.reached[age] as number
      if (n < Math.max(LIVES_NEEDED, (this.count * 2) / 3)) break
      values.push((values[age] as number) + (this.steps[age * this.columns + column] as number) / n)
    }
    return Float64Array.from(values)
  }

  /** `null` where the series has no limit. */
  peakOf(name: string): number | null {
    return this.peaks.get(name) ?? null
  }

  private keepPeaks(series: readonly SeriesDeclaration[], peakOf: (index: number) => number | undefined): void {
    this.peaks.clear()
    for (const [index, { name }] of series.entries()) {
      const peak = peakOf(index)
      if (peak !== undefined && !Number.isNaN(peak)) this.peaks.set(name, peak)
    }
  }

  private columnFor(name: string): number {
    const known = this.names.get(name)
    if (known !== undefined) return known
    if (this.names.size >= LIMITS.seriesPerProcess) return -1
    this.names.set(name, this.names.size)
    return this.names.size - 1
  }

  private restart(ageStepMs: number): void {
    this.count = 0
    this.ageStepMs = ageStepMs
    this.lengthsMs = []
    this.reached.fill(0)
    this.steps.fill(0)
  }

  private widen(columns: number): void {
    if (columns <= this.columns) return
    const wider = new Float32Array(AGES * columns)
    for (let age = 0; age < AGES; age++) {
      wider.set(this.steps.subarray(age * this.columns, (age + 1) * this.columns), age * columns)
    }
    this.steps = wider
    this.columns = columns
  }
}

/** How many stretches there are up to the life's first hole. */
function beforeHole({ size, meanAtMs }: FloorRing): number {
  const usualMs = ((meanAtMs[size - 1] as number) - (meanAtMs[0] as number)) / size
  for (let at = 1; at < size; at++) {
    if ((meanAtMs[at] as number) - (meanAtMs[at - 1] as number) > HOLE * usualMs) return at
  }
  return size
}

/** The ring's floor at a time, on the straight line between its neighbours. */
function valueAt(ring: FloorRing, column: number, atMs: number): number {
  let after = 0
  while (after < ring.size - 1 && (ring.meanAtMs[after] as number) < atMs) after += 1
  const before = Math.max(0, after - 1)
  const [t0, t1] = [ring.meanAtMs[before] as number, ring.meanAtMs[after] as number]
  const low = ring.lows[before * ring.columns + column] as number
  const high = ring.lows[after * ring.columns + column] as number
  const share = t1 > t0 ? Math.max(0, Math.min(1, (atMs - t0) / (t1 - t0))) : 0
  return low + (high - low) * share
}
