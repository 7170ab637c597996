import { expect, it } from 'vitest'
import { LifeNumbers } from './life-numbers'

it('gives a life the same number each time, and tells its name once', () => {
  const lives = new LifeNumbers()
  expect([lives.numberOf('a', '1'), lives.numberOf('b', '1'), lives.numberOf('a', '1')]).toEqual([0, 1, 0])
  expect(lives.tell()).toEqual({ from: 0, names: ['a', '1', 'b', '1'] })
  expect(lives.numberOf('c', '1')).toBe(2)
  expect(lives.tell()).toEqual({ from: 2, names: ['c', '1'] })
  expect(lives.tell()).toEqual({ from: 3, names: [] })
})

it('two lives of a process that speak in turn keep their numbers', () => {
  const lives = new LifeNumbers()
  const numbers = Array.from({ length: 6 }, (_, turn) => lives.numberOf('a', String(turn % 3)))
  expect(numbers).toEqual([0, 1, 2, 0, 1, 2])
})

it('tells another core all names, and what was gathered meanwhile keeps its numbers', () => {
  const lives = new LifeNumbers()
  lives.numberOf('a', '1')
  lives.tell()
  expect(lives.numberOf('b', '1')).toBe(1)
  lives.forgetTold()
  expect(lives.tell()).toEqual({ from: 0, names: ['a', '1', 'b', '1'] })
})

it('begins anew where very many lives have come and gone', () => {
  const lives = new LifeNumbers()
  for (let boot = 0; boot < 20_001; boot++) lives.numberOf('a', String(boot))
  lives.tell()
  lives.trim()
  expect(lives.numberOf('a', '7')).toBe(0)
  expect(lives.tell()).toEqual({ from: 0, names: ['a', '7'] })
})
