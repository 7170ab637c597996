import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FrameBlock } from '../../protocol/frame-block'
import { TierBlock, writeTierBlock } from './tier-block'
import { type PointsOfSeries, pointsOfFrames } from './tier-points'

const WIDTH_MS = 10_000

/** One series, a value a second. */
function pointsOf(values: readonly number[]): PointsOfSeries {
  const count = values.length
  const seconds = Float64Array.from({ length: count }, (_, at) => at)
  const atMs = seconds.map((second) => second * 1_000)
  const frames: FrameBlock = { count, width: 1, seqs: seconds, atMs, values: Float64Array.from(values) }
  return pointsOfFrames(frames, 0, count, WIDTH_MS).series[0] as PointsOfSeries
}

function written(points: PointsOfSeries, precision: 'exact' | 'rounded'): Uint8Array {
  const atMs = points.count.map((_, at) => at * WIDTH_MS)
  return writeTierBlock({ widthMs: WIDTH_MS, atMs, series: [points] }, precision)
}

function rounded(points: PointsOfSeries): PointsOfSeries {
  return new TierBlock(written(points, 'rounded'), WIDTH_MS).series(0) as PointsOfSeries
}

/** What a quarter of the points spread less than. */
function usualSpread({ count, min, max }: PointsOfSeries): number {
  const spreads = max.map((value, at) => value - (min[at] as number)).filter((_, at) => (count[at] as number) > 0)
  return spreads.sort()[Math.floor(spreads.length / 4)] ?? 0
}

function walk(length: number, step: () => number, from = 0): number[] {
  let value = from
  return Array.from({ length }, () => (value += step()))
}

const values = fc.oneof(
  fc.array(fc.oneof(fc.integer({ min: -50, max: 50 }), fc.constant(Number.NaN)), { minLength: 1, maxLength: 500 }),
  fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 500 }),
  fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 500 }),
  fc.array(fc.oneof(fc.double({ noDefaultInfinity: true }), fc.constantFrom(0, -0, 1e308, -1e308, 5e-324)), {
    minLength: 1,
    maxLength: 200,
  }),
)

describe('rounded points', () => {
  it('keep counts, hold the true bounds within theirs, and are off by less than a seventh of the usual spread', () => {
    fc.assert(
      fc.property(values, (of) => {
        const points = pointsOf(of)
        const back = rounded(points)
        const tolerance = usualSpread(points) / 7
        expect(back.count).toEqual(points.count)
        points.count.forEach((count, at) => {
          const [min, mean, max] = [back.min[at] as number, back.mean[at] as number, back.max[at] as number]
          if (count === 0) return expect([min, mean, max]).toEqual([Number.NaN, Number.NaN, Number.NaN])
          const wanted = {
            min: points.min[at] as number,
            mean: points.mean[at] as number,
            max: points.max[at] as number,
          }
          expect(min <= wanted.min && wanted.max <= max && min <= mean && mean <= max).toBe(true)
          expect(wanted.min - min).toBeLessThanOrEqual(tolerance)
          expect(max - wanted.max).toBeLessThanOrEqual(tolerance)
          const ulp = Number.MIN_VALUE + Number.EPSILON * Math.max(Math.abs(min), Math.abs(max))
          const spread = wanted.max - wanted.min
          if (Number.isFinite(spread))
            expect(Math.abs(mean - wanted.mean)).toBeLessThanOrEqual(Math.max(tolerance / 2, spread / 1_000) + ulp)
        })
      }),
      { numRuns: 300, examples: [[[-1.5729814930045266e308, 0]], [[5e-324, 0, 1e-323]]] },
    )
  })

  it('keep the bounds of small counts exactly, and the mean to a fourteenth of the usual spread', () => {
    let at = 0
    const points = pointsOf(walk(600, () => ((at++ * 7) % 5) - 2, 40))
    const back = rounded(points)
    expect(back.min).toEqual(points.min)
    expect(back.max).toEqual(points.max)
    back.mean.forEach((mean, place) =>
      expect(Math.abs(mean - (points.mean[place] as number))).toBeLessThanOrEqual(usualSpread(points) / 14),
    )
  })

  it('take at most half of what exact ones take, for bytes that wander', () => {
    let seed = 7
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
    const points = pointsOf(walk(7_200, () => Math.round((random() - 0.5) * 40_000), 2e8))
    expect(written(points, 'rounded').length).toBeLessThan(written(points, 'exact').length / 2)
    expect(written(points, 'rounded').length / 720).toBeLessThan(1.8)
  })

  it('stay exact where a quarter of the points do not spread at all: a spike must not blur what is quiet', () => {
    const quiet = Array.from({ length: 600 }, (_, at) => 1_000 + Math.floor(at / 100))
    const points = pointsOf(quiet.map((value, at) => (at % 30 === 0 ? 1e9 + at : value)))
    const back = rounded(points)
    expect(back.min).toEqual(points.min)
    expect(back.max).toEqual(points.max)
  })
})
