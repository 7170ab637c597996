import { expect, it } from 'vitest'
import { WriteLag } from './write-lag'

it('knows how many messages wait and since when the oldest does, in whatever order they are told', () => {
  const lag = new WriteLag()
  const told: string[] = []
  const follow = (name: string, atMs: number) =>
    lag.follow(
      { resolve: () => told.push(`${name} kept`), reject: ({ message }) => told.push(`${name} ${message}`) },
      atMs,
    )
  expect(lag.read(1_000)).toEqual({ messages: 0, oldestMs: 0 })
  const [first, second, third, fourth] = [
    follow('1', 1_000),
    follow('2', 2_000),
    follow('3', 3_000),
    follow('4', 4_000),
  ]
  expect(lag.read(5_000)).toEqual({ messages: 4, oldestMs: 4_000 })
  second?.resolve()
  expect(lag.read(5_000)).toEqual({ messages: 3, oldestMs: 4_000 })
  first?.reject(new Error('refused'))
  expect(lag.read(5_000)).toEqual({ messages: 2, oldestMs: 2_000 })
  fourth?.resolve()
  expect(lag.read(5_000)).toEqual({ messages: 1, oldestMs: 2_000 })
  third?.resolve()
  expect(lag.read(5_000)).toEqual({ messages: 0, oldestMs: 0 })
  follow('5', 6_000)
  expect(lag.read(6_500)).toEqual({ messages: 1, oldestMs: 500 })
  expect(told).toEqual(['2 kept', '1 refused', '4 kept', '3 kept'])
})
