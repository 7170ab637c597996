/** A history that is read where it lies, without a hub: nothing is sealed or trimmed, whatever its age. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { SeriesDeclaration } from '../../protocol/agent-wire'
import type { KeptProcess, SeriesQuery } from '../store'
import type { SeriesColumns } from './core-wire'
import { HistoryCore } from './history-core'
import { codeOf, DATABASE_FILE } from './open-database'
import { type LogLevel, storeSettings } from './options'

export interface Archive {
  processes(): KeptProcess[]
  /** Every series that a process had in any life that is kept, as its newest life with it declared it. */
  declared(process: string): SeriesDeclaration[]
  /** Throws `RangeError` where the answer would be too large. */
  series(query: SeriesQuery): SeriesColumns[]
  close(): void
}

/** There is no history in the folder, or a hub holds it. */
export class NoArchive extends Error {
  constructor(
    readonly file: string,
    readonly why: 'missing' | 'in use',
  ) {
    super(why === 'missing' ? `there is no history in ${file}` : `another process has ${file} open`)
  }
}

/** Throws `NoArchive`, or one sentence that names the file where it cannot be opened. */
export function openArchive(folder: string, onLog: (level: LogLevel, message: string) => void): Archive {
  const file = join(folder, DATABASE_FILE)
  if (!existsSync(file)) throw new NoArchive(file, 'missing')
  const core = openCore(folder, file, onLog)
  return {
    processes: () => core.processes(),
    declared: (process) => core.declared(process),
    series: (query) => core.reader.series(query),
    close: () => void core.db.close(),
  }
}

function openCore(folder: string, file: string, onLog: (level: LogLevel, message: string) => void): HistoryCore {
  try {
    return new HistoryCore(storeSettings({ folder }), 0, onLog)
  } catch (error) {
    const isBusy = error instanceof Error && codeOf(error.cause)?.startsWith('SQLITE_BUSY')
    throw isBusy ? new NoArchive(file, 'in use') : error
  }
}
