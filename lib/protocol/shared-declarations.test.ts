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
