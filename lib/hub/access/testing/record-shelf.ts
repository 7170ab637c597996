/** Records in memory, as the history keeps them on disk; it can refuse. */
import type { KeptRecord, RecordChange } from '../../../history/store'
import type { RecordStore } from '../kept-map'

export class RecordShelf implements RecordStore {
  readonly kept = new Map<string, Map<string, string>>()
  refuses = false

  async putRecords(collection: string, changes: readonly RecordChange[]): Promise<void> {
    if (this.refuses) throw new Error('the disk is full')
    const records = this.kept.get(collection) ?? new Map<string, string>()
    this.kept.set(collection, records)
    for (const { id, body } of changes) {
      if (body === null) records.delete(id)
      else records.set(id, JSON.stringify(body))
    }
  }

  async records(collection: string): Promise<KeptRecord[]> {
    const records = [...(this.kept.get(collection) ?? [])]
    return records.map(([id, body]) => ({ id, body: JSON.parse(body) as unknown, updatedMs: 0 }))
  }
}
