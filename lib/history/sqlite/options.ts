/** What the embedded store can be told, with defaults. Sizes in bytes, times in milliseconds. */
import { DEFAULT_RETENTION, HISTORY_SETTINGS, type Retention } from '../settings'

export type LogLevel = 'info' | 'warn' | 'error'

export interface SqliteStoreOptions {
  /** The data folder; made where it is missing. The database is `history.db` in it. */
  folder: string
  /** Each absent part has its default. */
  retention?: Partial<Retention>
  /** What an operator should read: migrations, damaged blocks, a disk that refuses. */
  onLog?: (level: LogLevel, message: string) => void
  /** The hub's clock, in milliseconds since 1970. Default `Date.now`; ages are told by it. */
  now?: () => number
  /** How long appended frames gather before a transaction carries them. Default 1,000; 10 to 60,000. */
  commitEveryMs?: number
  /** Memory for frames that the disk refuses; beyond it the oldest are given up. Default 64 MB; at least 64 kB. */
  unwrittenBytes?: number
  /** Memory for frames not yet sealed into blocks; beyond it they are sealed sooner. Default 100 MB; at least 1 MB. */
  unsealedBytes?: number
}

export interface StoreSettings {
  folder: string
  retention: Retention
  commitEveryMs: number
  unwrittenBytes: number
  unsealedBytes: number
}

/** Fills in defaults; throws with the option's name, its range and what came. */
export function storeSettings(options: SqliteStoreOptions): StoreSettings {
  const retention = { ...DEFAULT_RETENTION, ...options.retention }
  for (const [name, { min }] of Object.entries(HISTORY_SETTINGS))
    atLeast(`retention.${name}`, retention[name as keyof Retention], min)
  atLeast('retention.tenSecondsMs', retention.tenSecondsMs, retention.rawMs)
  atLeast('retention.fiveMinutesMs', retention.fiveMinutesMs, retention.tenSecondsMs)
  const commitEveryMs = options.commitEveryMs ?? 1_000
  atLeast('commitEveryMs', commitEveryMs, 10)
  if (commitEveryMs > 60_000) throw new RangeError(`commitEveryMs is at most 60000, and ${commitEveryMs} came`)
  const unwrittenBytes = options.unwrittenBytes ?? 64_000_000
  atLeast('unwrittenBytes', unwrittenBytes, 64_000)
  const unsealedBytes = options.unsealedBytes ?? 100_000_000
  atLeast('unsealedBytes', unsealedBytes, 1_000_000)
  return { folder: options.folder, retention, commitEveryMs, unwrittenBytes, unsealedBytes }
}

function atLeast(name: string, value: number, least: number): void {
  if (!(value >= least)) throw new RangeError(`${name} is at least ${least}, and ${value} came`)
}
