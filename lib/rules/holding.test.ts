import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Holding } from './holding'
import type { Reading } from './rule'

const SETTINGS = { holdMs: 5_000, clearMs: 4_000, maxGapMs: 3_000 }

/** As it is meant, with no reading passed over: time up to the next reading belongs to the one before, dips weigh three times. */
function plainly(readings: readonly { stepMs: number; reading: Reading }[]): { raised: boolean; sinceMs: number }[] {
  let [raised, sinceMs, brokenMs, keptMs, atMs, lastMs] = [false, Number.NaN, 0, 0, 0, Number.NaN]
  let before: Reading = 'keeps'
  return readings.map(({ stepMs, reading }) => {
    atMs += stepMs
    const passedMs = atMs - lastMs
    const countedMs = passedMs > 0 && passedMs <= SETTINGS.maxGapMs ? passedMs : 0
    lastMs = atMs
    if (raised) {
      if (before === 'keeps') keptMs += countedMs
      if (reading === 'breaks') keptMs = 0
      if (reading === 'keeps' && keptMs >= SETTINGS.clearMs) [raised, sinceMs, brokenMs] = [false, Number.NaN, 0]
    } else {
      if (before === 'breaks') brokenMs += countedMs
      if (before === 'keeps') brokenMs = Math.max(0, brokenMs - 3 * countedMs)
      if (brokenMs === 0 && before !== 'breaks') sinceMs = reading === 'breaks' ? atMs : Number.NaN
      if (reading === 'breaks' && brokenMs >= SETTINGS.holdMs) [raised, keptMs] = [true, 0]
    }
    before = reading
    return { raised, sinceMs }
  })
}

it('holds as if it had looked at every reading, also at those that it passes over at rest', () => {
  const readings = fc.array(
    fc.record({
      stepMs: fc.constantFrom(1_000, 1_000, 1_000, 0, -2_000, 5_000),
      reading: fc.constantFrom<Reading[]>('breaks', 'breaks', 'between', 'keeps', 'keeps'),
    }),
    { maxLength: 80 },
  )
  fc.assert(
    fc.property(readings, (given) => {
      const holding = new Holding(SETTINGS)
      let atMs = 0
      const seen = given.map(({ stepMs, reading }) => {
        const { raised } = holding
        const hasChanged = holding.step((atMs += stepMs), reading)
        expect(hasChanged).toBe(holding.raised !== raised)
        return { raised: holding.raised, sinceMs: holding.sinceMs }
      })
      expect(seen).toEqual(plainly(given))
    }),
    { numRuns: 2_000 },
  )
})

it('is at rest where nothing is held against anything, and only there', () => {
  const holding = new Holding(SETTINGS)
  expect(holding.isAtRest).toBe(true)
  holding.step(0, 'breaks')
  expect(holding.isAtRest).toBe(false)
  holding.step(1_000, 'keeps')
  expect(holding.isAtRest).toBe(false)
  holding.step(2_000, 'keeps')
  expect(holding.isAtRest).toBe(true)
})
