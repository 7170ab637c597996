/** What the embedded store can be told, with defaults. Sizes in bytes, times in milliseconds. */

export interface Retention {
  /** How long raw frames are kept. Default 24 hours; at least one hour. */
  rawMs: number
  /** How long ten-second points are kept. Default 14 days; at least as long as raw. */
  tenSecondsMs: number
  /** How long five-minute points are kept. Default 365 days; at least as long as ten-second points. */
  fiveMinutesMs: number
  /** Past this much data the oldest is dropped whatever its age. Default 10 GB; at least 4 MB. */
  dataBytes: number
  /** The newest events kept of each process. Default 10,000; at least 1. */
  eventsPerProcess: number
  /** How long events are kept. Default 30 days; at least one hour. */
  eventsMs: number
}

export const DEFAULT_RETENTION: Retention = {
  rawMs: 86_400_000,
  tenSecondsMs: 14 * 86_400_000,
  fiveMinutesMs: 365 * 86_400_000,
  dataBytes: 10_000_000_000,
  eventsPerProcess: 10_000,
  eventsMs: 30 * 86_400_000,
}

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
  /** Memory for frames not yet sealed into blocks; beyond it they are sealed sooner. Default 200 MB; at least 1 MB. */
  unsealedBytes?: number
}

export interface StoreSettings {
  folder: string
  retention: Retention
  commitEveryMs: number
  unwrittenBytes: number
  unsealedBytes: number
}

const HOUR_MS = 3_600_000

/** Fills in defaults; throws with the option's name, its range and what came. */
export function storeSettings(options: SqliteStoreOptions): StoreSettings {
  const retention = { ...DEFAULT_RETENTION, ...options.retention }
  atLeast('retention.rawMs', retention.rawMs, HOUR_MS)
  atLeast('retention.tenSecondsMs', retention.tenSecondsMs, retention.rawMs)
  atLeast('retention.fiveMinutesMs', retention.fiveMinutesMs, retention.tenSecondsMs)
  atLeast('retention.dataBytes', retention.dataBytes, 4_000_000)
  atLeast('retention.eventsPerProcess', retention.eventsPerProcess, 1)
  atLeast('retention.eventsMs', retention.eventsMs, HOUR_MS)
  const commitEveryMs = options.commitEveryMs ?? 1_000
  atLeast('commitEveryMs', commitEveryMs, 10)
  if (commitEveryMs > 60_000) throw new RangeError(`commitEveryMs is at most 60000, and ${commitEveryMs} came`)
  const unwrittenBytes = options.unwrittenBytes ?? 64_000_000
  atLeast('unwrittenBytes', unwrittenBytes, 64_000)
  const unsealedBytes = options.unsealedBytes ?? 200_000_000
  atLeast('unsealedBytes', unsealedBytes, 1_000_000)
  return { folder: options.folder, retention, commitEveryMs, unwrittenBytes, unsealedBytes }
}

function atLeast(name: string, value: number, least: number): void {
  if (!(value >= least)) throw new RangeError(`${name} is at least ${least}, and ${value} came`)
}
