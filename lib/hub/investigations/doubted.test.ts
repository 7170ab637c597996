/** What the hub says of a run whose looks differ: the measuring is made up, all else is real. */
import { afterEach, expect, it, vi } from 'vitest'
import {
  investigationOf,
  measuredRun,
  RUN,
  START_MS,
  steadyView,
  WARM_UP_MS,
} from '../../investigations/testing/measured-run'
import type { Run } from '../../protocol/investigations'
import { Investigations } from './investigations'
import { RunMeter } from './run-meter'

afterEach(() => vi.restoreAllMocks())

it('I3.3: what was conclusive at one look is so at the next, though that is less sure, and no longer after half a warm-up', async () => {
  let [nowMs, half] = [START_MS + 3 * WARM_UP_MS, 10]
  vi.spyOn(RunMeter.prototype, 'measure').mockImplementation(async (run) =>
    measuredRun(run, nowMs, steadyView(nowMs, { mean: 100, half })),
  )
  const store = { putRecords: async () => {}, records: async () => [], series: async () => [], lives: async () => [] }
  const roster = { entries: () => new Map<never, never>().values() }
  const hub = new Investigations({ store, roster, warmUpMs: WARM_UP_MS, nowMs: () => nowMs })
  const run: Run = { ...RUN, told: { atMs: nowMs, slopePerHour: 100, slopeCi90: [90, 110], takenBackAtMs: null } }
  const look = async (afterMs: number, halfNow: number) => {
    nowMs += afterMs
    half = halfNow
    return (await hub.answer(investigationOf([run]))).runs[0]?.isConclusive
  }
  expect(await look(0, 10)).toBe(true)
  expect(await look(WARM_UP_MS / 4, 80)).toBe(true)
  expect(await look(WARM_UP_MS / 2, 80)).toBe(false)
})
