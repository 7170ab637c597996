/** What is known of this life's frames across all its connections: how far they are on disk, and which were lost. */
import type { EventQueue } from './event-queue'

export class Ledger {
  /** Every frame up to this one that was kept is on the hub's disk. */
  durableSeq = 0
  framesLost = 0
  /** The hub takes no more series than these: frames stay this wide. */
  seriesMost = Number.POSITIVE_INFINITY
  /** The newest frame that was told as lost. */
  #lostUpTo = 0
  readonly #events: EventQueue

  constructor(events: EventQueue) {
    this.#events = events
  }

  /** Each loss is counted once, and told to the hub as an event of type `log`. */
  countLoss(fromSeq: number, toSeq: number, nowMs: number, why: string): void {
    const count = toSeq - Math.max(fromSeq - 1, this.#lostUpTo)
    this.#lostUpTo = Math.max(this.#lostUpTo, toSeq)
    if (count <= 0) return
    this.framesLost += count
    const message = `${count} frames were lost (${toSeq - count + 1} to ${toSeq}): ${why}.`
    this.#events.push({ atMs: nowMs, type: 'log', level: 'warn', message, count })
  }
}
