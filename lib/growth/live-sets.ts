/** The live set after each major collection, with the process's inputs at that time: a ladder of its own. */
import { INPUTS } from './inputs'
import { Ladder } from './ladder'

export const LIVE_COLUMNS = INPUTS + 1

/** Collections are far apart, so that fewer bins do. */
const LIVE_BINS = 40

export class LiveSets {
  readonly ladder = new Ladder(LIVE_COLUMNS, LIVE_BINS)
  /** Major collections seen so far, and the time from one to the next, smoothed. */
  collections = 0
  betweenMs = Number.NaN
  private readonly row = new Float64Array(LIVE_COLUMNS)
  private lastCount = Number.NaN
  private lastAtMs = Number.NaN

  /**
   * Takes the live set as it stands and the count of major collections (`NaN` where that is not reported: then every value
   * is a new one). Returns whether a collection has run since the row before.
   */
  push(atMs: number, live: number, count: number, inputs: Float64Array): boolean {
    const counted = count === count
    const fresh = live === live && (!counted || count !== this.lastCount)
    if (counted) this.lastCount = count
    if (!fresh) return false
    this.collections += 1
    const since = atMs - this.lastAtMs
    if (since === since) this.betweenMs = this.betweenMs === this.betweenMs ? 0.7 * this.betweenMs + 0.3 * since : since
    this.lastAtMs = atMs
    this.row[0] = live
    for (let input = 0; input < INPUTS; input++) this.row[input + 1] = inputs[input] as number
    this.ladder.push(atMs, this.row, 0)
    return true
  }
}
