/** Opens the one database file: pragmas, migrations, and a plain sentence where it will not open. */
import { join } from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'
import { makeFolder } from './make-folder'
import { migrate, MIGRATIONS } from './migrations'
import type { LogLevel } from './options'

export const DATABASE_FILE = 'history.db'

/** How long another process may take to let go of the file: a hub that is just stopping. */
const BUSY_MS = 2_000

/** "TmHi": marks the file as ours, so that another program's database is not taken for an empty one. */
const APPLICATION_ID = 0x546d4869

export function openDatabase(folder: string, onLog: (level: LogLevel, message: string) => void): Database {
  const file = join(folder, DATABASE_FILE)
  let db: Database | undefined
  try {
    makeFolder(folder)
    db = new Sqlite(file, { timeout: BUSY_MS })
    setUp(db, file, onLog)
    return db
  } catch (error) {
    db?.close()
    throw new Error(`The history in ${file} cannot be opened: ${describe(error)}; ${advice(error)}.`, { cause: error })
  }
}

function setUp(db: Database, file: string, onLog: (level: LogLevel, message: string) => void): void {
  // One hub a file: a second one would drop what the first has in memory. Before anything is read, so that no shared memory
  // is asked for beside the file: on a full disk there is none, and a hub must start there too.
  db.pragma('locking_mode = EXCLUSIVE')
  const empty = (db.prepare('SELECT count(*) AS n FROM sqlite_schema').get() as { n: number }).n === 0
  // Lets trimmed history give its space back to the disk. Only an empty file takes it; each other one would be written to.
  if (empty) db.pragma('auto_vacuum = INCREMENTAL')
  db.pragma('journal_mode = WAL')
  // NORMAL survives kill -9; FULL also syncs the log at each commit, so that a power cut takes nothing acknowledged.
  db.pragma('synchronous = FULL')
  db.pragma('journal_size_limit = 67108864')
  // In kB: a day of some processes stays in memory while a page of theirs is looked at.
  db.pragma('cache_size = -16384')
  const id = db.pragma('application_id', { simple: true }) as number
  if (!empty && id !== APPLICATION_ID) throw new Error('it is the database of another program')
  if (empty) db.pragma(`application_id = ${APPLICATION_ID}`)
  const from = migrate(db)
  if (from > 0 && from < MIGRATIONS.length)
    onLog('info', `The history in ${file} was brought from form ${from} to form ${MIGRATIONS.length}.`)
}

function describe(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  switch (codeOf(error)) {
    case 'SQLITE_NOTADB':
      return 'it is damaged or no database'
    case 'SQLITE_BUSY':
      return 'another process has it open'
    default:
      return message
  }
}

function advice(error: unknown): string {
  const code = codeOf(error) ?? ''
  if (code === 'SQLITE_BUSY') return 'stop the other hub, or give this one a data folder of its own with --data'
  if (/^(EACCES|EROFS|EPERM|SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM)/.test(code))
    return 'let this user write there, or choose another data folder with --data'
  if (/^(ENOSPC|EDQUOT|SQLITE_FULL|SQLITE_IOERR)/.test(code))
    return 'make room on the disk, or choose another with --data'
  if (/^E[A-Z]/.test(code)) return 'choose another data folder with --data'
  return 'move it away to start with an empty history, or choose another data folder with --data'
}

export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
