import { describe, expect, it } from 'vitest'
import { SeenFrames } from './seen-frames'

describe('seen frames', () => {
  it('takes each seq of a boot once, in any order', () => {
    const seen = new SeenFrames()
    const order = [1, 2, 5, 3, 4, 9, 7, 8, 6, 10]
    expect(order.map((seq) => seen.add('a', seq))).toEqual(order.map(() => true))
    expect(order.map((seq) => seen.add('a', seq))).toEqual(order.map(() => false))
  })

  it('tells boots apart', () => {
    const seen = new SeenFrames()
    expect([seen.add('a', 1), seen.add('b', 1), seen.add('a', 1)]).toEqual([true, true, false])
  })

  it('forgets the oldest boot and the oldest range beyond its capacity', () => {
    const seen = new SeenFrames(2, 2)
    for (const boot of ['a', 'b', 'c']) seen.add(boot, 1)
    expect([seen.add('c', 1), seen.add('a', 1)]).toEqual([false, true])
    for (const seq of [10, 20, 30]) seen.add('d', seq)
    expect([seen.add('d', 30), seen.add('d', 10)]).toEqual([false, true])
  })
})
