import type { Flag } from '../protocol/verdict'
import { Holding } from './holding'
import type { Rule } from './rule'
import type { RuleSettings } from './settings'
import { countWords, durationWords } from './words'

export interface Paired {
  index: number
  name: string
  /** What its entries are, for the reason ("streams"). */
  things: string
}

// What was tolerated as under way must have come down to this part of it before the flag goes.
const CLEAR_PART = 0.5

/** R3: a series and the partner that it must equal differ, by more than what is under way between them, and stay so. */
export class Orphaned implements Rule {
  readonly #one: Paired
  readonly #partner: Paired
  readonly #settings: RuleSettings
  readonly #holding: Holding
  #atMs = Number.NaN
  #value = Number.NaN
  #partnerValue = Number.NaN
  #churnPerMs = 0

  constructor(one: Paired, partner: Paired, settings: RuleSettings) {
    const { holdMs, clearMs } = settings.orphaned
    this.#one = one
    this.#partner = partner
    this.#settings = settings
    this.#holding = new Holding({ holdMs, clearMs, maxGapMs: settings.maxGapMs })
  }

  step(atMs: number, values: Float64Array, offset: number): boolean {
    const value = values[offset + this.#one.index] ?? Number.NaN
    const partnerValue = values[offset + this.#partner.index] ?? Number.NaN
    if (Number.isNaN(value) || Number.isNaN(partnerValue)) return false
    this.#learnChurn(atMs, value, partnerValue)
    this.#atMs = atMs
    this.#value = value
    this.#partnerValue = partnerValue
    const { toleratedCount, toleratedShare, settleMs } = this.#settings.orphaned
    const tolerated = Math.max(
      toleratedCount,
      toleratedShare * Math.max(value, partnerValue),
      settleMs * this.#churnPerMs,
    )
    const agreed = Math.max(toleratedCount, tolerated * CLEAR_PART)
    const difference = Math.abs(value - partnerValue)
    return this.#holding.step(atMs, difference > tolerated ? 'breaks' : difference <= agreed ? 'keeps' : 'between')
  }

  flag(): Flag | undefined {
    if (!this.#holding.raised) return undefined
    const { sinceMs } = this.#holding
    const [one, partner] = [this.#one, this.#partner]
    const above = this.#value >= this.#partnerValue
    const lasted = durationWords(this.#atMs - sinceMs)
    const why = above
      ? `${one.things} are not removed with their ${partner.things}`
      : `there are ${partner.things} without their ${one.things}`
    const reason = `${one.name} has been ${above ? 'above' : 'below'} ${partner.name} for ${lasted}: ${countWords(this.#value)} against ${countWords(this.#partnerValue)}; ${why}.`
    return { flag: 'orphaned', series: one.name, sinceMs, reason }
  }

  /**
   * How fast the pair moves together, as a mean that forgets. Together: the lesser of the two changes, because what only
   * one of them does is the difference itself, and a leak must not buy its own tolerance.
   */
  #learnChurn(atMs: number, value: number, partnerValue: number): void {
    const passedMs = atMs - this.#atMs
    if (!(passedMs > 0) || passedMs > this.#settings.maxGapMs) return
    const moved = Math.min(Math.abs(value - this.#value), Math.abs(partnerValue - this.#partnerValue))
    const weight = 1 - Math.exp(-passedMs / this.#settings.orphaned.churnMemoryMs)
    this.#churnPerMs += weight * (moved / passedMs - this.#churnPerMs)
  }
}
