import { expect, it } from 'vitest'
import type { SeriesDeclaration } from './agent-wire'
import { shareDeclarations } from './shared-declarations'

const pool = (max?: number): SeriesDeclaration => ({
  name: 'pool.shared',
  kind: 'pool',
  unit: 'count',
  ...(max === undefined ? {} : { max }),
})

it('equal declarations of two processes are one object, and those that differ in anything are not', () => {
  const [first, bounded] = shareDeclarations([pool(), pool(5)])
  const [again, other] = shareDeclarations([pool(), { ...pool(5), help: 'what it holds' }])
  expect(again).toBe(first)
  expect(bounded).toEqual(pool(5))
  expect(other).not.toBe(bounded)
})

it('nobody can change what others share', () => {
  const [shared] = shareDeclarations([pool(7)])
  expect(Object.isFrozen(shared)).toBe(true)
})

it('two processes that declare the same have one list, and another order is another list', () => {
  const gauge: SeriesDeclaration = { name: 'loop.delay', kind: 'gauge', unit: 'ms' }
  const list = shareDeclarations([pool(), gauge])
  expect(shareDeclarations([pool(), { ...gauge }])).toBe(list)
  expect(shareDeclarations([gauge, pool()])).toEqual([gauge, pool()])
  expect(shareDeclarations([pool()])).toHaveLength(1)
  expect(Object.isFrozen(list)).toBe(true)
})
