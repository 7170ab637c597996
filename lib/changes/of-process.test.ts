import { describe, expect, it } from 'vitest'
import type { SeriesChange } from '../protocol/changes'
import type { SteppedPoint } from '../protocol/http-api'
import { changeOf, type ProcessHistory, seenSteps } from './of-process'
import { byChange, MostChanged } from './order'
import { ratesOf } from './samples'
import { comparedWindows } from './windows'

const FROM_MS = 1_700_000_000_000
const SPAN_MS = 300_000
const windows = comparedWindows(FROM_MS, FROM_MS + SPAN_MS)
const { stepMs } = windows
const steps = Array.from({ length: (2 * SPAN_MS) / stepMs }, (_, n) => windows.before.fromMs + n * stepMs)
const process: ProcessHistory = {
  id: 'gateway.a',
  service: 'gateway',
  instance: 'a',
  restartsMs: [],
  completeToMs: windows.within.toMs + 1,
}
const seen = (points: SteppedPoint[]) => seenSteps([{ name: 's', unit: 'count', stepMs, points }], stepMs)
const counted = (valueAt: (atMs: number) => number): SteppedPoint[] =>
  steps.map((atMs) => [atMs, valueAt(atMs), valueAt(atMs + stepMs / 2), valueAt(atMs + stepMs - 1)])
const counter = { name: 'load.requests', kind: 'counter', unit: 'count' } as const

describe('two windows', () => {
  it('are of the same length, one after the other, in whole steps of a list that tiers divide', () => {
    for (const spanMs of [5_000, 17_300, 61_000, 300_000, 3_600_000, 86_400_000, 86_400_000 * 400]) {
      const { before, within, stepMs: step } = comparedWindows(FROM_MS + 123, FROM_MS + 123 + spanMs)
      expect(within.fromMs - before.fromMs).toBe(within.toMs + 1 - within.fromMs)
      expect(before.toMs + 1).toBe(within.fromMs)
      expect(within.fromMs % step).toBe(0)
      const count = (within.toMs + 1 - within.fromMs) / step
      expect(count).toBeGreaterThanOrEqual(spanMs >= 20_000 ? 20 : 5)
      expect(count).toBeLessThanOrEqual(62)
      expect(Math.abs(within.fromMs - (FROM_MS + 123))).toBeLessThanOrEqual(step / 2)
    }
  })
})

describe('a counter', () => {
  it('is its rate: it rises as before, and that is no change', () => {
    const points = counted((atMs) => (atMs - FROM_MS) / 100 + 1e6)
    const change = changeOf(process, { declared: counter, points }, seen(points), windows)
    expect(change).toMatchObject({ state: 'unchanged', score: 0, within: { mean: expect.closeTo(10, 6) } })
  })

  it('that rises twice as fast changed by that rate', () => {
    const points = counted((atMs) => (atMs < FROM_MS ? (atMs - FROM_MS) / 100 : (atMs - FROM_MS) / 50) + 1e6)
    const change = changeOf(process, { declared: counter, points }, seen(points), windows)
    expect(change.state).toBe('changed')
    expect(change.before.mean).toBeCloseTo(10, 6)
    expect(change.within.mean).toBeCloseTo(20, 2)
  })

  it('that began anew did not change, and is not known in that step', () => {
    const resetMs = FROM_MS + 120_000
    const points = counted((atMs) => (atMs < resetMs ? (atMs - FROM_MS) / 100 + 1e6 : (atMs - resetMs) / 100))
    const history = { ...process, restartsMs: [resetMs] }
    const change = changeOf(history, { declared: counter, points }, seen(points), windows)
    expect(change).toMatchObject({ state: 'unchanged', restartedAtMs: resetMs })
    expect(change.within.samples).toBe(steps.length / 2 - 1)
    expect(change.within.mean).toBeCloseTo(10, 6)
  })

  it('is not known in a step that is not over, and over a gap rose by the mean', () => {
    const points: SteppedPoint[] = [
      [0, 0, 5, 10],
      [10_000, null, null, null],
      [20_000, 25, 28, 30],
      [30_000, 31, 31, 32],
    ]
    expect([...ratesOf(points, 10_000, 33_000).values]).toEqual([1])
  })
})

describe('the order', () => {
  const change = (over: Partial<SeriesChange>): SeriesChange => ({
    process: 'p',
    service: 's',
    instance: 'i',
    series: 'x',
    kind: 'gauge',
    unit: 'count',
    state: 'unchanged',
    score: 0,
    before: { samples: 20, mean: 1 },
    within: { samples: 20, mean: 1 },
    how: null,
    atMs: null,
    restartedAtMs: null,
    ...over,
  })
  const all = [
    change({ series: 'unknown', state: 'not-known' }),
    change({ series: 'b' }),
    change({ series: 'a' }),
    change({ series: 'c', service: 'r' }),
    change({ series: 'little', state: 'changed', score: 0.2 }),
    change({ series: 'much', state: 'changed', score: 0.9 }),
  ]
  const names = (list: readonly SeriesChange[]) => list.map(({ series }) => series)

  it('is the same however they come: the most first, equals by name, what is not known last', () => {
    const wanted = ['much', 'little', 'c', 'a', 'b', 'unknown']
    expect(names(all.toSorted(byChange))).toEqual(wanted)
    expect(names(all.toReversed().toSorted(byChange))).toEqual(wanted)
  })

  it('keeps those that changed most of very many, and counts them all', () => {
    const most = new MostChanged(2)
    for (let n = 0; n < 100; n++) most.add(change({ series: `s${n}`, state: 'changed', score: ((n * 37) % 100) / 100 }))
    expect(most.list().map(({ score }) => score)).toEqual([0.99, 0.98])
    expect(most.counts.changed).toBe(100)
  })
})
