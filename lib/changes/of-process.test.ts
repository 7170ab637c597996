import { describe, expect, it } from 'vitest'
import type { SeriesChange } from '../protocol/changes'
import { changeOf, type ProcessHistory, seenSteps } from './of-process'
import { byChange, MostChanged } from './order'
import { ratesOf, type Steps } from './samples'
import { seriesChange } from './testing/answers'
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
const counter = { name: 'load.requests', kind: 'counter', unit: 'count' } as const
const counted = (valueAt: (atMs: number) => number): Steps => ({
  atMs: Float64Array.from(steps),
  min: Float64Array.from(steps, valueAt),
  mean: Float64Array.from(steps, (atMs) => valueAt(atMs + stepMs / 2)),
  max: Float64Array.from(steps, (atMs) => valueAt(atMs + stepMs - 1)),
})
const changeWith = (told: Steps, history = process) =>
  changeOf(history, counter, told, seenSteps([told], windows), windows)

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
    const change = changeWith(points)
    expect(change).toMatchObject({ state: 'unchanged', score: 0, within: { mean: expect.closeTo(10, 6) } })
  })

  it('that rises twice as fast changed by that rate', () => {
    const points = counted((atMs) => (atMs < FROM_MS ? (atMs - FROM_MS) / 100 : (atMs - FROM_MS) / 50) + 1e6)
    const change = changeWith(points)
    expect(change.state).toBe('changed')
    expect(change.before.mean).toBeCloseTo(10, 6)
    expect(change.within.mean).toBeCloseTo(20, 2)
  })

  it('that began anew did not change, and is not known in that step', () => {
    const resetMs = FROM_MS + 120_000
    const points = counted((atMs) => (atMs < resetMs ? (atMs - FROM_MS) / 100 + 1e6 : (atMs - resetMs) / 100))
    const change = changeWith(points, { ...process, restartsMs: [resetMs] })
    expect(change).toMatchObject({ state: 'unchanged', restartedAtMs: resetMs })
    expect(change.within.samples).toBe(steps.length / 2 - 1)
    expect(change.within.mean).toBeCloseTo(10, 6)
  })

  it('is not known in a step that is not over, and over a gap rose by the mean', () => {
    const told: Steps = {
      atMs: Float64Array.of(0, 10_000, 20_000, 30_000),
      min: Float64Array.of(0, NaN, 25, 31),
      mean: Float64Array.of(5, NaN, 28, 31),
      max: Float64Array.of(10, NaN, 30, 32),
    }
    expect([...ratesOf(told, 10_000, 33_000).values]).toEqual([1])
  })
})

describe('the order', () => {
  const change = (over: Partial<SeriesChange>) => seriesChange({ service: 's', state: 'unchanged', score: 0, ...over })
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
