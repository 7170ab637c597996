import { expect, it } from 'vitest'
import { ageAtLimit, restartsOf, sayHidden } from './restarts'

const MIB = 1_048_576
const GIB = 1_024 * MIB
const MINUTE = 60_000
const HOUR = 60 * MINUTE

function told(
  lengthsMs: number[],
  peak: number | null,
  slopes: [low: number, slope: number, high: number],
  limit: number | null,
) {
  const [low, slope, high] = slopes.map((one) => one * MIB) as [number, number, number]
  const restarts = restartsOf(lengthsMs, peak)
  return restarts && sayHidden(restarts, slope, [low, high], limit, 'bytes')
}

it('says how often it is restarted, what each life adds, and when a life without an end would meet the limit', () => {
  // 1.5 GiB less what its peaks had reached after two hours, at 155 MiB/h: 2 h 40 min more.
  const peak = 1.5 * GIB - (155 * MIB * 8) / 3
  expect(told([2 * HOUR, 2 * HOUR + MINUTE, 2 * HOUR - MINUTE], peak, [155, 155, 155], 1.5 * GIB)).toBe(
    'restarted every 2 h; grows by 310 MiB in each life; without restarts it would reach 1.5 GiB after 4 h 40 min',
  )
})

it('gives the times that the slope leaves open, and says nothing of a limit that is not known', () => {
  const lives = [HOUR, HOUR, HOUR]
  expect(told(lives, 512 * MIB, [128, 256, 512], GIB)).toBe(
    'restarted every 1 h; grows by 256 MiB in each life; without restarts it would reach 1 GiB after 3 h (2 h to 5 h)',
  )
  expect(told(lives, 512 * MIB, [-10, 256, 512], GIB)).toMatch(/after 3 h \(2 h or more\)$/u)
  expect(told(lives, null, [128, 256, 512], null)).toBe('restarted every 1 h; grows by 256 MiB in each life')
})

it('does not call it a clock where lives end after all sorts of times, but one that was cut short is no matter', () => {
  expect(told([20 * MINUTE, HOUR, 3 * HOUR], null, [1, 2, 3], null)).toMatch(/^restarted after some 1 h; /u)
  expect(told([HOUR, HOUR, MINUTE, HOUR, HOUR], null, [1, 2, 3], null)).toMatch(/^restarted every 1 h; /u)
  expect(restartsOf([], null)).toBeNull()
})

it('has no age at which a slope that does not rise meets a limit; what is there already is there at the next restart', () => {
  const restarts = { everyMs: HOUR, isRegular: true, peak: 2 * GIB }
  expect(ageAtLimit(restarts, -1, [-2, 0], GIB)).toBeNull()
  expect(ageAtLimit(restarts, MIB, [MIB, MIB], GIB)).toEqual({ likelyMs: HOUR, ci90: [HOUR, HOUR] })
})
