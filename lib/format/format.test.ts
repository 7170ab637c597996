import { describe, expect, it } from 'vitest'
import { byteUnit, formatBytes, steadyByteUnit } from './bytes'
import { formatClock, formatMoment } from './clock'
import { countOf, formatCount, formatMilliseconds, formatPercent, formatRatio, formatShare } from './counts'
import { formatDuration, formatElapsed, formatSpan } from './durations'
import { formatPerSecond, formatSlope, formatSlopeInterval, formatValue, isSlopeProven } from './rates'

const MIB = 1024 ** 2
const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [900, '900 B'],
    [1024, '1 KiB'],
    [640 * 1024, '640 KiB'],
    [1_023.6 * 1024, '1.0 MiB'],
    [12.34 * MIB, '12.3 MiB'],
    [999.4 * MIB, '999.4 MiB'],
    [1_000 * MIB, '0.98 GiB'],
    [1.5 * 1024 * MIB, '1.50 GiB'],
    [-3 * MIB, '−3.0 MiB'],
  ])('says %d bytes as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

  it('says that an unknown is not known, and never 0', () => {
    expect([formatBytes(null), formatBytes(undefined), formatBytes(Number.NaN)]).toEqual(Array(3).fill('not known'))
  })

  it('keeps the unit of a number that wanders about where units meet, until it has left it for good', () => {
    let unit = byteUnit(990 * MIB)
    const told = [990, 1_010, 990, 922, 921, 999].map((mib) => {
      unit = steadyByteUnit(mib * MIB, unit)
      return formatBytes(mib * MIB, 'minus', unit)
    })
    expect(told).toEqual(['990.0 MiB', '0.99 GiB', '0.97 GiB', '0.90 GiB', '921.0 MiB', '999.0 MiB'])
    expect(formatBytes(0, 'minus', steadyByteUnit(0, byteUnit(1_024)))).toBe('0 B')
  })

  it('keeps the shape of a number that moves within its unit', () => {
    const lengths = new Set([100, 128.25, 512.5, 999].map((mib) => formatBytes(mib * MIB).length))
    expect(lengths.size).toBe(1)
  })
})

describe('counts and shares', () => {
  it.each([
    [formatCount(12_345), '12,345'],
    [formatCount(3.25), '3.3'],
    [formatCount(null), 'not known'],
    [formatRatio(0.4211), '42.1 %'],
    [formatPercent(null), 'not known'],
    [formatShare(0.004), 'under 1 %'],
    [formatShare(0.996), 'over 99 %'],
    [formatShare(0.31), '31 %'],
    [formatShare(0), '0 %'],
    [formatMilliseconds(4.21), '4.2 ms'],
    [formatMilliseconds(1_250), '1.25 s'],
    [countOf(1, 'process'), '1 process'],
    [countOf(1_200, 'sample'), '1,200 samples'],
  ])('%s is %s', (got, expected) => expect(got).toBe(expected))
})

describe('durations', () => {
  it.each([
    [999, '0 s'],
    [40_000, '40 s'],
    [3 * MINUTE + 59_000, '3 min'],
    [3 * HOUR + 10 * MINUTE, '3 h 10 min'],
    [3 * HOUR, '3 h'],
    [52 * HOUR, '2 d 4 h'],
    [null, 'not known'],
  ])('says %s ms as %s', (ms, text) => expect(formatDuration(ms)).toBe(text))

  it.each([
    [0, '0:00:00'],
    [187_900, '0:03:07'],
    [26 * HOUR + 5 * MINUTE, '26:05:00'],
  ])('says an age of %s ms to the second: %s', (ms, text) => expect(formatElapsed(ms)).toBe(text))

  it.each([
    [5 * MINUTE, 7 * MINUTE, '5 to 7 min'],
    [5 * HOUR, 7 * HOUR, '5 to 7 h'],
    [40_000, 90_000, '40 to 90 s'],
    [30 * MINUTE, 90 * MINUTE, '30 to 90 min'],
    [7 * MINUTE, 7 * MINUTE + 4_000, 'about 7 min'],
    [5 * MINUTE, null, '5 min or more'],
    [-9_000, 30_000, '0 to 30 s'],
    [7 * 3_600_000, 42 * 86_400_000, '7 h to 42 d'],
    [90 * 60_000, 20 * 3_600_000, '2 to 20 h'],
    [40 * 60_000, 20 * 3_600_000, '40 min to 20 h'],
  ])('says a forecast of %d to %s ms as %s', (low, high, text) => expect(formatSpan(low, high)).toBe(text))
})

describe('slopes', () => {
  it.each([
    [formatSlope(12.4 * MIB, 'bytes'), '+12.4 MiB/h'],
    [formatSlope(-12.4 * MIB, 'bytes'), '−12.4 MiB/h'],
    [formatSlope(340.4, 'count'), '+340 /h'],
    [formatSlope(0, 'bytes'), '0 B/h'],
    [formatSlope(null, 'bytes'), 'not known'],
    [formatSlopeInterval([900 * 1024, 14.9 * MIB], 'bytes'), '+0.9 to +14.9 MiB/h'],
    [formatSlopeInterval([-3, 40], 'count'), '−3 /h to +40 /h'],
    [formatPerSecond(12.41, 'count'), '12.4 /s'],
    [formatPerSecond(null, 'count'), 'not known'],
    [formatValue(0.5, 'ratio'), '50.0 %'],
  ])('%s is %s', (got, expected) => expect(got).toBe(expected))
})

describe('a slope that is proven', () => {
  it.each([
    ['growing', null, true],
    ['steady', [1, 5], true],
    ['steady', [-1, 5], false],
    ['steady', null, false],
    ['load-driven', [-9, 9], false],
    ['collecting', [1, 5], false],
  ] as const)('of %s with %s is %s', (verdict, slopeCi90, isProven) => {
    expect(isSlopeProven({ verdict, slopeCi90 })).toBe(isProven)
  })
})

describe('clock times', () => {
  const noon = new Date(2026, 10, 21, 12, 3, 9).getTime()

  it('are of 24 hours and always as wide', () => expect(formatClock(noon)).toBe('12:03:09'))

  it('say the day where it is another', () => {
    expect(formatMoment(noon, noon + HOUR)).toBe('12:03:09')
    expect(formatMoment(noon, noon + 24 * HOUR)).toBe('21 Nov 12:03:09')
  })
})
