import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteWriter } from './byte-buffer'
import { readColumn, writeColumn } from './number-column'

function written(values: readonly number[]): Uint8Array {
  const writer = new ByteWriter()
  writeColumn(writer, Float64Array.from(values))
  return writer.copy()
}

function expectBack(values: readonly number[]): void {
  const back = readColumn(written(values), values.length)
  // toEqual tells -0 from 0 and knows that NaN is NaN.
  expect([...back]).toEqual(values)
}

const value = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true }),
  fc.constantFrom(Number.NaN, 0, -0, 1e308, -1e308, 5e-324, 2 ** 53, 2 ** 60, 2 ** 50, -(2 ** 50), 0.1, 123.456),
)

describe('a column of numbers', () => {
  it('comes back exactly, whatever is in it', () => {
    fc.assert(fc.property(fc.array(value, { minLength: 1, maxLength: 300 }), expectBack))
  })

  it('comes back exactly where all of it is of one kind', () => {
    const kinds = [
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 1_000_000, max: 2_000_000 }),
      fc.integer({ min: -(2 ** 50), max: 2 ** 50 }),
      fc.integer({ min: 0, max: 99_999 }).map((cents) => cents / 100),
      fc.double({ noNaN: true, min: 0, max: 1 }),
      fc.constantFrom(Number.NaN, 7),
    ]
    for (const kind of kinds)
      fc.assert(fc.property(fc.array(kind, { minLength: 1, maxLength: 700 }), expectBack), { numRuns: 50 })
  })

  it('takes a few bytes where nothing changes or nothing is known', () => {
    expect(written(Array.from({ length: 600 }, () => 1e9)).length).toBe(6)
    expect(written(Array.from({ length: 600 }, () => 0.1)).length).toBe(9)
    expect(written(Array.from({ length: 600 }, () => Number.NaN)).length).toBe(1)
  })

  it('takes under 1.4 bytes a value for a resident set that wanders by pages, and a third of one for a small count', () => {
    let seed = 7
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
    let bytes = 2e8
    let count = 40
    const pages = Array.from({ length: 600 }, () => (bytes += 4_096 * Math.round((random() - 0.5) * 60)))
    const counts = Array.from({ length: 600 }, () => (count += Math.round((random() - 0.5) * 2.2)))
    expect(written(pages).length / 600).toBeLessThan(1.4)
    expect(written(counts).length / 600).toBeLessThan(0.33)
  })
})
