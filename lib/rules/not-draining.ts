import type { Flag } from '../protocol/verdict'
import { type FloorWindow, FloorWindows } from './floor-window'
import type { Rule } from './rule'
import type { RuleSettings } from './settings'
import { countWords, durationWords } from './words'

/** Which series tell the process's load: a counter of requests, else the groups of clients. More may be declared at any time. */
export interface LoadSource {
  requests: number | undefined
  clients: number[]
}

/**
 * R4: pending calls do not return to their floor. The floor of a window is its lowest value. Normal is the window with the
 * lowest floor of this life, scaled by the load where that is known, so calls that more requests explain are fine.
 */
export class NotDraining implements Rule {
  readonly #index: number
  readonly #name: string
  readonly #load: LoadSource
  readonly #settings: RuleSettings
  readonly #lifeStartMs: number
  readonly #windows: FloorWindows
  #raised = false
  #sinceMs = Number.NaN
  #tooHigh = 0
  #lower = 0
  #atMs = Number.NaN
  #newest: FloorWindow | undefined
  #normal: FloorWindow | undefined
  #nextNormal: FloorWindow | undefined
  #normalFromMs = Number.NaN
  #requests = Number.NaN
  #requestsAtMs = Number.NaN

  constructor(series: { index: number; name: string }, load: LoadSource, lifeStartMs: number, settings: RuleSettings) {
    this.#index = series.index
    this.#name = series.name
    this.#load = load
    this.#lifeStartMs = lifeStartMs
    this.#settings = settings
    this.#windows = new FloorWindows(settings.notDraining.windowMs)
  }

  step(atMs: number, values: Float64Array, offset: number): boolean {
    const load = this.#loadAt(atMs, values, offset)
    const value = values[offset + this.#index] ?? Number.NaN
    if (Number.isNaN(value)) return false
    // What was pending over a gap, nobody saw.
    if (atMs - this.#atMs > this.#settings.maxGapMs) this.#windows.restart(atMs)
    this.#atMs = atMs
    const window = this.#windows.add(atMs, value, load)
    if (window === undefined || window.startMs - this.#lifeStartMs < this.#settings.notDraining.warmUpMs) return false
    this.#newest = window
    const changed = this.#judge(window)
    this.#learnNormal(window)
    return changed
  }

  flag(): Flag | undefined {
    if (!this.#raised || !this.#newest || !this.#normal) return undefined
    const lasted = durationWords(this.#atMs - this.#sinceMs)
    const windowWords = durationWords(this.#settings.notDraining.windowMs)
    const reason = `${this.#name} has not come back to its floor for ${lasted}: at least ${countWords(this.#newest.floor)} were pending all through the last ${windowWords}, and ${countWords(this.#normal.floor)} is normal; some calls never end.`
    return { flag: 'not-draining', series: this.#name, sinceMs: this.#sinceMs, reason }
  }

  #judge(window: FloorWindow): boolean {
    const normal = this.#normal
    if (normal === undefined) return false
    const { windowsToRaise, windowsToClear } = this.#settings.notDraining
    if (this.#isTooHigh(window, normal, 1)) {
      if (this.#tooHigh === 0 && !this.#raised) this.#sinceMs = window.startMs
      this.#tooHigh++
      this.#lower = 0
    } else {
      this.#tooHigh = 0
      // Half of what raises it, so that a floor beside the line does not flap.
      this.#lower = this.#isTooHigh(window, normal, 0.5) ? 0 : this.#lower + 1
    }
    if (!this.#raised && this.#tooHigh >= windowsToRaise) {
      this.#raised = true
      return true
    }
    if (this.#raised && this.#lower >= windowsToClear) {
      this.#raised = false
      return true
    }
    return false
  }

  #isTooHigh(window: FloorWindow, normal: FloorWindow, part: number): boolean {
    const { minRiseCount, minRiseShare } = this.#settings.notDraining
    const known = window.load > 0 && normal.load > 0
    const expectedMean = normal.mean * (known ? Math.max(1, window.load / normal.load) : 1)
    if (window.floor <= expectedMean + part * (minRiseCount + minRiseShare * expectedMean)) return false
    return this.#raised || (known && this.#load.requests !== undefined) || standsStill(window)
  }

  /** Two spans, one after the other, so that the lowest window is forgotten after one to two of them. */
  #learnNormal(window: FloorWindow): void {
    if (Number.isNaN(this.#normalFromMs)) this.#normalFromMs = window.startMs
    const forgets = window.endMs - this.#normalFromMs > this.#settings.notDraining.normalMemoryMs
    if (forgets && !this.#raised && this.#tooHigh === 0) {
      this.#normal = this.#nextNormal
      this.#nextNormal = undefined
      this.#normalFromMs = window.endMs
    }
    this.#normal = lower(this.#normal, window)
    this.#nextNormal = lower(this.#nextNormal, window)
  }

  #loadAt(atMs: number, values: Float64Array, offset: number): number {
    const { requests, clients } = this.#load
    if (requests === undefined) {
      if (clients.length === 0) return Number.NaN
      return clients.reduce((sum, index) => sum + (values[offset + index] ?? Number.NaN), 0)
    }
    const counted = values[offset + requests] ?? Number.NaN
    if (Number.isNaN(counted)) return Number.NaN
    const [before, beforeMs] = [this.#requests, this.#requestsAtMs]
    this.#requests = counted
    this.#requestsAtMs = atMs
    return counted >= before && atMs > beforeMs ? ((counted - before) / (atMs - beforeMs)) * 1_000 : Number.NaN
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

function lower(kept: FloorWindow | undefined, window: FloorWindow): FloorWindow {
  return kept === undefined || window.floor <= kept.floor ? window : kept
}
