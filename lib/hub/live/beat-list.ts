/**
 * Processes whose newest number is to be told, each once. A list that keeps its room: ten thousand come and go with each second.
 * Who is in it is marked on the processes themselves, so that a hub has one.
 */
import type { ProcessEntry } from '../roster/process-entry'

export class BeatList {
  #entries: (ProcessEntry | null)[] = []
  #round = 1
  size = 0

  add(entry: ProcessEntry): void {
    if (entry.beatRound === this.#round) return
    entry.beatRound = this.#round
    this.#entries[this.size++] = entry
  }

  remove(entry: ProcessEntry): void {
    if (entry.beatRound !== this.#round) return
    this.#entries.splice(this.#entries.indexOf(entry), 1)
    this.size--
    entry.beatRound = 0
  }

  /** All of them, in the order in which they came; none is there after it. */
  take(): readonly ProcessEntry[] {
    const taken = this.#entries.slice(0, this.size) as ProcessEntry[]
    this.#entries.fill(null, 0, this.size)
    this.size = 0
    this.#round++
    return taken
  }
}
