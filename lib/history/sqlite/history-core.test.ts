import { closeSync, openSync, writeSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DrivenCore, noise, rowsOf } from './testing/driven-core'
import { frames, life, T0, temporaryFolder } from './testing/made-up'

const HOUR_MS = 3_600_000
const ALL = { fromMs: 0, toMs: T0 * 2 }

function driven(options: Partial<ConstructorParameters<typeof DrivenCore>[0]> = {}): DrivenCore {
  return new DrivenCore({ folder: temporaryFolder(), ...options })
}

describe('what a life knows', () => {
  it('is each seq once, whoever sends it again, before and after it was sealed and after a crash', () => {
    const core = driven()
    core.write([life('b1', ['a'])], [frames('b1', [])])
    core.write(
      [],
      [
        frames('b1', [
          [1, T0, 1],
          [2, T0 + 1, 2],
          [2, T0 + 1, 99],
        ]),
      ],
    )
    core.write(
      [],
      [
        frames('b1', [
          [2, T0 + 1, 98],
          [5, T0 + 4, 5],
        ]),
      ],
    )
    core.core.tend((core.nowMs += 700_000))
    core.write(
      [],
      [
        frames('b1', [
          [1, T0, 97],
          [3, T0 + 2, 3],
          [5, T0 + 4, 96],
        ]),
      ],
    )
    core.crash()
    core.write([], [frames('b1', [[3, T0 + 2, 95]])])
    expect(core.write([life('b1', ['a'])], []).lives).toMatchObject([
      {
        lives: 1,
        knownSeqs: [
          [1, 3],
          [5, 5],
        ],
      },
    ])
    const [a] = core.series({ names: ['a'], ...ALL })
    expect(a && rowsOf(a)).toEqual([
      [T0, 1],
      [T0 + 1, 2],
      [T0 + 2, 3],
      [T0 + 4, 5],
    ])
  })
})

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

describe('damage', () => {
  function damage(core: DrivenCore, table: string, where: string, fromEnd: number): void {
    const read = core.core.db.prepare<[], Buffer>(`SELECT body FROM ${table} WHERE ${where} LIMIT 1`).pluck()
    const body = read.get() as Buffer
    const place = body.length - fromEnd
    body[place] = (body[place] as number) ^ 0x10
    core.core.db
      .prepare(`UPDATE ${table} SET body = ? WHERE id = (SELECT id FROM ${table} WHERE ${where} LIMIT 1)`)
      .run(body)
  }

  /** A page of the file, as a bad sector leaves it; the database is opened again after it. */
  function zeroOverflowPage(core: DrivenCore, table: 'block' | 'journal'): void {
    const { db } = core.core
    const page = db
      .prepare<[string], number>("SELECT min(pageno) FROM dbstat WHERE name = ? AND pagetype = 'overflow'")
      .pluck()
      .get(table)
    const size = db.pragma('page_size', { simple: true }) as number
    db.pragma('wal_checkpoint(TRUNCATE)')
    const file = openSync(db.name, 'r+')
    writeSync(file, Buffer.alloc(size), 0, size, ((page ?? 0) - 1) * size)
    closeSync(file)
    core.crash()
  }

  it('of a page of a block costs that block, and holds up no trimming of the others', () => {
    const core = driven({ retention: { rawMs: 3_600_000 } })
    core.write([life('b1', ['a', 'b', 'c', 'd'])], [])
    for (let part = 0; part < 30; part++) {
      core.write([], [noise(core, part * 600 + 1, 600, 4)])
      core.core.tend((core.nowMs += 600_000))
      if (part === 3) zeroOverflowPage(core, 'block')
    }
    core.core.tend((core.nowMs += 7_200_000))
    expect(core.core.health()).toEqual({ state: 'ready' })
    expect(core.rows('block', `tier = 1 AND rolled = 1 AND max_at_ms < ${core.nowMs - 3_600_000}`)).toBeLessThanOrEqual(
      1,
    )
    expect(core.series({ names: ['a'], ...ALL, stepMs: 600_000 })[0]?.atMs.length).toBeGreaterThan(20)
  })

  it('of a page of the journal costs what was in that row; the hub starts, and says so', () => {
    const core = driven()
    core.write([life('b1', ['a', 'b', 'c', 'd'])], [])
    for (const part of [0, 1, 2]) core.write([], [noise(core, part * 300 + 1, 300, 4)])
    zeroOverflowPage(core, 'journal')
    expect(core.logged.join('\n')).toMatch(/journal is left out/u)
    const left = core.series({ names: ['a'], ...ALL })[0]?.atMs.length ?? 0
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThan(900)
  })

  it('of one series in one block costs these minutes of that series, and is told once', () => {
    const core = driven()
    core.write([life('b1', ['a', 'b'])], [])
    for (const part of [0, 1, 2]) {
      core.write([], [noise(core, part * 600 + 1, 600, 2)])
      core.core.tend((core.nowMs += 700_000))
    }
    damage(core, 'block', 'tier = 1 AND id > 1', 3)
    for (let again = 0; again < 2; again++) {
      const [a, b] = core.series({ names: ['a', 'b'], ...ALL })
      expect([a?.atMs.length, b?.atMs.length]).toEqual([1_800, 1_200])
    }
    expect(core.logged).toEqual([
      expect.stringMatching(/^Block \d+ of the history is damaged and left out: .*checksum/),
    ])
    expect(core.core.tend(core.nowMs).damagedParts).toBe(1)
  })

  it('of a block of points does not keep the others from being joined', () => {
    const core = driven()
    core.write([life('b1', ['a'])], [])
    core.write([], [noise(core, 1, 600)])
    core.core.tend((core.nowMs += 700_000))
    core.write([], [noise(core, 601, 600)])
    core.core.tend((core.nowMs += 700_000))
    damage(core, 'block', 'tier = 10000', 3)
    expect(core.core.tend((core.nowMs += 5 * HOUR_MS))).toMatchObject({ health: { state: 'ready' } })
    expect(core.rows('block', 'tier = 300000')).toBe(1)
    expect(core.logged.join()).toContain('damaged')
  })

  it('of a journal row costs that row, is told, and its frames may be sent again', () => {
    const core = driven()
    core.write([life('b1', ['a'])], [])
    core.write([], [noise(core, 1, 10)])
    core.write([], [noise(core, 11, 10)])
    damage(core, 'journal', 'id = 1', 3)
    core.crash()
    expect(core.logged).toEqual(["Row 1 of the history's journal is left out: its checksum does not fit."])
    expect(core.core.tend(core.nowMs).damagedParts).toBe(1)
    expect(core.write([life('b1', ['a'])], []).lives?.[0]?.knownSeqs).toEqual([[11, 20]])
  })
})

describe('the series of a life', () => {
  const named = (...names: string[]) => names.map((name) => ({ name, kind: 'gauge', unit: 'count' }))

  it('keep their columns when they are told in another order, or only some of them, and those that are new come after', () => {
    const core = driven()
    core.write([life('b1', ['a', 'b'])], [])
    core.write([], [frames('b1', [[1, T0, 10, 20]])])
    expect(core.write([life('b1', ['b'])], []).lives?.[0]?.series).toEqual(named('a', 'b'))
    expect(core.write([life('b1', ['c', 'b'])], []).lives?.[0]?.series).toEqual(named('a', 'b', 'c'))
    core.write([], [frames('b1', [[2, T0 + 1, 11, 21, 31]])])
    const answer = core.series({ names: ['a', 'b', 'c'], ...ALL })
    expect(answer.map(({ mean }) => [...mean])).toEqual([
      [10, 11],
      [20, 21],
      [Number.NaN, 31],
    ])
  })

  it('may get another max and help, and keep their kind and unit', () => {
    const core = driven()
    const told = (over: object) => ({ ...life('b1', []), series: [{ ...named('a')[0], ...over }] }) as never
    core.write([told({ max: 10 })], [])
    const opened = core.write([told({ max: 20, kind: 'pool', unit: 'bytes' })], []).lives?.[0]
    expect(opened?.series).toEqual([{ name: 'a', kind: 'gauge', unit: 'count', max: 20 }])
  })

  it('are never more than a life may have: those that are new are left out, and the answer says so', () => {
    const core = driven()
    const names = Array.from({ length: 999 }, (_, n) => `s${n}`)
    core.write([life('b1', names)], [])
    expect(core.write([life('b1', ['x', 'y'])], []).lives?.[0]?.series).toHaveLength(999)
    expect(core.write([life('b1', ['x'])], []).lives?.[0]?.series).toHaveLength(1_000)
  })
})

describe('the newest life', () => {
  it('is the one that started last by its own clock, in whatever order they said hello', () => {
    const core = driven()
    const started = (boot: string, startedAtMs: number) => {
      const one = life(boot, ['a'])
      return { ...one, life: { ...one.life, startedAtMs } }
    }
    core.write([started('new', T0 + 500), started('old', T0)], [])
    expect(core.core.processes()).toMatchObject([{ life: { boot: 'new' }, lives: 2 }])
    expect(core.core.reader.replay('api.a', 0, 1)?.boot).toBe('new')
    core.write([started('same', T0 + 500)], [])
    expect(core.core.processes()).toMatchObject([{ life: { boot: 'same' }, lives: 3 }])
  })
})

describe('the events of a process', () => {
  it('are its newest ones, oldest first, and no more than may be kept', () => {
    const core = driven({ retention: { eventsPerProcess: 3 } })
    core.write([life('b1', ['a'])], [])
    const events = [1, 2, 3, 4, 5].map((count) => ({
      atMs: T0 + count,
      type: 'cleanup',
      level: 'info' as const,
      message: 'swept',
      count,
    }))
    core.core.write({
      batch: 99,
      nowMs: T0,
      lives: [],
      events: [{ process: 'api.a', boot: 'b1', events }],
      notes: [],
      names: { from: 0, names: [] },
      frames: new Float64Array(),
    })
    expect(core.core.newestEvents('api.a', 10)).toEqual(events.slice(2))
    expect(core.core.newestEvents('api.a', 1)).toEqual(events.slice(4))
    expect(core.rows('event')).toBe(3)
    expect(core.core.newestEvents('nobody.b', 1)).toEqual([])
  })

  it('are found by their type and time, ordered by time, however many came after them', () => {
    const core = driven()
    core.write([life('b1', ['a'])], [])
    const event = (type: string, afterMs: number) => ({ atMs: T0 + afterMs, type, level: 'warn' as const, message: '' })
    const steps = [event('clock-moved', 4_000), event('clock-moved', 1_000), event('clock-moved', 9_000)]
    const others = Array.from({ length: 200 }, (_, n) => event('cleanup', n * 100))
    core.core.write({
      batch: 99,
      nowMs: T0,
      lives: [],
      events: [{ process: 'api.a', boot: 'b1', events: [...steps, ...others] }],
      notes: [],
      names: { from: 0, names: [] },
      frames: new Float64Array(),
    })
    const between = (fromMs: number, toMs: number, process = 'api.a') =>
      core.core.notes.eventsBetween({ process, type: 'clock-moved', fromMs: T0 + fromMs, toMs: T0 + toMs })
    expect(between(1_000, 4_000)).toEqual([steps[1], steps[0]])
    expect(between(1_001, 20_000)).toEqual([steps[0], steps[2]])
    expect(between(4_001, 8_999)).toEqual([])
    expect(between(0, 20_000, 'nobody.b')).toEqual([])
  })
})
