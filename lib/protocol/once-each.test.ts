import { expect, it } from 'vitest'
import { onceEach } from './once-each'

it('is made once of each object, also where nothing is made of it', () => {
  const asked: number[][] = []
  const firstOf = onceEach((list: number[]) => {
    asked.push(list)
    return list[0]
  })
  const [one, empty] = [[4, 5], []]
  expect([firstOf(one), firstOf(empty), firstOf(one), firstOf(empty)]).toEqual([4, undefined, 4, undefined])
  expect(asked).toEqual([one, empty])
})
