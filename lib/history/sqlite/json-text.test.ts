import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { SeriesColumns } from './core-wire'
import { jsonOf } from './json-text'

function parsed(columns: SeriesColumns): unknown {
  return JSON.parse(new TextDecoder().decode(jsonOf(columns)))
}

const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noDefaultInfinity: true }),
  fc.constantFrom(0, -0, Number.NaN, 9_999_999, 1e7, 99_999_999_999_999, 1e14, 2 ** 53, -(2 ** 53), 1e308, 5e-324),
)
const known = (value: number) => (Number.isNaN(value) ? null : value)

it('says every number so that it comes back as it was, and null for what is not known', () => {
  fc.assert(
    fc.property(fc.array(number, { maxLength: 200 }), (numbers) => {
      const mean = Float64Array.from(numbers)
      const atMs = mean.map((_, at) => 1.7e12 + at)
      const raw = { name: 'a.b', unit: 'bytes' as const, stepMs: 0, atMs, mean, min: null, max: null }
      const points = numbers.map((value, at) => [1.7e12 + at, known(value)])
      expect(parsed(raw)).toEqual({ name: 'a.b', unit: 'bytes', stepMs: 0, points })
      const stepped = { ...raw, stepMs: 10, min: mean, max: mean }
      expect(parsed(stepped)).toEqual({
        name: 'a.b',
        unit: 'bytes',
        stepMs: 10,
        points: points.map(([at, value]) => [at, value, value, value]),
      })
    }),
    { numRuns: 300 },
  )
})
