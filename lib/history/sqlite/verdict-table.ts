import type { Database } from 'better-sqlite3'
import type { VerdictWord } from '../../protocol/vocabulary'
import type { VerdictChange } from '../store'

const CHANGES_PER_PROCESS = 10_000

interface StoredChange {
  series: string
  at_ms: number
  from_verdict: VerdictWord | null
  to_verdict: VerdictWord
  reason: string
}

/** A change of verdict with its reason as JSON text. */
export type PackedChange = Omit<VerdictChange, 'reason'> & { reason: string }

/** When each series' verdict became another, bounded by number and age. */
export class VerdictTable {
  private readonly sql

  constructor(db: Database) {
    this.sql = {
      add: db.prepare(
        'INSERT INTO verdict_change (process, series, at_ms, from_verdict, to_verdict, reason) VALUES (?, ?, ?, ?, ?, ?)',
      ),
      between: db.prepare<[number, number, number], StoredChange>(
        `SELECT series, at_ms, from_verdict, to_verdict, reason FROM verdict_change
         WHERE process = ? AND at_ms BETWEEN ? AND ? ORDER BY at_ms, id`,
      ),
      dropPast: db.prepare(
        `DELETE FROM verdict_change WHERE process = @process AND at_ms <
         (SELECT at_ms FROM verdict_change WHERE process = @process ORDER BY at_ms DESC LIMIT 1 OFFSET ${CHANGES_PER_PROCESS - 1})`,
      ),
      dropBefore: db.prepare('DELETE FROM verdict_change WHERE at_ms < ?'),
    }
  }

  add(process: number, { series, atMs, from, to, reason }: PackedChange): void {
    this.sql.add.run(process, series, atMs, from, to, reason)
  }

  keepNewest(process: number): void {
    this.sql.dropPast.run({ process })
  }

  dropBefore(atMs: number): void {
    this.sql.dropBefore.run(atMs)
  }

  /** Oldest first; `process` is both its row and its name. */
  between(process: { id: number; name: string }, fromMs: number, toMs: number): VerdictChange[] {
    return this.sql.between
      .all(process.id, fromMs, toMs)
      .map(({ series, at_ms, from_verdict, to_verdict, reason }) => ({
        process: process.name,
        series,
        atMs: at_ms,
        from: from_verdict,
        to: to_verdict,
        reason: JSON.parse(reason) as unknown,
      }))
  }
}
