/** Where "now" is on a process's charts: its newest frame while it reports, and time going on when it does not. */
const QUIET_AFTER_MS = 3_000

export class LiveEdge {
  #newestMs: number | null = null
  #arrivedMs = Number.NEGATIVE_INFINITY
  /** The least that the hub's clock was ahead of a frame's: network and clock difference, without backlogs. */
  #leastLagMs = Number.POSITIVE_INFINITY

  get newestMs(): number | null {
    return this.#newestMs
  }

  /** A time that is known from history or a detail; it did not arrive just now. */
  noteKnown(atMs: number): void {
    this.#newestMs = Math.max(this.#newestMs ?? atMs, atMs)
  }

  noteArrival(atMs: number, hubNowMs: number): void {
    this.noteKnown(atMs)
    this.#arrivedMs = hubNowMs
    this.#leastLagMs = Math.min(this.#leastLagMs, hubNowMs - atMs)
  }

  /** On the target's clock, as well as it is known. */
  edgeMs(hubNowMs: number): number {
    const lagMs = Number.isFinite(this.#leastLagMs) ? this.#leastLagMs : 0
    const guessMs = hubNowMs - lagMs
    if (this.#newestMs === null) return guessMs
    const isQuiet = hubNowMs - this.#arrivedMs > QUIET_AFTER_MS
    return isQuiet ? Math.max(this.#newestMs, guessMs) : this.#newestMs
  }
}
