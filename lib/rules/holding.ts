import type { Reading } from './rule'

export interface HoldingSettings {
  holdMs: number
  clearMs: number
  maxGapMs: number
}

// Time that does not break the rule weighs three times, so a flag needs more than three quarters of the time: "consistently",
// not "without a single dip", and any number of separate spikes never adds up.
const DIP_WEIGHT = 3

/**
 * Whether a rule has been broken long enough to say so, and kept long enough to take it back.
 * Time between two readings belongs to the first of them; beyond `maxGapMs` it belongs to neither.
 */
export class Holding {
  raised = false
  /** When the stretch that led to the flag began; NaN without one. */
  sinceMs = Number.NaN
  readonly #settings: HoldingSettings
  #lastMs = Number.NaN
  #last: Reading = 'keeps'
  #brokenMs = 0
  #keptMs = 0
  #isAtRest = true

  constructor(settings: HoldingSettings) {
    this.#settings = settings
  }

  /** Whether nothing is held against what it watches: another reading that keeps the rule changes nothing at all. */
  get isAtRest(): boolean {
    return this.#isAtRest
  }

  /** Answers whether `raised` changed. Time that runs back (a clock was set) is no time passed. */
  step(atMs: number, reading: Reading): boolean {
    // As nearly always; of ten thousand processes, each number that is looked at comes from far.
    if (reading === 'keeps' && this.#isAtRest) return false
    const changed = this.#take(atMs, reading)
    this.#isAtRest = reading === 'keeps' && !this.raised && this.#brokenMs === 0 && Number.isNaN(this.sinceMs)
    return changed
  }

  #take(atMs: number, reading: Reading): boolean {
    const passedMs = atMs - this.#lastMs
    const countedMs = passedMs > 0 && passedMs <= this.#settings.maxGapMs ? passedMs : 0
    const before = this.#last
    this.#lastMs = atMs
    this.#last = reading
    return this.raised ? this.#mayClear(before, reading, countedMs) : this.#mayRaise(atMs, before, reading, countedMs)
  }

  #mayRaise(atMs: number, before: Reading, reading: Reading, countedMs: number): boolean {
    if (before === 'breaks') this.#brokenMs += countedMs
    else if (before === 'keeps') this.#brokenMs = Math.max(0, this.#brokenMs - DIP_WEIGHT * countedMs)
    if (this.#brokenMs === 0 && before !== 'breaks') this.sinceMs = reading === 'breaks' ? atMs : Number.NaN
    if (reading !== 'breaks' || this.#brokenMs < this.#settings.holdMs) return false
    this.raised = true
    this.#keptMs = 0
    return true
  }

  #mayClear(before: Reading, reading: Reading, countedMs: number): boolean {
    if (before === 'keeps') this.#keptMs += countedMs
    if (reading === 'breaks') this.#keptMs = 0
    if (reading !== 'keeps' || this.#keptMs < this.#settings.clearMs) return false
    this.raised = false
    this.sinceMs = Number.NaN
    this.#brokenMs = 0
    return true
  }
}
