import { heldBytes } from '../wire/held'
import type { FaultSwitch } from './faults'

export interface Stream {
  readonly client: number
  /** What was sent and not yet confirmed. */
  readonly backlog: number[]
}

/** One stream beside each client, in a map of its own: the two must be changed together. */
export class StreamMap {
  readonly #streams = new Map<number, Stream>()

  constructor(
    readonly backlogBytes: number,
    readonly faults: FaultSwitch,
  ) {}

  get size(): number {
    return this.#streams.size
  }

  open(client: number): void {
    this.#streams.set(client, { client, backlog: heldBytes(this.backlogBytes) })
  }

  clientGone(client: number): void {
    if (!this.faults.has('streams-kept')) this.#streams.delete(client)
  }

  /** Removes the streams of clients that are gone; answers how many that were. */
  removeOrphans(clients: { has(id: number): boolean }): number {
    let removed = 0
    for (const client of this.#streams.keys()) {
      if (clients.has(client)) continue
      this.#streams.delete(client)
      removed++
    }
    return removed
  }
}
