/** A small collection, whole in memory and on disk. */
import type { RecordChange, Store } from '../../history/store'

export type RecordStore = Pick<Store, 'putRecords' | 'records'>

export type OnRefused = (cause: unknown) => void

export class KeptMap<T extends { id: string }> {
  readonly #store: RecordStore
  readonly #collection: string
  readonly #map = new Map<string, T>()

  constructor(store: RecordStore, collection: string) {
    this.#store = store
    this.#collection = collection
  }

  async recover(): Promise<void> {
    for (const { id, body } of await this.#store.records(this.#collection)) this.#map.set(id, body as T)
  }

  get size(): number {
    return this.#map.size
  }

  get(id: string): T | undefined {
    return this.#map.get(id)
  }

  values(): Iterable<T> {
    return this.#map.values()
  }

  /**
   * Resolves once they are on disk. They hold at once, so that what was checked before still holds when the next one checks; where
   * the disk refuses it is as before, and it rejects; with `onRefused` they hold all the same, in memory alone, and it is told.
   */
  async change(put: readonly T[], removed: readonly string[] = [], onRefused?: OnRefused): Promise<void> {
    const before = [...put.map(({ id }) => id), ...removed].map((id) => [id, this.#map.get(id)] as const)
    for (const one of put) this.#map.set(one.id, one)
    for (const id of removed) this.#map.delete(id)
    const changes: RecordChange[] = [
      ...put.map((one) => ({ id: one.id, body: one })),
      ...removed.map((id) => ({ id, body: null })),
    ]
    try {
      await this.#store.putRecords(this.#collection, changes)
    } catch (error) {
      if (onRefused) return onRefused(error)
      for (const [id, one] of before) {
        if (one === undefined) this.#map.delete(id)
        else this.#map.set(id, one)
      }
      throw error
    }
  }
}
