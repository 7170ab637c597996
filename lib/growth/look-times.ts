/** When the series of a life are looked at: all of them as their bins close, and the live set as collections come. */

/** A look each time the life has grown by this share, and no more often than a sixtieth of warm-up. */
const LOOK_SHARE = 0.03
const LOOKS_OF_A_WARM_UP = 60

export class LookTimes {
  /** When all series will be looked at next, as far as a bin closes then. */
  nextAtMs = 0
  private nextLiveAtMs = 0
  private isDue = false
  private isLiveDue = false

  constructor(
    private readonly startedAtMs: number,
    private readonly warmUpMs: number,
  ) {}

  /** Whether a look waits to be taken. */
  get due(): boolean {
    return this.isDue || this.isLiveDue
  }

  /** A bin of all series was closed. */
  closed(atMs: number): void {
    if (atMs < this.nextAtMs) return
    this.nextAtMs = this.after(atMs)
    this.isDue = true
  }

  /** A collection has run. */
  collected(atMs: number): void {
    if (atMs < this.nextLiveAtMs) return
    this.nextLiveAtMs = this.after(atMs)
    this.isLiveDue = true
  }

  /** What is due, once. */
  take(): { series: boolean; live: boolean } {
    const taken = { series: this.isDue, live: this.isLiveDue }
    this.isDue = false
    this.isLiveDue = false
    return taken
  }

  private after(atMs: number): number {
    return atMs + Math.max((atMs - this.startedAtMs) * LOOK_SHARE, this.warmUpMs / LOOKS_OF_A_WARM_UP)
  }
}
