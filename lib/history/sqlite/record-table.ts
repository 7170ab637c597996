import type { Database } from 'better-sqlite3'
import type { KeptRecord } from '../store'

const RECORDS_PER_COLLECTION = 100_000

/** Small JSON documents, by collection and id. */
export class RecordTable {
  private readonly sql

  constructor(db: Database) {
    this.sql = {
      put: db.prepare(
        `INSERT INTO record (collection, id, body, updated_ms) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET body = excluded.body, updated_ms = excluded.updated_ms`,
      ),
      drop: db.prepare('DELETE FROM record WHERE collection = ? AND id = ?'),
      count: db.prepare<[string], number>('SELECT count(*) FROM record WHERE collection = ?').pluck(),
      all: db.prepare<[string], { id: string; body: string; updated_ms: number }>(
        'SELECT id, body, updated_ms FROM record WHERE collection = ? ORDER BY id',
      ),
    }
  }

  /** To be called inside a transaction of its own: what throws has to be undone. */
  put(collection: string, changes: readonly { id: string; body: string | null }[], nowMs: number): void {
    for (const { id, body } of changes)
      if (body === null) this.sql.drop.run(collection, id)
      else this.sql.put.run(collection, id, body, nowMs)
    if ((this.sql.count.get(collection) as number) > RECORDS_PER_COLLECTION)
      throw new RangeError(`the collection ${collection} has room for ${RECORDS_PER_COLLECTION} records and no more`)
  }

  all(collection: string): KeptRecord[] {
    return this.sql.all
      .all(collection)
      .map(({ id, body, updated_ms }) => ({ id, body: JSON.parse(body) as unknown, updatedMs: updated_ms }))
  }
}
