import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DueHeap } from './due-heap'

describe('what is due', () => {
  it('comes out at the earliest time that it was put in for, once, in the order of time', () => {
    const heap = new DueHeap<string>()
    heap.schedule('late', 30)
    heap.schedule('moved', 20)
    heap.schedule('moved', 5)
    heap.schedule('moved', 40)
    heap.schedule('never', Number.POSITIVE_INFINITY)
    expect(heap.take(4)).toEqual([])
    expect(heap.take(30)).toEqual(['moved', 'late'])
    expect(heap.take(1_000)).toEqual([])
    expect(heap.size).toBe(0)
  })

  it('does not come out after it was dropped, unless it was put in again', () => {
    const heap = new DueHeap<string>()
    heap.schedule('a', 10)
    heap.drop('a')
    expect(heap.take(10)).toEqual([])
    heap.schedule('a', 12)
    expect(heap.take(12)).toEqual(['a'])
  })

  it('is what a plain list would say, whatever is put in and taken out', () => {
    const step = fc.oneof(
      fc.record({ act: fc.constant('schedule' as const), thing: fc.nat(30), atMs: fc.nat(100) }),
      fc.record({ act: fc.constant('drop' as const), thing: fc.nat(30), atMs: fc.constant(0) }),
      fc.record({ act: fc.constant('take' as const), thing: fc.constant(0), atMs: fc.nat(100) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const heap = new DueHeap<number>()
        const plain = new Map<number, number>()
        for (const { act, thing, atMs } of steps) {
          if (act === 'schedule') {
            heap.schedule(thing, atMs)
            plain.set(thing, Math.min(atMs, plain.get(thing) ?? atMs))
          } else if (act === 'drop') {
            heap.drop(thing)
            plain.delete(thing)
          } else {
            const due = [...plain].filter(([, dueMs]) => dueMs <= atMs).map(([one]) => one)
            for (const one of due) plain.delete(one)
            expect(new Set(heap.take(atMs))).toEqual(new Set(due))
          }
          expect(heap.size).toBe(plain.size)
        }
      }),
    )
  })
})
