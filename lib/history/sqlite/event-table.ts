import type { Database } from 'better-sqlite3'
import type { AgentEvent } from '../../protocol/agent-wire'
import type { EventLevel } from '../../protocol/vocabulary'
import type { EventsQuery } from '../store'

/** In the answer to one question. */
const MOST_BETWEEN = 10_000

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
      between: db.prepare<[number, string, number, number, number], StoredEvent>(
        `SELECT at_ms, type, level, message, count FROM event
         WHERE process = ? AND type = ? AND at_ms BETWEEN ? AND ? ORDER BY at_ms DESC, id DESC LIMIT ?`,
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
    return oldestFirst(this.sql.newest.all(process, Math.max(0, limit)))
  }

  /** Of one type, ordered by time, both ends included; the newest of them. */
  between(process: number, { type, fromMs, toMs }: Omit<EventsQuery, 'process'>): AgentEvent[] {
    return oldestFirst(this.sql.between.all(process, type, fromMs, toMs, MOST_BETWEEN))
  }
}

function oldestFirst(newestFirst: readonly StoredEvent[]): AgentEvent[] {
  return newestFirst.toReversed().map(({ at_ms, type, level, message, count }) => ({
    atMs: at_ms,
    type,
    level,
    message,
    ...(count === null ? {} : { count }),
  }))
}
