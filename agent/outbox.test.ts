import { expect, test } from 'vitest'
import { Outbox } from './outbox'

function filled(capacity: number, count: number, width = 1): Outbox {
  const outbox = new Outbox(capacity)
  for (let at = 1; at <= count; at++) outbox.push(1_000 * at, new Float64Array(width).fill(at), width)
  return outbox
}

test('Frames come out as they went in, with seqs from 1.', () => {
  expect(filled(5, 2, 2).frames(1, 10, 2)).toEqual([
    { seq: 1, atMs: 1_000, values: [1, 1] },
    { seq: 2, atMs: 2_000, values: [2, 2] },
  ])
})

test('A full outbox lets the oldest frame go and keeps the newest.', () => {
  const outbox = filled(3, 5)
  expect(outbox.size).toBe(3)
  expect(outbox.oldestSeq).toBe(3)
  expect(outbox.frames(1, 10, 1).map(({ seq, values }) => [seq, values[0]])).toEqual([
    [3, 3],
    [4, 4],
    [5, 5],
  ])
})

test('What was released is gone, and releasing more than there is empties the outbox.', () => {
  const outbox = filled(5, 4)
  outbox.release(2)
  expect(outbox.frames(1, 10, 1).map(({ seq }) => seq)).toEqual([3, 4])
  outbox.release(1)
  expect(outbox.size).toBe(2)
  outbox.release(99)
  expect(outbox.size).toBe(0)
  expect(outbox.oldestSeq).toBe(5)
  outbox.push(9_000, new Float64Array([9]), 1)
  expect(outbox.frames(5, 10, 1)).toEqual([{ seq: 5, atMs: 9_000, values: [9] }])
})

test('A frame of before a series was declared says null of it, also where the ring has turned.', () => {
  const outbox = filled(3, 4, 2)
  outbox.push(5_000, new Float64Array(20).fill(5), 20)
  const frames = outbox.frames(1, 10, 20)
  expect(frames.map(({ seq }) => seq)).toEqual([3, 4, 5])
  expect(frames[0]?.values).toEqual([3, 3, ...Array.from({ length: 18 }, () => null)])
  expect(frames[2]?.values).toEqual(Array.from({ length: 20 }, () => 5))
  outbox.push(6_000, new Float64Array(20).fill(6), 3)
  expect(outbox.frames(6, 1, 20)[0]?.values).toEqual([6, 6, 6, ...Array.from({ length: 17 }, () => null)])
})

test('A frame is exactly as wide as asked, narrower or wider than what was written.', () => {
  const outbox = filled(3, 1, 9)
  expect(outbox.frames(1, 1, 4)[0]?.values).toEqual([1, 1, 1, 1])
  expect(outbox.frames(1, 1, 40)[0]?.values.slice(8)).toEqual([1, ...Array.from({ length: 31 }, () => null)])
})

test('What is not known is null.', () => {
  const outbox = new Outbox(2)
  outbox.push(1, new Float64Array([1, Number.NaN, 0]), 3)
  expect(outbox.frames(1, 1, 3)[0]?.values).toEqual([1, null, 0])
})
