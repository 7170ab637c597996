import { expect, it } from 'vitest'
import { bandKey, rowsOf } from './resting-rows'

const unknown = Number.NaN

it('are an object for each time, with null for what is not known', () => {
  const rows = rowsOf({
    t: Float64Array.of(0, 500, 1_000),
    holes: [1],
    lines: new Map([['x', Float64Array.of(1, unknown, 0)]]),
    bands: new Map([['x', { floor: Float64Array.of(0.5, unknown, unknown), top: Float64Array.of(2, unknown, 3) }]]),
    low: 0,
    peak: 3,
  })
  expect(rows).toEqual([
    { t: 0, x: 1, [bandKey('x')]: [0.5, 2] },
    { t: 500, x: null, [bandKey('x')]: null },
    { t: 1_000, x: 0, [bandKey('x')]: null },
  ])
})
