/** The newest events of one process, bounded in number and in text. */
import type { AgentEvent } from '../../protocol/agent-wire'

export const EVENTS_KEPT = 50
/** Characters of messages: ten thousand processes with long stack traces must not fill the memory. */
const CHARS_KEPT = 16_000

export class EventRing {
  #events: AgentEvent[] = []
  #chars = 0
  /** How many were ever pushed. */
  total = 0

  push(event: AgentEvent): void {
    this.total++
    this.#events.push(event)
    this.#chars += event.message.length
    while (this.#events.length > EVENTS_KEPT || (this.#chars > CHARS_KEPT && this.#events.length > 1)) {
      this.#chars -= this.#events.shift()?.message.length ?? 0
    }
  }

  /** Puts what is kept on disk before what came since `total` was `mark`. */
  putBefore(kept: readonly AgentEvent[], mark: number): void {
    const newer = this.total > mark ? this.#events.slice(-(this.total - mark)) : []
    const total = this.total
    this.#events = []
    this.#chars = 0
    for (const event of [...kept, ...newer]) this.push(event)
    this.total = total
  }

  /** Oldest first. */
  read(): AgentEvent[] {
    return [...this.#events]
  }
}
