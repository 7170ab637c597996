import type { Database } from 'better-sqlite3'
import type { AgentEvent } from '../../protocol/agent-wire'
import type { EventLevel } from '../../protocol/vocabulary'

interface StoredEvent {
  at_ms: number
  type: string
  level: EventLevel
  message: string
  count: number | null
}

/** The events of each process, bounded by number and age. */
export class EventTable {
  private readonly sql

  constructor(db: Database) {
    this.sql = {
      add: db.prepare(
        'INSERT INTO event (process, boot, at_ms, type, level, message, count) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ),
      newest: db.prepare<[number, number], StoredEvent>(
        'SELECT at_ms, type, level, message, count FROM event WHERE process = ? ORDER BY id DESC LIMIT ?',
      ),
      dropPast: db.prepare(
        `DELETE FROM event WHERE process = @process AND id <=
         (SELECT id FROM event WHERE process = @process ORDER BY id DESC LIMIT 1 OFFSET @keep)`,
      ),
      dropBefore: db.prepare('DELETE FROM event WHERE at_ms < ?'),
    }
  }

  add(process: number, boot: string, events: readonly AgentEvent[]): void {
    for (const { atMs, type, level, message, count } of events)
      this.sql.add.run(process, boot, atMs, type, level, message, count ?? null)
  }

  keepNewest(process: number, keep: number): void {
    this.sql.dropPast.run({ process, keep })
  }

  dropBefore(atMs: number): number {
    return this.sql.dropBefore.run(atMs).changes
  }

  /** Oldest first. */
  newest(process: number, limit: number): AgentEvent[] {
    const stored = this.sql.newest.all(process, Math.max(0, limit))
    return stored.toReversed().map(({ at_ms, type, level, message, count }) => ({
      atMs: at_ms,
      type,
      level,
      message,
      ...(count === null ? {} : { count }),
    }))
  }
}
