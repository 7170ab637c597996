import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byTimeThenValue, DrivenCore, ModelHistory, rowsOf } from './testing/driven-core'
import { frameBlock, life, T0, temporaryFolder } from './testing/made-up'

const HOUR_MS = 3_600_000
const YEAR_MS = 365 * 24 * HOUR_MS
const NAMES = ['a', 'b']
const value = fc.oneof(
  { arbitrary: fc.integer({ min: 0, max: 9 }), weight: 5 },
  { arbitrary: fc.integer({ min: 1e6, max: 2e6 }), weight: 2 },
  { arbitrary: fc.constant(Number.NaN), weight: 1 },
)

/** What happens to a store: frames come in time or late, time passes (and frames are sealed), the hub falls over. */
const step = fc.oneof(
  {
    arbitrary: fc.record({
      type: fc.constant('frames' as const),
      boot: fc.constantFrom('b1', 'b2'),
      count: fc.integer({ min: 1, max: 40 }),
      everyMs: fc.constantFrom(250, 1_000, 10_000),
      lateMs: fc.constantFrom(0, 0, 0, 60_000, HOUR_MS),
      again: fc.boolean(),
      values: fc.array(value, { minLength: 4, maxLength: 9 }),
    }),
    weight: 5,
  },
  {
    arbitrary: fc.record({ type: fc.constant('pass' as const), ms: fc.constantFrom(30_000, 700_000, 3 * HOUR_MS) }),
    weight: 3,
  },
  { arbitrary: fc.record({ type: fc.constant('crash' as const) }), weight: 1 },
)

const history = fc.array(step, { minLength: 1, maxLength: 25 })

function play(steps: typeof history extends fc.Arbitrary<infer T> ? T : never): {
  driven: DrivenCore
  model: ModelHistory
} {
  // Nothing is trimmed here: the model forgets nothing.
  const driven = new DrivenCore({ folder: temporaryFolder(), retention: { rawMs: YEAR_MS, tenSecondsMs: YEAR_MS } })
  const model = new ModelHistory()
  driven.write([life('b1', NAMES), life('b2', NAMES)], [])
  const lastSeq = { b1: 0, b2: 0 }
  for (const happens of steps) {
    if (happens.type === 'crash') driven.crash()
    else if (happens.type === 'pass') {
      driven.nowMs += happens.ms
      expect(driven.core.tend(driven.nowMs)).toMatchObject({ health: { state: 'ready' } })
    } else {
      const { boot, count, everyMs, lateMs, again, values } = happens
      const first = lastSeq[boot] + 1 - (again ? Math.min(5, lastSeq[boot]) : 0)
      const rows = Array.from({ length: count }, (_, row) => [
        first + row,
        driven.nowMs - lateMs + row * everyMs,
        values[row % values.length] as number,
        values[(row * 3) % values.length] as number,
      ])
      lastSeq[boot] = Math.max(lastSeq[boot], first + count - 1)
      const entry = { process: 'api.a', boot, block: frameBlock(rows) }
      model.add(entry)
      const answer = driven.write([], [entry])
      expect(answer).toMatchObject({ error: null, unknown: [], gaveUp: [], retained: false })
    }
  }
  return { driven, model }
}

const range = fc.record({
  fromMs: fc.integer({ min: -HOUR_MS, max: 6 * HOUR_MS }).map((ms) => T0 + ms),
  spanMs: fc.oneof(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: 0, max: 40 * HOUR_MS })),
})

/** The same steps; bounds that hold the true ones, no further than `tolerance` outside; means that are as near. */
function expectSteps(rows: number[][], wanted: number[][], tolerance: number): void {
  expect(rows.map(([atMs]) => atMs)).toEqual(wanted.map(([atMs]) => atMs))
  rows.forEach(([, min = 0, mean = 0, max = 0], at) => {
    const [, wantedMin = 0, wantedMean = 0, wantedMax = 0] = wanted[at] as number[]
    if (Number.isNaN(wantedMean)) return expect([min, mean, max]).toEqual([Number.NaN, Number.NaN, Number.NaN])
    for (const outside of [wantedMin - min, max - wantedMax]) {
      expect(outside).toBeGreaterThanOrEqual(0)
      expect(outside).toBeLessThanOrEqual(tolerance)
    }
    expect(Math.abs(mean - wantedMean)).toBeLessThanOrEqual(Math.max(tolerance / 2, (max - min) / 1_000) + 1e-6)
  })
}

describe('the series of a process', () => {
  it('are raw what a plain list of frames says, through seals, late frames, repeats and crashes', () => {
    fc.assert(
      fc.property(history, range, (steps, { fromMs, spanMs }) => {
        const { driven, model } = play(steps)
        const answers = driven.series({ names: NAMES, fromMs, toMs: fromMs + spanMs })
        answers.forEach((answer, series) => {
          expect([...answer.atMs]).toEqual([...answer.atMs].sort((a, b) => a - b))
          expect(rowsOf(answer).sort(byTimeThenValue)).toEqual(model.raw(series, fromMs, fromMs + spanMs))
        })
      }),
      { numRuns: 60 },
    )
  })

  it('are by step what a plain list of frames says, at each tier: exactly until points are joined, then to a seventh of their spread', () => {
    const stepMs = fc.constantFrom(1_000, 7_000, 10_000, 60_000, 300_000, 3_600_000)
    fc.assert(
      fc.property(history, range, stepMs, (steps, { fromMs, spanMs }, stepMs) => {
        const { driven, model } = play(steps)
        const answers = driven.series({ names: NAMES, fromMs, toMs: fromMs + spanMs, stepMs })
        const isExact = driven.rows('block', 'tier > 1 AND rolled = 1') === 0
        answers.forEach((answer, series) => {
          const wanted = model.stepped(series, fromMs, fromMs + spanMs, stepMs)
          expectSteps(rowsOf(answer), wanted, isExact ? 0 : model.spread(series) / 7)
        })
      }),
      { numRuns: 100 },
    )
  })

  it('of frames that came after an hour lie in their place, once, though they were sealed after newer ones', () => {
    const driven = new DrivenCore({ folder: temporaryFolder() })
    driven.write([life('b1', ['a'])], [])
    driven.nowMs = T0 + 2 * HOUR_MS
    driven.write([], [{ process: 'api.a', boot: 'b1', block: frameBlock([[3_601, driven.nowMs, 2]]) }])
    driven.core.tend(driven.nowMs + 700_000)
    const late = Array.from({ length: 3_600 }, (_, row) => [row + 1, T0 + HOUR_MS + row * 1_000, 1])
    driven.write([], [{ process: 'api.a', boot: 'b1', block: frameBlock(late) }])
    driven.core.tend(driven.nowMs)
    expect(driven.rows('block', 'tier = 1')).toBe(5)
    expect(driven.rows('journal')).toBe(0)
    const [a] = driven.series({ names: ['a'], fromMs: 0, toMs: T0 * 2 })
    expect(a && rowsOf(a)).toEqual([...late.map(([, atMs, value]) => [atMs, value]), [driven.nowMs, 2]])
  })

  it('are counted once where a step has some in five-minute points, some in ten-second points and some unsealed', () => {
    const driven = new DrivenCore({ folder: temporaryFolder() })
    driven.write([life('b1', ['a'])], [])
    const put = (firstSeq: number, count: number, value: number) => {
      const rows = Array.from({ length: count }, (_, row) => [firstSeq + row, driven.nowMs + row * 1_000, value])
      driven.write([], [{ process: 'api.a', boot: 'b1', block: frameBlock(rows) }])
    }
    put(1, 600, 0)
    driven.core.tend((driven.nowMs += 700_000))
    driven.core.tend((driven.nowMs += 5 * HOUR_MS))
    expect(driven.rows('block', 'tier = 300000')).toBe(1)
    put(601, 20, 10)
    driven.core.tend((driven.nowMs += 700_000))
    expect(driven.rows('block', 'tier = 10000 AND rolled = 0')).toBe(1)
    put(621, 20, 20)
    const stepMs = 12 * HOUR_MS
    const [a] = driven.series({ names: ['a'], fromMs: T0, toMs: T0 + stepMs - 1, stepMs })
    expect(a && rowsOf(a)).toEqual([[T0, 0, 600 / 640, 20]])
  })

  it('keep every frame of a clock that was set back, in order of time', () => {
    const driven = new DrivenCore({ folder: temporaryFolder() })
    const rows = [
      [1, T0, 1],
      [2, T0 + 1_000, 2],
      [3, T0 - 5_000, 3],
      [4, T0 - 4_000, 4],
    ]
    driven.write([life('b1', ['a'])], [])
    driven.write([], [{ process: 'api.a', boot: 'b1', block: frameBlock(rows) }])
    for (const sealed of [false, true]) {
      if (sealed) driven.core.tend(T0 + 700_000)
      const [a] = driven.series({ names: ['a'], fromMs: T0 - 5_000, toMs: T0 + 1_000 })
      expect(a && rowsOf(a)).toEqual([
        [T0 - 5_000, 3],
        [T0 - 4_000, 4],
        [T0, 1],
        [T0 + 1_000, 2],
      ])
      expect(driven.core.processes()[0]?.lastFrameAtMs).toBe(T0 - 4_000)
    }
  })

  it('begin with "not known" for frames from before a series was added, sealed or not', () => {
    const driven = new DrivenCore({ folder: temporaryFolder() })
    driven.write([life('b1', ['a'])], [])
    driven.write([], [{ process: 'api.a', boot: 'b1', block: frameBlock([[1, T0, 1]]) }])
    driven.write([life('b1', ['a', 'b'])], [])
    driven.write([], [{ process: 'api.a', boot: 'b1', block: frameBlock([[2, T0 + 1, 1, 9]]) }])
    for (const sealed of [false, true]) {
      if (sealed) driven.core.tend(T0 + 700_000)
      const [b] = driven.series({ names: ['b'], fromMs: T0, toMs: T0 + 1 })
      expect(b && rowsOf(b)).toEqual([
        [T0, Number.NaN],
        [T0 + 1, 9],
      ])
    }
  })

  it('that would be millions of points are refused with what to ask for instead', () => {
    const driven = new DrivenCore({ folder: temporaryFolder() })
    driven.write([life('b1', ['a'])], [])
    driven.write(
      [],
      [
        {
          process: 'api.a',
          boot: 'b1',
          block: frameBlock([
            [1, T0 - 5_000_000, 1],
            [2, T0, 1],
          ]),
        },
      ],
    )
    const ask = (stepMs: number) => driven.series({ names: ['a'], fromMs: 0, toMs: T0 * 2, stepMs })
    expect(() => ask(1)).toThrow('more than 4000000 points')
    expect(() => ask(-1)).toThrow('stepMs')
    expect(ask(2)[0]?.atMs.length).toBe(2_500_001)
  })
})
