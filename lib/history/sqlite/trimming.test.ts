import { describe, expect, it } from 'vitest'
import { driven, DrivenCore, noise, rowsOf } from './testing/driven-core'
import { frameBlock, frames, life, T0, temporaryFolder } from './testing/made-up'

const HOUR_MS = 3_600_000
const ALL = { fromMs: 0, toMs: T0 * 2 }

describe('trimming', () => {
  function day(core: DrivenCore, firstSeq: number): void {
    for (let part = 0; part < 24; part++) {
      const rows = Array.from({ length: 360 }, (_, row) => [
        firstSeq + part * 360 + row,
        core.nowMs + row * 10_000,
        row,
      ])
      core.write([], [{ process: 'api.a', boot: 'b1', block: frameBlock(rows) }])
      core.core.tend((core.nowMs += HOUR_MS))
    }
  }

  it('drops each tier at its age, and answers older steps from the tier that is still there', () => {
    const core = driven({ retention: { rawMs: 24 * HOUR_MS, tenSecondsMs: 48 * HOUR_MS, fiveMinutesMs: 96 * HOUR_MS } })
    core.write([life('b1', ['a'])], [])
    for (let at = 0; at < 8; at++) day(core, at * 8_640 + 1)
    const oldest = (stepMs: number) =>
      (T0 + 192 * HOUR_MS - (core.series({ names: ['a'], ...ALL, stepMs })[0]?.atMs[0] ?? 0)) / HOUR_MS
    expect(oldest(0)).toBeGreaterThanOrEqual(24)
    expect(oldest(0)).toBeLessThan(25)
    expect(oldest(1_000)).toBeGreaterThan(95)
    expect(oldest(10_000)).toBeGreaterThan(95)
    expect(oldest(300_000)).toBeGreaterThan(95)
    expect(oldest(300_000)).toBeLessThan(160)
    // A step that two tiers answer together has each frame once: 36 frames in each six minutes, of 0 to 359 by turns.
    const [steps] = core.series({
      names: ['a'],
      fromMs: T0 + 108 * HOUR_MS,
      toMs: T0 + 192 * HOUR_MS - 1,
      stepMs: HOUR_MS,
    })
    expect(steps && rowsOf(steps).map(([, min, , max]) => [min, max])).toEqual(
      Array.from({ length: 84 }, () => [0, 359]),
    )
    for (const mean of steps?.mean ?? []) expect(mean).toBeCloseTo(179.5, 1)
  })

  it('drops the oldest raw frames first when the data gets larger than it may, and the file does not grow on', () => {
    const core = driven({ retention: { dataBytes: 4_000_000 } })
    const names = Array.from({ length: 20 }, (_, at) => `s${at}`)
    core.write([life('b1', names)], [])
    let pages = 0
    for (let part = 0; part < 120; part++) {
      core.write([], [noise(core, part * 600 + 1, 600, 20)])
      core.core.tend((core.nowMs += 600_000))
      if (part === 60) pages = core.core.db.pragma('page_count', { simple: true }) as number
    }
    const end = core.core.db.pragma('page_count', { simple: true }) as number
    expect(end).toBeLessThan(pages * 1.3)
    expect(core.rows('block', 'tier = 1')).toBeGreaterThan(5)
    expect(core.series({ names: ['s0'], ...ALL, stepMs: 60_000 })[0]?.atMs.length).toBeGreaterThan(1_000)
    expect(core.logged.join()).toContain('dropped early')
  })

  it('goes on at once where more is due than one piece drops', () => {
    const folder = temporaryFolder()
    const long = driven({ folder })
    const names = Array.from({ length: 1_100 }, (_, at) => `api.${at}`)
    const rows = Array.from({ length: 70 }, (_, row) => [row + 1, long.nowMs + row * 1_000, row])
    long.write(
      names.map((name) => life('b1', ['a'], name)),
      [],
    )
    long.write(
      [],
      names.map((name) => frames('b1', rows, name)),
    )
    long.nowMs += 6 * HOUR_MS
    while (long.core.tend(long.nowMs).hasMore);
    expect(long.rows('block', 'tier = 1 AND rolled = 1')).toBe(names.length)
    long.core.db.close()
    const short = driven({ folder, retention: { rawMs: HOUR_MS } })
    short.nowMs = long.nowMs
    let pieces = 1
    while (short.core.tend(short.nowMs).hasMore) pieces++
    expect(pieces).toBeGreaterThan(2)
    expect(short.rows('block', `tier = 1 AND rolled = 1 AND max_at_ms < ${short.nowMs - HOUR_MS}`)).toBe(0)
  })

  it('forgets a life and a process of which nothing is left, and keeps those that have frames or are new', () => {
    const core = driven({ retention: { rawMs: 24 * HOUR_MS, tenSecondsMs: 24 * HOUR_MS, fiveMinutesMs: 48 * HOUR_MS } })
    core.write([life('b0', ['a']), life('b1', ['a']), life('b1', ['a'], 'gone.b')], [])
    core.core.tend((core.nowMs += 25 * HOUR_MS))
    expect(core.core.processes().map(({ process, lives }) => [process, lives])).toEqual([
      ['api.a', 1],
      ['gone.b', 1],
    ])
    core.write([], [noise(core, 1, 5)])
    core.core.tend((core.nowMs += 24 * HOUR_MS))
    expect(core.core.processes().map(({ process, lives }) => [process, lives])).toEqual([['api.a', 1]])
    // Its first frame comes after it was forgotten: to be told of anew, not kept for a life that is not there.
    expect(core.write([], [frames('b1', [[1, core.nowMs, 1]], 'gone.b')]).unknown).toEqual([0])
  })
})
