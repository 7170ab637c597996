/** Notices a second agent that goes on to speak for a process: two lives at once, of which only one is shown. */

/** An old process may still say its last while its successor starts. */
const OVERLAPS_FOR_MS = 30_000
/** Two that do not speak for so long do not overlap. */
const PAUSES_FOR_MS = 15_000
/** How far behind the current life's frames are those of somebody who speaks of now, and not of a time that is over. */
const OF_NOW_WITHIN_MS = 10_000

export class OtherAgent {
  #boot = ''
  #sinceMs = 0
  #lastMs = Number.NEGATIVE_INFINITY
  #isTold = false

  /**
   * Frames of another life than the current one came. Answers once for each such life whether both have gone on for long
   * enough. `atMs` and `currentAtMs` are on the target's clock; `isCurrentLive`: whether the current life speaks, too.
   */
  heard(boot: string, atMs: number, currentAtMs: number | null, isCurrentLive: boolean, nowMs: number): boolean {
    if (!isCurrentLive || currentAtMs === null || atMs < currentAtMs - OF_NOW_WITHIN_MS) return false
    const goesOn = boot === this.#boot && nowMs - this.#lastMs <= PAUSES_FOR_MS
    if (boot !== this.#boot) this.#isTold = false
    if (!goesOn) this.#sinceMs = nowMs
    this.#boot = boot
    this.#lastMs = nowMs
    if (this.#isTold || nowMs - this.#sinceMs < OVERLAPS_FOR_MS) return false
    this.#isTold = true
    return true
  }
}
