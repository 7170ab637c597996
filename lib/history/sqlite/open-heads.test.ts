import { expect, it, vi } from 'vitest'
import { DrivenCore } from './testing/driven-core'
import { frames, life, T0, temporaryFolder } from './testing/made-up'
import { LifeTable } from './life-table'

it('the first frame of a life that said hello reads no row of it; after its frames were sealed, the next one does', () => {
  const core = new DrivenCore({ folder: temporaryFolder() })
  const read = vi.spyOn(LifeTable.prototype, 'stateOf')
  core.write([life('b1', ['a'])], [])
  expect(core.write([], [frames('b1', [[1, T0, 1]])]).unknown).toEqual([])
  expect(read).not.toHaveBeenCalled()
  core.core.tend((core.nowMs += 700_000))
  core.write(
    [],
    [
      frames('b1', [
        [1, T0, 99],
        [2, T0 + 1, 2],
      ]),
    ],
  )
  expect(read).toHaveBeenCalledTimes(1)
  expect([...(core.series({ names: ['a'], fromMs: 0, toMs: T0 * 2 })[0]?.mean ?? [])]).toEqual([1, 2])
  read.mockRestore()
})
