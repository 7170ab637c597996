import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SeqRanges } from './seq-ranges'

it('knows exactly what a Set of the same numbers would know', () => {
  const step = fc.record({ op: fc.constantFrom('add', 'remove'), seq: fc.integer({ min: 1, max: 40 }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const ranges = new SeqRanges(64)
      const set = new Set<number>()
      for (const { op, seq } of steps) {
        if (op === 'add') {
          expect(ranges.add(seq)).toBe(!set.has(seq))
          set.add(seq)
        } else {
          ranges.remove(seq)
          set.delete(seq)
        }
      }
      for (let seq = 1; seq <= 42; seq++) {
        expect(ranges.has(seq)).toBe(set.has(seq))
        expect(ranges.highestBelow(seq)).toBe(Math.max(0, ...[...set].filter((known) => known < seq)))
      }
      expect(ranges.highest).toBe(Math.max(0, ...set))
      expect(ranges.lowest).toBe(set.size === 0 ? 0 : Math.min(...set))
      expect(ranges.list().length).toBe([...set].filter((seq) => !set.has(seq - 1)).length)
      expect(new SeqRanges(64, ranges.list()).list()).toEqual(ranges.list())
    }),
  )
})

it('starts from ranges in any order, and joins those that touch', () => {
  const ranges = new SeqRanges(8, [
    [20, 30],
    [1, 9],
    [10, 12],
  ])
  expect(ranges.rangeCount).toBe(2)
  expect(ranges.has(12)).toBe(true)
  expect(ranges.has(13)).toBe(false)
})

it('never holds more ranges than its capacity: the gap between the two lowest counts as known', () => {
  const ranges = new SeqRanges(3)
  for (const seq of [2, 4, 6, 8, 10]) ranges.add(seq)
  expect(ranges.rangeCount).toBe(3)
  expect(ranges.has(3)).toBe(true)
  expect(ranges.has(9)).toBe(false)
  expect(ranges.highest).toBe(10)
})
