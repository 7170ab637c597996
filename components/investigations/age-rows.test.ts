import { expect, it } from 'vitest'
import { ageText } from '../../lib/format/investigation-words'
import { ageRows, ageTicks } from './age-rows'

it('Runs of unlike length share rows by age, a gap is told as one, and an age that a run never had is not.', () => {
  const rows = ageRows([
    {
      id: 'long',
      curve: [
        [0, 1, 2, 3],
        [1_000, null, null, null],
        [2_000, 5, 6, 7],
        [3_000, 5, 8, 9],
      ],
    },
    {
      id: 'short',
      curve: [
        [0, 9, 10, 11],
        [1_000, 9, 12, 13],
      ],
    },
  ])
  expect(rows).toEqual([
    { t: 0, long: 2, short: 10 },
    { t: 1_000, long: null, short: 12 },
    { t: 2_000, long: 6 },
    { t: 3_000, long: 8 },
  ])
})

it('A curve of many points is drawn in at most some 160 rows, each the mean of what fell into it.', () => {
  const rows = ageRows([{ id: 'a', curve: Array.from({ length: 10_001 }, (_, at) => [at * 1_000, at, at, at]) }])
  expect(rows.length).toBeLessThanOrEqual(161)
  expect(rows[80]?.['a']).toBeCloseTo((rows[80]?.t ?? 0) / 1_000, -1)
})

it('Ticks of the age are round, five steps at most, and no two of them are told by the same words.', () => {
  for (const oldestMs of [3_000, 101_000, 137_000, 3_900_000, 90_000_000]) {
    const ticks = ageTicks([{ t: 0 }, { t: oldestMs }])
    expect(ticks.length).toBeGreaterThan(1)
    expect(ticks.length).toBeLessThanOrEqual(6)
    expect(new Set(ticks.map(ageText)).size).toBe(ticks.length)
  }
  expect(ageTicks([])).toEqual([0])
})
