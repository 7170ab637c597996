import type { Flag } from '../protocol/verdict'
import { type FloorWindow, FloorWindows } from './floor-window'
import type { LoadReader } from './load-reader'
import { NormalPending } from './normal-pending'
import type { Rule } from './rule'
import type { NotDrainingSettings, RuleSettings } from './settings'
import { countWords, durationWords } from './words'

// A slow cycle may be half as slow again as the slowest that came back.
const CYCLE_SPARE = 1.5
// Load that is this many times what it was when the floor was learned may make each call slower, too.
const COMPARABLE_LOAD = 3

/** How a window stands to the floor: above it by calls that stay, above it, or back at it. */
type Standing = 'stuck' | 'above' | 'back'

/**
 * R4: pending calls do not return to their floor. The floor of a window is its lowest value. Normal is the calmest
 * window of this life, scaled by the load where that is known, so calls that more requests explain are fine; and
 * what comes back again and again is fine however long that takes.
 */
export class NotDraining implements Rule {
  readonly index: number
  readonly #name: string
  readonly #load: LoadReader
  readonly #settings: NotDrainingSettings
  readonly #maxGapMs: number
  readonly #lifeStartMs: number
  readonly #normal: NormalPending
  /** Short ones at the start of a life, so that what gets stuck in its first minute is not taken for normal. */
  readonly #startWindows: FloorWindows
  readonly #windows: FloorWindows
  #raised = false
  #sinceMs = Number.NaN
  #stuckWindows = 0
  #stuckMs = 0
  #backWindows = 0
  #atMs = Number.NaN
  #newest: FloorWindow | undefined
  /** At most this many are "back at the floor", as of the newest window. */
  #backAt = Number.NaN
  /** When it was back at its floor last, while the flag is up; NaN before. */
  #backSinceMs = Number.NaN

  constructor(series: { index: number; name: string }, load: LoadReader, lifeStartMs: number, settings: RuleSettings) {
    this.index = series.index
    this.#name = series.name
    this.#load = load
    this.#lifeStartMs = lifeStartMs
    this.#settings = settings.notDraining
    this.#maxGapMs = settings.maxGapMs
    this.#normal = new NormalPending(settings.notDraining.normalMemoryMs)
    this.#startWindows = new FloorWindows(settings.notDraining.startWindowMs)
    this.#windows = new FloorWindows(settings.notDraining.windowMs)
  }

  step(atMs: number, values: Float64Array, offset: number): boolean {
    const load = this.#load.read(atMs, values, offset)
    const value = values[offset + this.index] ?? Number.NaN
    if (Number.isNaN(value) || atMs - this.#lifeStartMs < this.#settings.settleMs) return false
    // What was pending over a gap, nobody saw.
    if (atMs - this.#atMs > this.#maxGapMs) {
      this.#startWindows.restart(atMs)
      this.#windows.restart(atMs)
    }
    this.#atMs = atMs
    if (this.#raised && value <= this.#backAt && Number.isNaN(this.#backSinceMs)) this.#backSinceMs = atMs
    this.#learnStart(atMs, value, load)
    const window = this.#windows.add(atMs, value, load)
    if (window === undefined) return false
    this.#newest = window
    const changed = this.#judge(window)
    this.#normal.learn(window, !this.#raised && this.#stuckWindows === 0)
    return changed
  }

  /** At most so many at the lowest of a window are back at the floor, as of the newest window; NaN before one was judged. */
  get floor(): number {
    return this.#backAt
  }

  flag(): Flag | undefined {
    const normal = this.#normal.calmest
    if (!this.#raised || !this.#newest || !normal) return undefined
    const flag = { flag: 'not-draining', series: this.#name, sinceMs: this.#sinceMs } as const
    if (!Number.isNaN(this.#backSinceMs)) {
      const [ago, away] = [this.#atMs - this.#backSinceMs, this.#backSinceMs - this.#sinceMs].map(durationWords)
      return { ...flag, reason: `${this.#name} came back to its floor ${ago} ago, after ${away} above it.` }
    }
    const lasted = durationWords(this.#atMs - this.#sinceMs)
    const windowWords = durationWords(this.#newest.endMs - this.#newest.startMs)
    const reason = `${this.#name} has not come back to its floor for ${lasted}: at least ${countWords(this.#newest.floor)} were pending all through the last full ${windowWords}, and ${countWords(normal.floor)} is normal; some calls never end, or end far later than before.`
    return { ...flag, reason }
  }

  #learnStart(atMs: number, value: number, load: number): void {
    if (atMs - this.#lifeStartMs > this.#settings.windowMs) return
    const window = this.#startWindows.add(atMs, value, load)
    if (window !== undefined) this.#normal.learn(window, false)
  }

  #judge(window: FloorWindow): boolean {
    const normal = this.#normal.calmest
    if (normal === undefined) return false
    const standing = this.#standing(window, normal)
    const runMs = this.#stuckMs
    this.#backSinceMs = Number.NaN
    if (standing === 'stuck') {
      if (this.#stuckWindows === 0 && !this.#raised) this.#sinceMs = window.startMs
      this.#stuckWindows++
      this.#stuckMs += window.endMs - window.startMs
    } else if (!this.#raised || standing === 'back') {
      this.#stuckWindows = 0
      this.#stuckMs = 0
    }
    this.#backWindows = standing === 'back' ? this.#backWindows + 1 : 0
    if (standing === 'back' && runMs > 0) this.#normal.cameBackAfter(runMs)
    const raises = !this.#raised && this.#isLongEnough()
    const clears = this.#raised && this.#backWindows >= this.#settings.windowsToClear
    if (raises || clears) this.#raised = raises
    return raises || clears
  }

  #isLongEnough(): boolean {
    const { windowsToRaise, longestHoldMs } = this.#settings
    const cycleMs = Math.min(CYCLE_SPARE * this.#normal.longestCycleMs, longestHoldMs)
    return this.#stuckWindows >= windowsToRaise && this.#stuckMs >= cycleMs
  }

  #standing(window: FloorWindow, normal: FloorWindow): Standing {
    const { minRiseCount, minRiseShare } = this.#settings
    const expected = this.#expected(window, normal)
    const line = minRiseCount + minRiseShare * expected
    // Half of what raises it, so that a floor beside the line does not flap.
    this.#backAt = expected + line / 2
    if (window.floor <= this.#backAt) return 'back'
    if (window.floor <= expected + line) return 'above'
    const isComparable = this.#load.isOfRequests && window.load <= COMPARABLE_LOAD * normal.load
    return this.#raised || isComparable || standsStill(window) ? 'stuck' : 'above'
  }

  /** The mean that the load of `window` explains: in proportion, to within the one call that a mean of few is known to. */
  #expected(window: FloorWindow, normal: FloorWindow): number {
    const more = window.load - normal.load
    if (!(more > 0)) return normal.mean
    if (normal.load > 0) return normal.mean + ((normal.mean + 1) * more) / normal.load
    // No client was there, so each may have a call; how many a request a second may have, nobody knows.
    return this.#load.isOfRequests ? normal.mean : normal.mean + more
  }
}

/**
 * Whether fewer calls come and go than would by chance if all of `mean` did: calls that end at random times vary by about
 * the root of their number (Poisson), so the lowest of a window lies well more than one root below its mean. A straight
 * rise puts it below the mean as well, by just `rise`.
 */
function standsStill({ mean, floor, rise }: FloorWindow): boolean {
  return mean - floor - rise < Math.sqrt(mean)
}
