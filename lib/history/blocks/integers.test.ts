import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteReader, ByteWriter } from './byte-buffer'
import { readIntegers, writeIntegers } from './integer-column'
import { ORDER } from './integer-orders'
import { tellNarrow } from './narrow-integers'
import { tellWide } from './wide-integers'

/** Numbers within so much of each other, somewhere, and multiples of something. */
const column = (range: number) =>
  fc
    .tuple(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), fc.constantFrom(1, 3, 64, 4_096))
    .chain(([least, step]) =>
      fc.array(
        fc.integer({ min: 0, max: Math.floor(range / step) }).map((of) => least + of * step),
        { minLength: 1, maxLength: 200 },
      ),
    )
    .map((numbers) => Float64Array.from(numbers))

describe('integers', () => {
  it('near to each other are told as those that lie anywhere are', () => {
    for (const range of [3, 1_000, 2 ** 29 - 1])
      fc.assert(
        fc.property(column(range), (values) => {
          expect(tellNarrow(values)).toEqual(tellWide(values))
        }),
      )
  })

  it('take the way that makes the least of them: as they are, by steps, along a line, from their middle', () => {
    const orderOf = (values: number[]) => {
      const told = tellNarrow(Float64Array.from(values))
      expect(told?.order).toBe(tellWide(Float64Array.from(values)).order)
      return told?.order
    }
    const rows = Array.from({ length: 100 }, (_, row) => row)
    expect(orderOf(rows.map((row) => (row % 7 === 0 ? 900 : row % 2)))).toBe(ORDER.fromLeast)
    let seed = 7
    const upTo = (range: number) => (seed = (seed * 48_271) % 2_147_483_647) % range
    let walked = 1e9
    expect(orderOf(rows.map(() => (walked += upTo(61) - 30)))).toBe(ORDER.fromLast)
    expect(orderOf(rows.map((row) => row * row * 500))).toBe(ORDER.fromLine)
    expect(orderOf(rows.map(() => upTo(500) + upTo(500) + upTo(500) + upTo(500)))).toBe(ORDER.fromMiddle)
  })

  it('further apart than 32 bits go come back as well', () => {
    for (const values of [
      [0, 2 ** 29],
      [-(2 ** 50), 2 ** 50, 7],
      [5, 2 ** 40, 2 ** 40 + 1],
    ].map((of) => Float64Array.from(of))) {
      expect(tellNarrow(values)).toBeNull()
      const to = new ByteWriter()
      writeIntegers(to, values)
      expect(readIntegers(new ByteReader(to.view()), to.view(), values.length, 1)).toEqual(values)
    }
  })
})

describe('a part with its length before it', () => {
  it('comes back whatever its length, with what stands before and after it', () => {
    for (const size of [0, 1, 127, 128, 16_383, 16_384, 70_000]) {
      const to = new ByteWriter(1)
      to.uint32(7)
      const from = to.beginSized()
      for (let at = 0; at < size; at++) to.byte(at % 251)
      to.endSized(from)
      to.byte(9)
      const back = new ByteReader(to.copy())
      expect(back.uint32()).toBe(7)
      const part = back.take(back.varint())
      expect(part.length).toBe(size)
      expect(part.every((byte, at) => byte === at % 251)).toBe(true)
      expect(back.byte()).toBe(9)
      expect(back.atEnd).toBe(true)
    }
  })
})
