import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SeqRanges } from './seq-ranges'

describe('ranges of seqs', () => {
  it('know what a plain set knows, in as few ranges as there are gaps', () => {
    const change = fc.record({
      seq: fc.integer({ min: 1, max: 40 }),
      out: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 120 }), (changes) => {
        const ranges = new SeqRanges(100)
        const set = new Set<number>()
        for (const { seq, out } of changes) {
          if (out) {
            ranges.remove(seq)
            set.delete(seq)
          } else {
            expect(ranges.add(seq)).toBe(!set.has(seq))
            set.add(seq)
          }
        }
        const seqs = Array.from({ length: 42 }, (_, seq) => seq)
        expect(seqs.filter((seq) => ranges.has(seq))).toEqual(seqs.filter((seq) => set.has(seq)))
        expect(ranges.list().length).toBe(seqs.filter((seq) => set.has(seq) && !set.has(seq - 1)).length)
        expect(new SeqRanges(100, ranges.list()).list()).toEqual(ranges.list())
      }),
    )
  })

  it('past their capacity close the oldest gap, never a newer one', () => {
    const ranges = new SeqRanges(3)
    for (const seq of [1, 3, 5, 7, 9]) ranges.add(seq)
    expect(ranges.list()).toEqual([
      [1, 5],
      [7, 7],
      [9, 9],
    ])
  })
})
