/** A text of so many bytes on the heap, in one piece. */
export function textOf(name: string, bytes: number): string {
  return Buffer.alloc(bytes, name).toString('latin1')
}

/** A cache with a bound: the entry that was used longest ago goes first. Its entries hold some KiB each, as answers do. */
export class BoundedCache {
  readonly #entries = new Map<string, string>()
  readonly #max: number
  readonly #entryBytes: number

  constructor(max: number, entryBytes: number) {
    this.#max = max
    this.#entryBytes = entryBytes
  }

  get size(): number {
    return this.#entries.size
  }

  get max(): number {
    return this.#max
  }

  /** The entry of a key; where it was not there it is now. */
  resolve(key: string): string {
    const known = this.#entries.get(key)
    this.#entries.delete(key)
    const entry = known ?? textOf(key, this.#entryBytes)
    this.#entries.set(key, entry)
    if (this.#entries.size > this.#max) {
      for (const oldest of this.#entries.keys()) {
        this.#entries.delete(oldest)
        break
      }
    }
    return entry
  }
}
