/** Where "now" is on a process's charts: its newest frame while it reports, and time going on when it does not. */
const QUIET_AFTER_MS = 3_000
/** Frames are gathered for a second, and the way to a browser has its own; fewer arrivals tell of a backlog. */
const CLOCK_LEAST_MS = 3_000
const CLOCK_ARRIVALS = 5
/** A clock may be set while somebody looks: what is told of it is of the last one to two of these. */
const CLOCK_EVERY_MS = 60_000

export class LiveEdge {
  #newestMs: number | null = null
  #arrivals = 0
  /** The least lag of the stretch that is under way, and of the one before. */
  #lately = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  #latelyFromMs = Number.NEGATIVE_INFINITY
  #arrivedMs = Number.NEGATIVE_INFINITY
  /** The least that the hub's clock was ahead of a frame's: network and clock difference, without backlogs. */
  #leastLagMs = Number.POSITIVE_INFINITY

  /**
   * By how much the target's clock is ahead of the hub's, behind it where negative; `null` where they agree, as far as frames that
   * came at once can tell, and before there were enough of them.
   */
  get clockAheadMs(): number | null {
    const lagMs = Math.min(...this.#lately)
    const isTold = this.#arrivals >= CLOCK_ARRIVALS && Math.abs(lagMs) >= CLOCK_LEAST_MS
    // To the second, so that it stays the same while nothing changes.
    return isTold ? -Math.round(lagMs / 1_000) * 1_000 : null
  }

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
    this.#arrivals += 1
    this.#leastLagMs = Math.min(this.#leastLagMs, hubNowMs - atMs)
    const [now = Number.POSITIVE_INFINITY] = this.#lately
    if (hubNowMs - this.#latelyFromMs < CLOCK_EVERY_MS) this.#lately[0] = Math.min(now, hubNowMs - atMs)
    else {
      this.#lately = [hubNowMs - atMs, now]
      this.#latelyFromMs = hubNowMs
    }
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
