import type { Store } from '../store'
import type { SqliteStoreOptions } from './options'

export interface WorkerStoreOptions extends SqliteStoreOptions {
  /** The bundled `lib/history/sqlite/history-worker.ts`. Default: `../hub/history-worker.cjs` beside the bundled program. */
  workerUrl?: URL
}

/**
 * Opens the history in `folder` on a worker thread of its own, so that storage never holds this event loop.
 * Rejects with one sentence that names the file where it cannot be opened.
 */
export function openSqliteStore(_options: WorkerStoreOptions): Promise<Store> {
  return Promise.reject(new Error('the embedded store is being built'))
}

/** The same store with its database on this thread: for tests and one-shot commands, where no event loop is to be spared. */
export function openStoreInThread(_options: SqliteStoreOptions): Promise<Store> {
  return Promise.reject(new Error('the embedded store is being built'))
}
