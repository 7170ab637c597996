import { describe, expect, it } from 'vitest'
import { DrivenCore } from './testing/driven-core'
import { frames, life, T0, temporaryFolder } from './testing/made-up'

const DAY_MS = 86_400_000

function started(): DrivenCore {
  const core = new DrivenCore({ folder: temporaryFolder() })
  core.write([life('b1', ['a'])], [])
  return core
}

/** Frames with these numbers, each at its second. */
const taken = (seqs: readonly number[], shiftMs = 0, boot = 'b1') =>
  frames(
    boot,
    seqs.map((seq) => [seq, T0 + seq * 1_000 + shiftMs, seq]),
  )
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at)
const gapsOf = (core: DrivenCore, fromMs = T0, toMs = T0 + DAY_MS) =>
  core.core.reader.gaps({ process: 'api.a', fromMs, toMs })

describe('gaps between frames', () => {
  it('are none where frames come as usual, or one is late, and of a process that nobody knows', () => {
    const core = started()
    core.write([], [taken([...range(1, 20), ...range(22, 40)])])
    expect(gapsOf(core)).toEqual([])
    expect(core.core.reader.gaps({ process: 'nobody', fromMs: T0, toMs: T0 + DAY_MS })).toEqual([])
  })

  it('tell how many frames were taken in them that are not here', () => {
    const core = started()
    core.write([], [taken([...range(1, 20), ...range(51, 70)])])
    expect(gapsOf(core)).toEqual([{ fromMs: T0 + 20_000, toMs: T0 + 51_000, missed: 30 }])
  })

  it('in which the process took none have missed none', () => {
    const core = started()
    core.write([], [taken(range(1, 20)), taken(range(21, 40), 45_000)])
    expect(gapsOf(core)).toEqual([{ fromMs: T0 + 20_000, toMs: T0 + 66_000, missed: 0 }])
  })

  it('before another life have no number of frames', () => {
    const core = started()
    core.write([life('b2', ['a'])], [])
    core.write([], [taken(range(1, 20)), taken(range(1, 20), 60_000, 'b2')])
    expect(gapsOf(core)).toEqual([{ fromMs: T0 + 20_000, toMs: T0 + 61_000, missed: null }])
  })

  it('are gone once the late frames came, are of the range only, and are the same once sealed and after a crash', () => {
    const core = started()
    core.write([], [taken([...range(1, 20), ...range(51, 70), ...range(101, 120)])])
    core.write([], [taken(range(21, 50))])
    const left = [{ fromMs: T0 + 70_000, toMs: T0 + 101_000, missed: 30 }]
    expect(gapsOf(core)).toEqual(left)
    expect(gapsOf(core, T0, T0 + 80_000)).toEqual([])
    core.nowMs += 3_600_000
    core.tend()
    expect(core.rows('block')).toBeGreaterThan(0)
    expect(gapsOf(core)).toEqual(left)
    core.crash()
    expect(gapsOf(core)).toEqual(left)
  })

  it('of a long range are those of its last two days', () => {
    const core = started()
    core.write([], [taken([...range(1, 20), ...range(51, 70)])])
    expect(gapsOf(core, T0, T0 + 2 * DAY_MS)).toHaveLength(1)
    expect(gapsOf(core, T0, T0 + 2 * DAY_MS + 30_000)).toHaveLength(0)
  })

  it('are held against how often this process takes frames', () => {
    const core = started()
    const slow = range(1, 20).map((seq) => [seq, T0 + seq * 15_000, seq])
    core.write([], [frames('b1', [...slow, [21, T0 + 21 * 15_000 + 60_000, 1]])])
    expect(gapsOf(core)).toEqual([{ fromMs: T0 + 300_000, toMs: T0 + 375_000, missed: 0 }])
  })
})
