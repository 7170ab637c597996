/** The processes that are held, within bounds: past either, the one that is away for longest leaves. */
import type { ProcessEntry } from './process-entry'

export interface HeldProcessesOptions {
  /** How many processes are held. */
  capacity: number
  /** The same for their series. */
  seriesCapacity: number
  /** It is held no more. */
  onLeft: (entry: ProcessEntry) => void
}

export class HeldProcesses {
  readonly #entries = new Map<string, ProcessEntry>()
  readonly #options: HeldProcessesOptions
  #series = 0

  constructor(options: HeldProcessesOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#entries.size
  }

  get(id: string): ProcessEntry | undefined {
    return this.#entries.get(id)
  }

  has(entry: ProcessEntry): boolean {
    return this.#entries.get(entry.id) === entry
  }

  /** In the order in which they were added. */
  all(): IterableIterator<ProcessEntry> {
    return this.#entries.values()
  }

  add(entry: ProcessEntry): void {
    const { capacity, seriesCapacity } = this.#options
    while (this.#entries.size > 0) {
      const hasRoom = this.#entries.size < capacity && this.#series + entry.series.length <= seriesCapacity
      if (hasRoom) break
      this.#dropLongestAway()
    }
    this.#entries.set(entry.id, entry)
    this.#series += entry.series.length
  }

  /** One that is held has `more` series than before; negative where it has fewer. */
  countSeries(more: number): void {
    this.#series += more
  }

  /** Lets those leave of which nothing came since `beforeMs`. */
  dropAwaySince(beforeMs: number): void {
    for (const entry of this.#entries.values()) if (entry.arrivedAtMs < beforeMs) this.#drop(entry)
  }

  #dropLongestAway(): void {
    let longest: ProcessEntry | undefined
    for (const entry of this.#entries.values()) {
      if (!longest || entry.arrivedAtMs < longest.arrivedAtMs) longest = entry
    }
    if (longest) this.#drop(longest)
  }

  #drop(entry: ProcessEntry): void {
    this.#entries.delete(entry.id)
    this.#series -= entry.series.length
    this.#options.onLeft(entry)
  }
}
