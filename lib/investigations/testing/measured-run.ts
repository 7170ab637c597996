/** Runs as they are measured, made up: of each, how it rises and how well that is known. */
import type { SteadyView } from '../../growth/steady-slope'
import type { Investigation, Run } from '../../protocol/investigations'
import type { MeasuredRun } from '../measured'

export const START_MS = Date.UTC(2026, 0, 5, 9)
export const WARM_UP_MS = 40 * 60_000
/** Of an even spread between the ends, an interval leaves out 13 % on each side. */
const HELD = 0.74

export const RUN: Run = {
  id: 'r',
  label: 'as it is',
  settings: {},
  process: 'p',
  fromMs: START_MS,
  toMs: null,
  by: 'hand',
}

export function investigationOf(runs: Run[]): Investigation {
  const about = { id: 'i', title: 't', question: '', service: 's', metric: 'm', followsLives: false }
  return { ...about, runs, createdAtMs: START_MS, changedAtMs: START_MS }
}

/** A count that rises by `mean` an hour, known to `half` of one on each side. */
export function steadyView(toMs: number, { mean, half }: { mean: number; half: number }): SteadyView {
  return {
    fromMs: START_MS,
    toMs,
    steadyFromMs: START_MS + WARM_UP_MS,
    gate: { waits: null, heldBy: 'warm-up', opensAtMs: START_MS + WARM_UP_MS, series: null, share: null },
    slope: { mean, quantile: (at) => mean + (2 * (at - 0.5) * half) / HELD },
    load: null,
    fills: [],
  }
}

/** One life, whose boot is the id of its run. */
export function measuredRun(run: Run, nowMs: number, view: SteadyView): MeasuredRun {
  const part = { process: 'p', instance: 'a', boot: run.id, startedAtMs: START_MS, fromMs: START_MS, toMs: nowMs }
  return { run, unit: 'count', parts: [{ part, view }], peak: 500, floor: 400, level: 500, curve: [] }
}
