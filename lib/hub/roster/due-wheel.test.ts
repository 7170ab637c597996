import { expect, it } from 'vitest'
import { DueWheel } from './due-wheel'

const START_MS = 1_000_000_000

it('gives out what is due, and keeps the rest', () => {
  const wheel = new DueWheel<string>()
  wheel.add('a', START_MS + 1_000)
  wheel.add('b', START_MS + 5_000)
  wheel.add('c', START_MS + 5_000)
  expect(wheel.take(START_MS)).toEqual([])
  expect(wheel.take(START_MS + 1_000)).toEqual(['a'])
  expect(wheel.take(START_MS + 1_000)).toEqual([])
  expect(wheel.take(START_MS + 60_000)).toEqual(['b', 'c'])
  expect(wheel.size).toBe(0)
})

it('gives nothing out before it is due, by up to a second', () => {
  const wheel = new DueWheel<string>()
  wheel.add('a', START_MS + 1)
  expect(wheel.take(START_MS + 999)).toEqual([])
  expect(wheel.take(START_MS + 1_000)).toEqual(['a'])
})

it('holds a thing once for a second, however often it is added', () => {
  const wheel = new DueWheel<string>()
  for (let n = 0; n < 100; n++) wheel.add('a', START_MS + 500)
  expect(wheel.size).toBe(1)
})
