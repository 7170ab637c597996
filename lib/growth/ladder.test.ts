import { describe, expect, test } from 'vitest'
import { FloorRing } from './floor-ring'
import { Ladder } from './ladder'

describe('the ladder of means', () => {
  test('G2.2 stays within its capacity over a month of seconds, and keeps the whole life', () => {
    const ladder = new Ladder(1)
    const value = new Float64Array(1)
    for (let s = 0; s < 2_600_000; s += 7) {
      value[0] = s
      ladder.push(s * 1000, value, 0)
    }
    expect(ladder.size).toBeLessThanOrEqual(ladder.capacity)
    let [samples, sum] = [0, 0]
    for (let bin = 0; bin < ladder.size; bin++) {
      samples += ladder.counts[bin] as number
      sum += (ladder.counts[bin] as number) * (ladder.means[bin] as number)
    }
    expect(samples).toBeGreaterThan(2_600_000 / 7 - 2000)
    expect(sum / samples / 1_300_000).toBeCloseTo(1, 2)
  })

  test('G2.2 is fine for what is recent and coarse for what is old', () => {
    const ladder = new Ladder(1)
    for (let s = 0; s < 100_000; s++) ladder.push(s * 1000, Float64Array.of(1), 0)
    expect(ladder.widthMs[0]).toBeGreaterThan(16 * (ladder.widthMs[ladder.size - 1] as number))
  })

  test('G2.1 a gap makes no bins, and a value that is not known is no zero', () => {
    const ladder = new Ladder(2)
    for (const s of [0, 1, 2, 50_000, 50_001, 50_002]) ladder.push(s * 1000, Float64Array.of(5, Number.NaN), 0)
    expect(ladder.size).toBeLessThanOrEqual(5)
    for (let bin = 0; bin < ladder.size; bin++) {
      expect(ladder.means[bin * 2]).toBe(5)
      expect(ladder.means[bin * 2 + 1]).toBeNaN()
    }
  })
})

describe('columns that come later', () => {
  test('leave what a ladder holds, its open bin included, and are not known before', () => {
    const [wide, narrow] = [new Ladder(1), new Ladder(1)]
    for (let s = 0; s < 200; s++) for (const one of [wide, narrow]) one.push(s * 1000, Float64Array.of(s), 0)
    const known = wide.size
    wide.widen(3)
    for (let s = 200; s < 230; s++) {
      wide.push(s * 1000, Float64Array.of(s, 7, s), 0)
      narrow.push(s * 1000, Float64Array.of(s), 0)
    }
    const first = Array.from({ length: wide.size }, (_, bin) => wide.means[bin * 3])
    expect(first).toEqual([...narrow.means.subarray(0, narrow.size)])
    for (const times of ['startMs', 'widthMs', 'meanAtMs', 'counts'] as const)
      expect(wide[times]).toEqual(narrow[times])
    expect(wide.openBin(0)).toEqual(narrow.openBin(0))
    expect(known).toBeGreaterThan(10)
    expect(wide.means[1]).toBeNaN()
    expect(wide.means[(wide.size - 1) * 3 + 1]).toBe(7)
  })

  test('leave what a ring holds, its open stretch included', () => {
    const [wide, narrow] = [new FloorRing(1), new FloorRing(1)]
    for (let s = 0; s < 500; s++) for (const one of [wide, narrow]) one.push(s * 1000, Float64Array.of(500 - s), 0)
    wide.widen(2)
    for (let s = 500; s < 520; s++) {
      wide.push(s * 1000, Float64Array.of(900, 3), 0)
      narrow.push(s * 1000, Float64Array.of(900), 0)
    }
    expect(Array.from({ length: wide.size }, (_, at) => wide.lows[at * 2])).toEqual([
      ...narrow.lows.subarray(0, narrow.size),
    ])
    expect(wide.meanAtMs).toEqual(narrow.meanAtMs)
    expect(wide.lows[1]).toBe(Number.POSITIVE_INFINITY)
  })
})

test('G1.3 the ring keeps the lowest of equal stretches, within its capacity', () => {
  const ring = new FloorRing(1)
  for (let s = 0; s < 50_000; s += 30) ring.push(s * 1000, Float64Array.of(s % 900 === 0 ? 10 : 90), 0)
  expect(ring.size).toBeLessThanOrEqual(FloorRing.CAPACITY)
  expect(ring.size).toBeGreaterThanOrEqual(FloorRing.CAPACITY / 2 - 1)
  for (let i = 1; i < ring.size; i++) expect(ring.lows[i]).toBe(10)
})

test('G2.1 a column that is added amid an open bin has the mean of its own rows, and before them none', () => {
  const ladder = new Ladder(1)
  for (const [atMs, value] of [
    [0, 1],
    [100, 3],
  ] as const)
    ladder.push(atMs, Float64Array.of(value), 0)
  ladder.widen(2)
  expect([0, 1].map((column) => ladder.openBin(column).mean)).toEqual([2, Number.NaN])
  ladder.push(200, Float64Array.of(5, 8), 0)
  ladder.push(300, Float64Array.of(Number.NaN, 10), 0)
  expect([0, 1].map((column) => ladder.openBin(column).mean)).toEqual([3, 9])
  expect(ladder.push(1_000, Float64Array.of(0, 0), 0)).toBe(true)
  expect([...ladder.means.subarray(0, 2)]).toEqual([3, 9])
})
