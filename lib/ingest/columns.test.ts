import { expect, it } from 'vitest'
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { columnsOf, toLifeWidth } from './columns'

const series = (...names: string[]): SeriesDeclaration[] =>
  names.map((name) => ({ name, kind: 'gauge', unit: 'count' }))
const block = {
  count: 2,
  width: 2,
  seqs: Float64Array.of(1, 2),
  atMs: Float64Array.of(10, 20),
  values: Float64Array.of(1, 2, 3, 4),
}

it('hands on a block as it is where the connection declares what the life has', () => {
  const columns = columnsOf(['a', 'b'], series('a', 'b'))
  expect(columns).toBe(null)
  expect(toLifeWidth(block, columns, 2)).toBe(block)
})

it('leaves what the connection does not send as not known', () => {
  const columns = columnsOf(['a', 'b'], series('a', 'b', 'c'))
  expect([...toLifeWidth(block, columns, 3).values]).toEqual([1, 2, Number.NaN, 3, 4, Number.NaN])
})

it('puts each value into the column of its name', () => {
  const columns = columnsOf(['c', 'a'], series('a', 'b', 'c'))
  expect([...toLifeWidth(block, columns, 3).values]).toEqual([2, Number.NaN, 1, 4, Number.NaN, 3])
})
