/** What damage costs: the block or row that it is in, told once, and nothing else. */
import { closeSync, openSync, writeSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { driven, type DrivenCore, noise } from './testing/driven-core'
import { life, T0 } from './testing/made-up'

const ALL = { fromMs: 0, toMs: T0 * 2 }

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
  function breakOverflowPage(core: DrivenCore, table: 'block' | 'journal'): void {
    const { db } = core.core
    const page = db
      .prepare<[string], number>("SELECT min(pageno) FROM dbstat WHERE name = ? AND pagetype = 'overflow'")
      .pluck()
      .get(table)
    const size = db.pragma('page_size', { simple: true }) as number
    db.pragma('wal_checkpoint(TRUNCATE)')
    const file = openSync(db.name, 'r+')
    // It leads to a page that there is not: what only reads finds that out, and so does what drops the row.
    writeSync(file, Buffer.alloc(size, 0xff), 0, size, ((page ?? 0) - 1) * size)
    closeSync(file)
    core.crash()
  }

  it('of a page of a block costs that block, and holds up no trimming of the others', () => {
    const core = driven({ retention: { rawMs: 3_600_000 } })
    core.write([life('b1', ['a', 'b', 'c', 'd'])], [])
    for (let part = 0; part < 30; part++) {
      core.write([], [noise(core, part * 600 + 1, 600, 4)])
      core.core.tend((core.nowMs += 600_000))
      if (part === 3) breakOverflowPage(core, 'block')
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
    breakOverflowPage(core, 'journal')
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
    expect(core.core.tend((core.nowMs += 5 * 3_600_000))).toMatchObject({ health: { state: 'ready' } })
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
