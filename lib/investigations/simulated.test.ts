/** A small, seeded form of `npm run bench:investigations`. */
import { describe, expect, it } from 'vitest'
import { isFalse, simulate } from './testing/simulated'

/** Looks an octave: fewer than in the bench, for time. */
const LOOKS = 6
const all = Array.from({ length: 8 }, (_, i) => simulate(500 + i, LOOKS))

const holds = ([low, high]: readonly [number, number], truth: number): boolean => low <= truth && truth <= high

describe('simulated investigations whose truth is known', () => {
  it('I5.1: intervals of differences hold the truth in most pairs', () => {
    const held = all.flatMap(({ answer, runs }) =>
      answer.pairs.flatMap(({ a, b, differenceCi90 }) => {
        const truthOf = (id: string): number => runs.find(({ run }) => run.id === id)?.truth ?? Number.NaN
        return differenceCi90 === null ? [] : [holds(differenceCi90, truthOf(b) - truthOf(a))]
      }),
    )
    expect(held.length).toBeGreaterThan(20)
    expect(held.filter(Boolean).length / held.length).toBeGreaterThan(0.8)
  })

  it('I6.1: no toggle is told to do what it does not, and most that end a leak are said to isolate it', () => {
    const told = all.flatMap(({ answer, left, leaks }) =>
      answer.toggles.map(({ verdict, toggles }) => ({ verdict, leaks, rest: left[toggles[0]?.key ?? ''] ?? 1 })),
    )
    expect(told.filter(({ verdict, rest, leaks }) => isFalse(verdict, rest, leaks))).toEqual([])
    const ending = told.filter(({ rest, leaks }) => leaks && rest === 0)
    expect(ending.length).toBeGreaterThan(2)
    expect(ending.filter(({ verdict }) => verdict === 'isolates').length).toBeGreaterThan(ending.length / 2)
  })

  it('I4: what was said at three quarters of the time to a conclusion was near it in most runs', () => {
    const runs = all.flatMap(({ runs: some }) => some)
    const near = runs.flatMap(({ tookMs, looks }) => {
      if (tookMs === null) return []
      const said = looks.filter(({ ageMs }) => ageMs <= 0.75 * tookMs).at(-1)?.saidMs
      return [said != null && Math.abs(said / tookMs - 1) <= 0.3]
    })
    expect(near.length).toBeGreaterThan(20)
    expect(near.filter(Boolean).length / near.length).toBeGreaterThan(0.7)
  })

  it('I2: no run is called conclusive while its bounded structures fill or its warm-up goes on', () => {
    const early = all.flatMap(({ answer }) =>
      answer.runs.filter(({ isConclusive, fills }) => isConclusive && fills.some(({ isFilling }) => isFilling)),
    )
    expect(early).toEqual([])
  })
})
