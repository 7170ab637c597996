import { afterEach, expect, it, vi } from 'vitest'
import { dayOf, formatMoment, formatWeekday, formatZone } from './clock'

const MINUTE_MS = 60_000
const DAY_MINUTES = 24 * 60
afterEach(() => vi.unstubAllEnvs())

/** Each minute of three days around a night on which clocks are put forward, or back. */
function minutesAround(atMs: number): number[] {
  return Array.from({ length: 3 * DAY_MINUTES }, (_, at) => atMs + (at - 1.5 * DAY_MINUTES) * MINUTE_MS + 17)
}

for (const [what, atMs] of [
  ['put forward', Date.UTC(2026, 2, 29, 1)],
  ['put back', Date.UTC(2026, 9, 25, 1)],
] as const)
  it(`a day says the moments of its own by the clock, also that on which clocks are ${what}, and changes with the day`, () => {
    vi.stubEnv('TZ', 'Europe/Berlin')
    expect(new Date(Date.UTC(2026, 6, 1, 12)).getHours()).toBe(14)
    const days = new Set<number>()
    for (const nowMs of minutesAround(atMs)) {
      const today = dayOf(nowMs)
      days.add(today)
      expect(new Date(today).getDate()).toBe(new Date(nowMs).getDate())
      for (const moment of [nowMs, nowMs - 9 * 3_600_000, nowMs - 26 * 3_600_000])
        expect(formatMoment(moment, today)).toBe(formatMoment(moment, nowMs))
    }
    // Four days are touched, and one of them has two noons as counted from before and from after.
    expect(days.size).toBeLessThanOrEqual(5)
  })

it.each([
  ['Europe/Berlin', 'UTC+1'],
  ['UTC', 'UTC'],
  ['America/St_Johns', 'UTC−3:30'],
  ['Asia/Kathmandu', 'UTC+5:45'],
])('says how far the clock of %s is from UTC: %s', (zone, said) => {
  vi.stubEnv('TZ', zone)
  expect(formatZone(Date.UTC(2026, 0, 12, 12, 0, 0, 250))).toBe(said)
})

it('says both where clocks are put back in between', () => {
  vi.stubEnv('TZ', 'Europe/Berlin')
  expect(formatZone(Date.UTC(2026, 9, 24), Date.UTC(2026, 9, 26))).toBe('UTC+2 → UTC+1')
})

it('says a day with its day of the week', () => {
  vi.stubEnv('TZ', 'Europe/Berlin')
  expect(formatWeekday(Date.UTC(2026, 10, 21, 22, 30))).toBe('Sat 21 Nov')
  expect(formatWeekday(Date.UTC(2026, 10, 21, 23, 30))).toBe('Sun 22 Nov')
})
