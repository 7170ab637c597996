import { expect, it } from 'vitest'
import type { ProcessEntry } from '../roster/process-entry'
import { BeatList } from './beat-list'

const entry = (id: string) => ({ id, beatRound: 0 }) as ProcessEntry
const ids = (list: BeatList) => list.take().map(({ id }) => id)

it('has each process once, in the order in which they came, and after it was taken anew', () => {
  const [list, a, b] = [new BeatList(), entry('a'), entry('b')]
  for (const one of [b, a, b, a]) list.add(one)
  expect(list.size).toBe(2)
  expect(ids(list)).toEqual(['b', 'a'])
  expect(ids(list)).toEqual([])
  list.add(a)
  expect(ids(list)).toEqual(['a'])
})

it('has nobody who left, unless he comes again', () => {
  const [list, a, b, c] = [new BeatList(), entry('a'), entry('b'), entry('c')]
  for (const one of [a, b, c]) list.add(one)
  list.remove(b)
  list.remove(entry('d'))
  expect(list.size).toBe(2)
  list.add(b)
  expect(ids(list)).toEqual(['a', 'c', 'b'])
  list.add(a)
  list.take()
  list.add(c)
  expect(ids(list)).toEqual(['c'])
})
