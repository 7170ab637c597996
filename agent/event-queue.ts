/** Events that the hub has not taken yet: few, bounded, the oldest go first, and how many went is told. */
import type { AgentEvent } from '../lib/protocol/agent-wire'

export class EventQueue {
  readonly #items: AgentEvent[] = []
  readonly #capacity: number
  #inFlight = 0
  #lost = 0

  constructor(capacity = 256) {
    this.#capacity = capacity
  }

  get size(): number {
    return this.#items.length
  }

  push(event: AgentEvent): void {
    if (this.#items.length >= this.#capacity) {
      // Those under way are kept, so that an ack takes out what was sent and nothing else.
      this.#items.splice(this.#inFlight, 1)
      this.#lost++
    }
    this.#items.push(event)
  }

  /** The oldest `most` events, to be sent now; nothing while others are under way. */
  take(most: number, nowMs: number): AgentEvent[] {
    if (this.#inFlight > 0) return []
    if (this.#lost > 0) {
      const count = this.#lost
      this.#lost = 0
      this.push({
        atMs: nowMs,
        type: 'log',
        level: 'warn',
        message: `${count} events were lost: more came than the agent keeps.`,
        count,
      })
    }
    const batch = this.#items.slice(0, most)
    this.#inFlight = batch.length
    return batch
  }

  /** Those under way arrived, or can never: they are let go. */
  settle(): void {
    this.#items.splice(0, this.#inFlight)
    this.#inFlight = 0
  }

  /** Those under way did not arrive: they are sent again. */
  rewind(): void {
    this.#inFlight = 0
  }
}
