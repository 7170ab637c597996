import type { Store } from '../store'
import { HistoryCore } from './history-core'
import { inThreadLink } from './in-thread-link'
import { type SqliteStoreOptions, storeSettings } from './options'
import { SqliteStore } from './sqlite-store'
import { openWorkerLink } from './worker-link'

export interface WorkerStoreOptions extends SqliteStoreOptions {
  /** The bundled `lib/history/sqlite/history-worker.ts`. Default: `../hub/history-worker.cjs` beside the bundled program. */
  workerUrl?: URL
}

/**
 * Opens the history in `folder` on a worker thread of its own, so that storage never holds this event loop, and nothing that
 * goes wrong there ends this program.
 * Rejects with one sentence that names the file where it cannot be opened.
 */
export async function openSqliteStore(options: WorkerStoreOptions): Promise<Store> {
  const settings = storeSettings(options)
  const workerUrl = options.workerUrl ?? new URL('../hub/history-worker.cjs', import.meta.url)
  const now = options.now ?? Date.now
  const link = await openWorkerLink({ workerUrl, settings, now, onLog: options.onLog ?? ignore })
  return new SqliteStore(link, settings, now)
}

/** The same store with its database on this thread: for tests and one-shot commands, where no event loop is to be spared. */
export async function openStoreInThread(options: SqliteStoreOptions): Promise<Store> {
  const settings = storeSettings(options)
  const now = options.now ?? Date.now
  const core = new HistoryCore(settings, now(), options.onLog ?? ignore)
  return new SqliteStore(inThreadLink(core), settings, now)
}

function ignore(): void {}
