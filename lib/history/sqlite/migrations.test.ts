import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { migrate, MIGRATIONS } from './migrations'
import { DATABASE_FILE } from './open-database'
import { DrivenCore, rowsOf } from './testing/driven-core'
import { frames, life, T0, temporaryFolder } from './testing/made-up'

/** What the program that wrote each form left behind after 640 frames of one life and 60 of the next, as SQL. */
const FORMS = [1]
const NAMES = ['a', 'b', 'c']

function valueOf(seq: number, series: number): number {
  if (series === 0) return 1_000 + ((seq * 7_919) % 101)
  if (series === 1) return seq % 11 === 0 ? Number.NaN : seq / 8
  return 5
}

function fileOfForm(form: number): string {
  const folder = temporaryFolder()
  const db = new Sqlite(join(folder, DATABASE_FILE))
  db.exec(readFileSync(join(import.meta.dirname, `testing/form-${form}.sql`), 'utf8'))
  expect(db.pragma('user_version', { simple: true })).toBe(form)
  db.close()
  return folder
}

describe.each(FORMS)('a file of form %i', (form) => {
  it('is brought to the newest form with every frame, event and life that it had, and taken on', () => {
    const driven = new DrivenCore({ folder: fileOfForm(form) })
    expect(driven.core.db.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length)
    expect(driven.logged).toEqual([expect.stringMatching(new RegExp(`from form ${form} to form ${MIGRATIONS.length}`))])

    driven.write([], [frames('b2', [[701, T0 + 701_000, ...NAMES.map((_, at) => valueOf(701, at))]])])
    driven.series({ names: NAMES, fromMs: 0, toMs: T0 * 2 }).forEach((answer, series) => {
      const wanted = Array.from({ length: 701 }, (_, row) => [T0 + (row + 1) * 1_000, valueOf(row + 1, series)])
      expect(rowsOf(answer)).toEqual(wanted)
    })
    expect(driven.core.processes()).toMatchObject([{ process: 'api.a', lives: 2, life: { boot: 'b2' } }])
    expect(driven.core.newestEvents('api.a', 9)).toEqual([
      { atMs: T0 + 640_000, type: 'deploy', level: 'info', message: 'v2', count: 2 },
    ])
    // Its points of ten seconds are of the form of then.
    const [steps] = driven.series({ names: ['a'], fromMs: T0 + 10_000, toMs: T0 + 599_999, stepMs: 10_000 })
    expect(steps && rowsOf(steps)).toHaveLength(59)
    expect(driven.write([life('b1', NAMES)], []).lives?.[0]?.knownSeqs).toEqual([[1, 640]])
  })
})

describe('the migrations', () => {
  it('leave a step that fails undone, and the next start tries it again', () => {
    const db = new Sqlite(':memory:')
    const broken = [...MIGRATIONS, 'CREATE TABLE colour (id); SELECT nonsense']
    expect(() => migrate(db, broken)).toThrow('nonsense')
    expect(db.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length)
    expect(migrate(db, [...MIGRATIONS, 'CREATE TABLE colour (id)'])).toBe(MIGRATIONS.length)
  })

  it('have a file of each earlier form to be tried on', () => {
    expect(FORMS).toHaveLength(MIGRATIONS.length - 1)
  })
})
