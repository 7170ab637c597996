/** What a history does whose disk has no room: nothing that was acknowledged is lost, and the newest is kept. */
import { describe, expect, it } from 'vitest'
import { driven, noise } from './testing/driven-core'
import { life, T0 } from './testing/made-up'

const ALL = { fromMs: 0, toMs: T0 * 2 }

describe('a full disk', () => {
  it('is told, keeps frames readable in memory, and writes all of them once there is room', () => {
    const core = driven()
    core.write([life('b1', ['a'])], [])
    core.core.db.pragma(`max_page_count = ${core.core.db.pragma('page_count', { simple: true }) as number}`)
    const first = core.write([], [noise(core, 1, 600)])
    expect(first).toMatchObject({ committed: [], gaveUp: [], retained: true })
    expect(first.error).toContain('full')
    expect(first.health).toEqual({ state: 'failing', reason: first.error, sinceMs: T0 })
    expect(core.series({ names: ['a'], ...ALL })[0]?.atMs.length).toBe(600)
    // A life that is there already is open again, with what is on disk of it; one that would have to be written is not.
    expect(core.write([life('b2', ['a']), life('b1', ['a'])], []).lives).toEqual([
      null,
      { lives: 1, knownSeqs: [], series: life('b1', ['a']).series },
    ])

    core.core.db.pragma('max_page_count = 1000000')
    const again = core.write([life('b2', ['a'])], [noise(core, 601, 1)])
    expect(again).toMatchObject({ error: null, committed: [2, 4], retained: false, health: { state: 'ready' } })
    core.crash()
    expect(core.series({ names: ['a'], ...ALL })[0]?.atMs.length).toBe(601)
    expect(core.logged.join('\n')).toMatch(/full.*\n.*written again/)
  })

  it('costs the oldest frames once memory for them runs out, and these may be sent again', () => {
    const core = driven({ unwrittenBytes: 64_000 })
    core.write([life('b1', ['a'])], [])
    core.write([], [noise(core, 1, 1)])
    core.core.db.pragma(`max_page_count = ${core.core.db.pragma('page_count', { simple: true }) as number}`)
    const answers = [1, 2, 3, 4, 5, 6, 7].map((part) => core.write([], [noise(core, part * 1_000, 1_000)]))
    expect(answers.flatMap(({ gaveUp }) => gaveUp)).toEqual([3, 4])
    expect(core.logged.at(-1)).toContain('lost')
    expect(core.series({ names: ['a'], ...ALL })[0]?.atMs.length).toBe(5_001)

    core.core.db.pragma('max_page_count = 1000000')
    expect(core.write([], []).committed).toEqual([5, 6, 7, 8, 9])
    core.write([], [noise(core, 1_000, 2_000)])
    core.crash()
    expect(core.write([life('b1', ['a'])], []).lives?.[0]?.knownSeqs).toEqual([
      [1, 1],
      [1_000, 7_999],
    ])
    expect(core.series({ names: ['a'], ...ALL })[0]?.atMs.length).toBe(7_001)
  })

  it('makes room of what is oldest, so that the newest is kept; the last hour stays', () => {
    const core = driven()
    core.write([life('b1', ['a'])], [])
    for (let part = 0; part < 12; part++) {
      core.write([], [noise(core, part * 600 + 1, 600, 4)])
      core.core.tend((core.nowMs += 1_200_000))
    }
    const hourAgoMs = core.nowMs - 3_600_000
    const lastHour = core.rows('block', `tier = 1 AND max_at_ms >= ${hourAgoMs}`)
    core.core.db.pragma(`max_page_count = ${core.core.db.pragma('page_count', { simple: true }) as number}`)
    let first = 7_201
    let answer = core.write([], [])
    for (; !answer.retained && first < 100_000; first += 600) answer = core.write([], [noise(core, first, 600, 4)])
    expect(answer).toMatchObject({ retained: true, health: { state: 'failing' } })
    core.core.tend(core.nowMs)
    core.core.tend((core.nowMs += 10_000))
    expect(core.rows('block', `tier = 1 AND rolled = 1 AND max_at_ms < ${hourAgoMs}`)).toBe(0)
    expect(core.rows('block', `tier = 1 AND max_at_ms >= ${hourAgoMs}`)).toBe(lastHour)
    expect(core.write([], [])).toMatchObject({ retained: false, health: { state: 'ready' } })
    expect(
      core.series({ names: ['a'], fromMs: core.nowMs - 60_000, toMs: core.nowMs + 3_600_000 })[0]?.atMs.length,
    ).toBe(first - 7_201)
    expect(core.logged.filter((line) => line.includes('to make room'))).toHaveLength(1)
  })

  it('while sealing leaves the journal as it was, and is told', () => {
    const core = driven()
    core.write([life('b1', ['a'])], [])
    core.write([], [noise(core, 1, 600, 4)])
    core.core.db.pragma(`max_page_count = ${core.core.db.pragma('page_count', { simple: true }) as number}`)
    expect(core.core.tend(core.nowMs).health).toMatchObject({ state: 'failing', sinceMs: T0 })
    expect([core.rows('block'), core.rows('journal')]).toEqual([0, 1])
    core.core.db.pragma('max_page_count = 1000000')
    expect(core.core.tend(core.nowMs)).toMatchObject({ health: { state: 'ready' } })
    expect([core.rows('block'), core.rows('journal')]).toEqual([2, 0])
    expect(core.series({ names: ['a'], ...ALL })[0]?.atMs.length).toBe(600)
  })
})
