import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { DrivenCore, noise } from './testing/driven-core'
import { frames, life, T0, temporaryFolder } from './testing/made-up'
import { LifeTable } from './life-table'
import { openDatabase } from './open-database'
import { OpenHeads } from './open-heads'

/** So many frames are sealed at once. */
const FULL = 600

function watchReads() {
  const reads = vi.spyOn(LifeTable.prototype, 'stateOf')
  onTestFinished(() => reads.mockRestore())
  return reads
}

describe('a life that said hello', () => {
  it('reads no row for its first frame, and reads it again for the next one after its frames were sealed', () => {
    const core = new DrivenCore({ folder: temporaryFolder() })
    // Rows are trimmed now, and not when frames are sealed.
    core.tend()
    const reads = watchReads()
    core.write([life('b1', ['a'])], [])
    expect(core.write([], [noise(core, 1, FULL)]).unknown).toEqual([])
    expect(reads).not.toHaveBeenCalled()
    core.tend()
    expect(core.rows('block', 'tier = 1')).toBe(1)
    core.write([], [frames('b1', [[1, T0, 99]])])
    core.write([], [frames('b1', [[FULL + 1, T0 + FULL * 1_000, 2]])])
    expect(reads).toHaveBeenCalledTimes(1)
    const [a] = core.series({ names: ['a'], fromMs: 0, toMs: T0 * 2 })
    expect(a?.atMs.length).toBe(FULL + 1)
    expect(a?.mean.at(-1)).toBe(2)
  })

  it('is expected until as many others said hello as memory holds', () => {
    const db = openDatabase(temporaryFolder(), () => {})
    onTestFinished(() => void db.close())
    const lives = new LifeTable(db)
    const heads = new OpenHeads(lives, 2)
    for (const boot of ['b1', 'b2', 'b3']) heads.expectFrames('api.a', lives.open(life(boot, ['a']), T0))
    const reads = watchReads()
    for (const boot of ['b3', 'b2', 'b1']) expect(heads.named('api.a', boot)?.boot).toBe(boot)
    expect(reads.mock.calls).toEqual([['api.a', 'b1']])
  })

  it('is not expected while its frames are in memory: what its row said then is old once they are sealed', () => {
    const db = openDatabase(temporaryFolder(), () => {})
    onTestFinished(() => void db.close())
    const lives = new LifeTable(db)
    const heads = new OpenHeads(lives, 2)
    const state = lives.open(life('b1', ['a']), T0)
    heads.expectFrames('api.a', state)
    const head = heads.named('api.a', 'b1')
    heads.expectFrames('api.a', state)
    heads.drop(head as NonNullable<typeof head>)
    const reads = watchReads()
    expect(heads.named('api.a', 'b1')?.boot).toBe('b1')
    expect(reads).toHaveBeenCalledTimes(1)
  })
})
