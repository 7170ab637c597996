import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { migrate, MIGRATIONS } from './migrations'
import { DATABASE_FILE, openDatabase } from './open-database'
import { temporaryFolder } from './testing/made-up'

function ignore(): void {}

describe('a database that cannot be opened', () => {
  it('is named in one sentence with what would do, where it is no database', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, DATABASE_FILE), 'x'.repeat(10_000))
    expect(() => openDatabase(folder, ignore)).toThrow(
      `The history in ${join(folder, DATABASE_FILE)} cannot be opened: it is damaged or no database; ` +
        'move it away to start with an empty history, or choose another data folder with --data.',
    )
  })

  it('is named where another program or a newer one wrote it', () => {
    const folder = temporaryFolder()
    const other = new Sqlite(join(folder, DATABASE_FILE))
    other.exec('CREATE TABLE theirs (id)')
    other.close()
    expect(() => openDatabase(folder, ignore)).toThrow('the database of another program')

    const newer = temporaryFolder()
    const db = openDatabase(newer, ignore)
    db.pragma(`user_version = ${MIGRATIONS.length + 1}`)
    db.close()
    expect(() => openDatabase(newer, ignore)).toThrow('newer Tidemark')
  })

  it('is named, and soon, where no folder can be made', () => {
    // Where `/proc` is, a folder in it can never be made; a recursive mkdir would try for ever.
    for (const folder of [
      '/proc/nope',
      '/dev/null/nope',
      join('/proc/nope', 'deep', 'down'),
      `/tmp/${'x'.repeat(300)}`,
    ])
      expect(() => openDatabase(folder, ignore)).toThrow(
        new RegExp(
          `^The history in ${folder}/history\\.db cannot be opened: .*; .*choose another data folder with --data\\.$`,
          'u',
        ),
      )
  })

  it('is named where the folder is a file, or another process has it open', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    expect(() => openDatabase(join(folder, 'file'), ignore)).toThrow(join(folder, 'file', DATABASE_FILE))

    const db = openDatabase(folder, ignore)
    expect(() => openDatabase(folder, ignore)).toThrow('another process has it open; stop the other hub')
    db.close()
  })
})

describe('the migrations', () => {
  it('bring a database of each earlier form to the newest, one step after the other', () => {
    const steps = [...MIGRATIONS, 'ALTER TABLE life ADD COLUMN colour TEXT', "UPDATE life SET colour = 'red'"]
    for (let from = 0; from <= steps.length; from++) {
      const db = new Sqlite(':memory:')
      migrate(db, steps.slice(0, from))
      if (from > 0) {
        db.exec("INSERT INTO process (id, name) VALUES (1, 'a')")
        db.exec(
          "INSERT INTO life (process, boot, opened_at_ms, description, series, known_seqs, sealed_journal) VALUES (1, 'b', 0, '', '', '', 0)",
        )
      }
      expect(migrate(db, steps)).toBe(from)
      expect(db.pragma('user_version', { simple: true })).toBe(steps.length)
      const colours = db.prepare('SELECT colour FROM life').pluck().all()
      expect(colours).toEqual(from === 0 ? [] : from === steps.length ? [null] : ['red'])
    }
  })
})

describe('an opened database', () => {
  it('syncs its log at each commit, and makes the folder where it is missing', () => {
    const folder = join(temporaryFolder(), 'deep', 'down')
    const db = openDatabase(folder, ignore)
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(db.pragma('synchronous', { simple: true })).toBe(2)
    db.close()
    mkdirSync(folder, { recursive: true })
  })
})
