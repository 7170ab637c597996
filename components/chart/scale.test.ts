import { describe, expect, it, vi } from 'vitest'
import { ageScale, timeScale, valueScale } from './scale'

const MIB = 1024 ** 2

describe('the scale of values', () => {
  it.each([
    [150 * MIB, 'bytes', 192 * MIB],
    [1_900 * MIB, 'bytes', 2_048 * MIB],
    [0, 'bytes', MIB],
    [3, 'count', 4],
    [940, 'count', 1_000],
    [0.42, 'ratio', 0.6],
    [null, 'ms', 4],
  ] as const)('has room for %s %s below %d', (peak, unit, top) => {
    const scale = valueScale(peak, unit)
    expect(scale.top).toBeCloseTo(top)
    expect(scale.ticks.length).toBeLessThanOrEqual(6)
    expect(scale.top).toBeGreaterThan(peak ?? 0)
  })

  it('stands still while the peak moves a little', () => {
    const tops = new Set([130, 140, 150, 160].map((mib) => valueScale(mib * MIB, 'bytes').top))
    expect(tops.size).toBe(1)
  })

  it('counts in whole numbers', () => {
    for (const peak of [0, 1, 3, 7, 11]) expect(valueScale(peak, 'count').ticks.every(Number.isInteger)).toBe(true)
  })
})

describe('the scale of times', () => {
  const noon = new Date(2026, 10, 21, 12).getTime()

  it('is round on the clock of the reader', () => {
    const { ticks } = timeScale(noon - 290_000, noon, 600)
    expect(ticks.map((at) => new Date(at).getSeconds())).toEqual(ticks.map(() => 0))
    const days = timeScale(noon - 5 * 86_400_000, noon, 600).ticks
    expect(days.map((at) => new Date(at).getHours())).toEqual(days.map(() => 0))
  })

  it('has as many ticks as there is room for', () => {
    expect(timeScale(noon - 300_000, noon, 1_200).ticks.length).toBeGreaterThan(
      timeScale(noon - 300_000, noon, 300).ticks.length,
    )
    expect(timeScale(noon - 86_400_000, noon, 300).ticks.length).toBeLessThanOrEqual(4)
  })
  it('is round from a start on where it is of ages, whatever the zone', () => {
    vi.stubEnv('TZ', 'Asia/Kolkata')
    expect(ageScale(0, 10_800_000, 300).ticks).toEqual([0, 3_600_000, 7_200_000, 10_800_000])
    expect(timeScale(0, 10_800_000, 300).ticks[0]).toBe(1_800_000)
    vi.unstubAllEnvs()
  })
})
