/** The curves of several runs over the age of their processes, as rows of one chart. */
import type { RunAnswer } from '../../lib/protocol/investigations'
import type { LineRow } from '../chart/lines-content'

/** Fewer than a curve has points (some 240), so that no row is empty for want of one. */
const ROWS = 160

const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000]
const TICK_STEPS_MS = [
  ...[1, 2, 5, 10, 20, 30].map((some) => some * SECOND),
  ...[1, 2, 5, 10, 20, 30].map((some) => some * MINUTE),
  ...[1, 2, 3, 6, 12].map((some) => some * HOUR),
  ...[1, 2, 5, 10, 30, 100].map((some) => some * DAY),
]
const TICKS = 5

/** Round ages, so that no two are told by the same words. */
export function ageTicks(rows: readonly LineRow[]): number[] {
  const oldestMs = rows.at(-1)?.t ?? 0
  const stepMs = TICK_STEPS_MS.find((step) => oldestMs / step <= TICKS) ?? oldestMs
  return stepMs > 0 ? Array.from({ length: Math.floor(oldestMs / stepMs) + 1 }, (_, at) => at * stepMs) : [0]
}

/** By age: the mean of each run that is known there, by the run's id. */
export function ageRows(runs: readonly Pick<RunAnswer, 'id' | 'curve'>[]): LineRow[] {
  const oldestMs = Math.max(0, ...runs.map(({ curve }) => curve.at(-1)?.[0] ?? 0))
  const stepMs = Math.max(1_000, oldestMs / ROWS)
  const rows = new Map<number, LineRow>()
  for (const { id, curve } of runs) {
    const sums = new Map<number, { sum: number; count: number }>()
    for (const [ageMs, , mean] of curve) {
      const step = Math.round(ageMs / stepMs)
      const one = sums.get(step) ?? { sum: 0, count: 0 }
      if (mean !== null) sums.set(step, { sum: one.sum + mean, count: one.count + 1 })
      else if (one.count === 0) sums.set(step, one)
    }
    for (const [step, { sum, count }] of sums) {
      const row: LineRow = rows.get(step) ?? { t: step * stepMs }
      // A gap is told; what other runs have at an age of their own is not one.
      row[id] = count === 0 ? null : sum / count
      rows.set(step, row)
    }
  }
  return [...rows.values()].toSorted((a, b) => a.t - b.t)
}
