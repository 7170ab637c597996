import { beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_HUB_SETTINGS } from '../settings'
import { rowOf } from './process-views'
import type { RosterOptions } from './roster'
import { block, life, madeRoster, type MadeRoster, SERIES, START_MS } from './testing/made-roster'

let made: MadeRoster

function begin(over: Partial<RosterOptions> = {}): void {
  made = madeRoster(over)
}

beforeEach(() => begin())

describe('the state of a process', () => {
  it('is live for 5 s after something came, stale for 60 s, and then gone and silent, and each change is made.told once', () => {
    made.roster.onLife('p', life(), SERIES, 1)
    made.roster.onFrames('p', 'b1', block([1]))
    made.told.length = 0
    made.passSeconds(4)
    expect(made.told).toEqual([])
    made.passSeconds(2)
    expect(made.told).toEqual(['row p stale'])
    made.passSeconds(50)
    expect(made.summary()).toMatchObject({ state: 'stale', flags: [] })
    made.passSeconds(5)
    expect(made.summary()).toMatchObject({
      state: 'gone',
      flags: ['silent'],
      flagDetails: [{ sinceMs: START_MS + 1_000 }],
    })
    expect(made.told).toEqual(['row p stale', 'row p gone', 'detail b1'])
    made.passSeconds(200)
    expect(made.told).toHaveLength(3)
  })

  it('is live again with the first frame, without the flag after five seconds of them, and can become stale anew', () => {
    made.roster.onLife('p', life(), SERIES, 1)
    made.passSeconds(70)
    expect(made.summary().flags).toEqual(['silent'])
    made.told.length = 0
    made.roster.onFrames('p', 'b1', block([1]))
    expect(made.summary()).toMatchObject({ state: 'live', flags: ['silent'] })
    expect(made.told).toContain('row p live')
    for (let seq = 2; seq <= 6; seq++) {
      made.passSeconds(1)
      made.roster.onFrames('p', 'b1', block([seq]))
    }
    expect(made.summary()).toMatchObject({ state: 'live', flags: [] })
    made.passSeconds(6)
    expect(made.told.at(-1)).toBe('row p stale')
  })

  it('that was stale for a while, and is live again, becomes stale anew as soon', () => {
    made.roster.onLife('p', life(), SERIES, 1)
    made.passSeconds(20)
    made.roster.onFrames('p', 'b1', block([1]))
    made.told.length = 0
    made.passSeconds(6)
    expect(made.told).toEqual(['row p stale'])
  })

  it.each([10_000, 150_000])('is silent after as long as the settings say (%i ms), whatever its state', (holdMs) => {
    const rules = { ...DEFAULT_HUB_SETTINGS.rules, silent: { holdMs, clearMs: 0 } }
    begin({ settings: { ...DEFAULT_HUB_SETTINGS, rules } })
    made.roster.onLife('p', life(), SERIES, 1)
    for (let round = 0; round < 3; round++) {
      made.roster.onFrames('p', 'b1', block([round + 1]))
      expect(made.summary().flags).toEqual([])
      made.passSeconds(holdMs / 1_000 - 1)
      expect(made.summary().flags).toEqual([])
      made.passSeconds(2)
      expect(made.summary().flags).toEqual(['silent'])
    }
  })

  it('was silent, which is said with the frame that ends it where nothing could look in the meantime', () => {
    made.roster.onLife('p', life(), SERIES, 1)
    made.roster.onFrames('p', 'b1', block([1]))
    made.clock.nowMs += 61_000
    made.roster.onFrames('p', 'b1', block([2]))
    expect(made.summary()).toMatchObject({ state: 'live', flags: ['silent'] })
  })

  it('is no silence while a snapshot of it is taken, though it stands still for minutes; and is one after as long as ever', () => {
    made.roster.onLife('p', life(), SERIES, 1)
    made.roster.onFrames('p', 'b1', block([1]))
    made.told.length = 0
    made.roster.setCapturing('p', true)
    expect(made.told).toEqual(['row p live', 'detail b1'])
    made.passSeconds(150)
    expect(made.summary()).toMatchObject({ state: 'gone', flags: [] })
    made.roster.onFrames('p', 'b1', block([2]))
    made.roster.setCapturing('p', false)
    expect(made.summary()).toMatchObject({ state: 'live', flags: [] })
    made.passSeconds(59)
    expect(made.summary().flags).toEqual([])
    made.passSeconds(2)
    expect(made.summary().flags).toEqual(['silent'])
  })

  it('that was silent before it is captured stays so', () => {
    made.roster.onLife('p', life(), SERIES, 1)
    made.passSeconds(70)
    made.roster.setCapturing('p', true)
    made.passSeconds(10)
    expect(made.summary().flags).toEqual(['silent'])
  })

  it('stays live while frames come', () => {
    made.roster.onLife('p', life(), SERIES, 1)
    made.told.length = 0
    for (let seq = 1; seq <= 100; seq++) {
      made.roster.onFrames('p', 'b1', block([seq]))
      made.passSeconds(1)
    }
    expect(made.told.filter((word) => word.startsWith('row'))).toEqual([])
    expect(made.summary().state).toBe('live')
  })
})

describe('frames', () => {
  it('that are newer are shown, with the newest values of each series; late ones are left to history', () => {
    made.roster.onLife('p', life(), SERIES, 1)
    made.roster.onFrames('p', 'b1', block([3, 4]))
    made.roster.onFrames('p', 'b1', block([1, 2]))
    made.roster.onFrames('p', 'b1', block([2, 5]))
    expect(made.told.filter((word) => word.startsWith('frames'))).toEqual(['frames 3,4', 'frames 5'])
    expect(made.summary()).toMatchObject({
      lastFrameAtMs: START_MS + 5_000,
      series: [{ latest: 5 }, { latest: 10 }, { latest: 7 }],
    })
  })

  it('of an unknown process or another life change nothing', () => {
    made.roster.onFrames('p', 'b1', block([1]))
    made.roster.onLife('p', life(), SERIES, 1)
    made.roster.onFrames('p', 'b0', block([9]))
    expect(made.summary().lastFrameAtMs).toBe(null)
  })

  it('that break a rule raise its flag', () => {
    made.roster.onLife('p', life(), SERIES, 1)
    for (let seq = 1; seq <= 200; seq++) {
      made.clock.nowMs += 1_000
      made.roster.onFrames('p', 'b1', block([seq], 10))
    }
    expect(made.summary()).toMatchObject({
      flags: ['saturated'],
      flagDetails: [{ flag: 'saturated', series: 'pool.mesh' }],
    })
  })

  it('that grow raise the flag of growth, name the series, and make it the worst of the row', () => {
    begin({
      settings: { ...DEFAULT_HUB_SETTINGS, growth: { ...DEFAULT_HUB_SETTINGS.growth, warmUpMs: 60_000 } },
    })
    made.roster.onLife('p', life({ limits: { memoryBytes: 1e9 } }), SERIES, 1)
    for (let seq = 1; seq <= 3_600; seq++) {
      made.clock.nowMs += 1_000
      const frame = block([seq], 5 + (seq % 3))
      // The resident set rises by ten kilobytes a second, faster than any day; the heap wanders and stays.
      frame.values.set([1e8 + ((seq * 7919) % 1_000), 2e8 + seq * 10_000 + ((seq * 104_729) % 5_000)])
      made.roster.onFrames('p', 'b1', frame)
    }
    expect(made.summary()).toMatchObject({ flags: ['growth'], flagDetails: [{ flag: 'growth', series: 'memory.rss' }] })
    const entry = made.roster.get('p')
    expect(entry && rowOf(entry, made.clock.nowMs).worst).toMatchObject({ series: 'memory.rss', verdict: 'growing' })
  })

  it('give the row its memory, held against the limit that fits, and its spark', () => {
    made.roster.onLife('p', life(), SERIES, 1)
    made.roster.onFrames('p', 'b1', block([1, 2, 3, 4, 5, 6]))
    const entry = made.roster.get('p')
    const row = entry && rowOf(entry, made.clock.nowMs)
    expect(row?.memory).toEqual({ series: 'memory.rss', latestBytes: 12, limitBytes: 1_000 })
    expect(row?.spark.values.slice(-2)).toEqual([8, 12])
    expect(row?.worst).toMatchObject({ series: 'memory.heap_used', verdict: 'collecting' })
  })
})

describe('the roster is bounded', () => {
  it('past its capacity the one that is away for longest leaves', () => {
    begin({ capacity: 3 })
    for (const id of ['a', 'b', 'c']) {
      made.roster.onLife(id, life(), SERIES, 1)
      made.clock.nowMs += 1_000
    }
    made.roster.onFrames('a', 'b1', block([1]))
    made.roster.onLife('d', life(), SERIES, 1)
    expect([...made.roster.entries()].map(({ id }) => id)).toEqual(['a', 'c', 'd'])
    expect(made.told).toContain('left b')
  })

  it('who is gone for longer than it is made.told leaves', () => {
    made.roster.onLife('a', life(), SERIES, 1)
    made.clock.nowMs += 86_400_000
    made.roster.onLife('b', life(), SERIES, 1)
    made.clock.nowMs += 1
    made.roster.letGo()
    expect([...made.roster.entries()].map(({ id }) => id)).toEqual(['b'])
    expect(made.told.filter((word) => word.startsWith('left'))).toEqual(['left a'])
  })
})
