/** What the hub says of a run whose looks differ: the measuring is made up, all else is real. */
import { afterEach, expect, it, vi } from 'vitest'
import type { SteadyView } from '../../growth/steady-slope'
import type { MeasuredRun } from '../../investigations/measured'
import type { Investigation, Run } from '../../protocol/investigations'
import { Investigations } from './investigations'
import { RunMeter } from './run-meter'

const START_MS = Date.UTC(2026, 0, 5, 9)
const MINUTE_MS = 60_000
const WARM_UP_MS = 40 * MINUTE_MS

afterEach(() => vi.restoreAllMocks())

/** Rises by 100 an hour, known to so much of that on each side. */
function measured(run: Run, nowMs: number, half: number): MeasuredRun {
  const view: SteadyView = {
    fromMs: START_MS,
    toMs: nowMs,
    steadyFromMs: START_MS + WARM_UP_MS,
    gate: { waits: null, heldBy: 'warm-up', opensAtMs: START_MS + WARM_UP_MS, series: null, share: null },
    slope: { mean: 100, quantile: (at) => 100 + 2 * (at - 0.5) * half },
    load: null,
    fills: [],
  }
  const part = { process: 'p', instance: 'i', boot: 'b', startedAtMs: START_MS, fromMs: START_MS, toMs: nowMs }
  return { run, unit: 'count', parts: [{ part, view }], peak: 5, floor: 4, level: 5, curve: [] }
}

it('I3.3: what was conclusive at one look is so at the next, though that is less sure, and no longer after half a warm-up', async () => {
  let [nowMs, half] = [START_MS + 3 * WARM_UP_MS, 10]
  vi.spyOn(RunMeter.prototype, 'measure').mockImplementation(async (run) => measured(run, nowMs, half))
  const store = { putRecords: async () => {}, records: async () => [], series: async () => [], lives: async () => [] }
  const roster = { entries: () => new Map<never, never>().values() }
  const hub = new Investigations({ store, roster, warmUpMs: WARM_UP_MS, nowMs: () => nowMs })
  const run = {
    id: 'r',
    label: 'as it is',
    settings: {},
    process: 'p',
    fromMs: START_MS,
    toMs: null,
    by: 'hand' as const,
    told: { atMs: nowMs, slopePerHour: 100, slopeCi90: [90, 110] as [number, number], takenBackAtMs: null },
  }
  const about = { title: 't', question: '', service: 's', metric: 'm', followsLives: false }
  const look = async (afterMs: number, halfNow: number) => {
    nowMs += afterMs
    half = halfNow
    const investigation: Investigation = {
      ...about,
      id: 'i',
      runs: [run],
      createdAtMs: START_MS,
      changedAtMs: START_MS,
    }
    return (await hub.answer(investigation)).runs[0]?.isConclusive
  }
  expect(await look(0, 10)).toBe(true)
  expect(await look(WARM_UP_MS / 4, 80)).toBe(true)
  expect(await look(WARM_UP_MS / 2, 80)).toBe(false)
})
