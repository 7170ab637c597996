import type { Flag } from '../protocol/verdict'
import { Holding } from './holding'
import type { Rule } from './rule'
import type { RuleSettings } from './settings'
import { byteWords, durationWords, shareWords } from './words'

/** A series to hold against a limit. */
export interface Measured {
  index: number
  name: string
}

/**
 * R5: memory is near its limit, and stays: the resident set against the container's, the heap against V8's.
 * `measures`, the best first: of a heap what remains after a collection, and only until that is known what is in use,
 * because garbage fills a healthy heap as well. A better one may be declared at any time.
 */
export class NearLimit implements Rule {
  readonly #measures: readonly Measured[]
  readonly #limitBytes: number
  readonly #limitWords: string
  readonly #settings: RuleSettings
  #holding: Holding
  #measured: Measured | undefined
  #atMs = Number.NaN
  #bytes = Number.NaN

  constructor(measures: readonly Measured[], limitBytes: number, limitWords: string, settings: RuleSettings) {
    this.#measures = measures
    this.#limitBytes = limitBytes
    this.#limitWords = limitWords
    this.#settings = settings
    this.#holding = this.#newHolding()
  }

  step(atMs: number, values: Float64Array, offset: number): boolean {
    const found = this.#measures.findIndex(({ index }) => !Number.isNaN(values[offset + index] ?? Number.NaN))
    const measured = this.#measures[found]
    if (measured === undefined) return false
    const known = this.#measures.findIndex(({ name }) => name === this.#measured?.name)
    // The better number is not known in this one frame: what is worse says nothing meanwhile.
    if (known !== -1 && found > known) return false
    const better = known !== -1 && found < known
    const fell = better && this.#holding.raised
    if (better) this.#holding = this.#newHolding()
    this.#measured = measured
    this.#atMs = atMs
    this.#bytes = values[offset + measured.index] ?? Number.NaN
    const share = this.#bytes / this.#limitBytes
    const { atShare, clearShare } = this.#settings.nearLimit
    return this.#holding.step(atMs, share >= atShare ? 'breaks' : share < clearShare ? 'keeps' : 'between') || fell
  }

  flag(): Flag | undefined {
    if (!this.#holding.raised || this.#measured === undefined) return undefined
    const { sinceMs } = this.#holding
    const { name } = this.#measured
    const share = shareWords(this.#bytes / this.#limitBytes)
    const lasted = durationWords(this.#atMs - sinceMs)
    const reason = `${name} has been near the ${this.#limitWords} for ${lasted}: ${byteWords(this.#bytes)} of ${byteWords(this.#limitBytes)} (${share}).`
    return { flag: 'near-limit', series: name, sinceMs, reason }
  }

  #newHolding(): Holding {
    const { holdMs, clearMs } = this.#settings.nearLimit
    return new Holding({ holdMs, clearMs, maxGapMs: this.#settings.maxGapMs })
  }
}
