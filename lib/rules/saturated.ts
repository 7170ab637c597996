import type { SeriesDeclaration } from '../protocol/agent-wire'
import { onceEach } from '../protocol/once-each'
import type { Flag } from '../protocol/verdict'
import type { SeriesKind } from '../protocol/vocabulary'
import { Holding, type HoldingSettings } from './holding'
import type { Rule } from './rule'
import type { BoundedKind, RuleSettings } from './settings'
import { countWords, durationWords } from './words'

const NOT_BOUNDED: readonly SeriesKind[] = ['memory', 'counter']

const CONSEQUENCE: Record<BoundedKind, string> = {
  pool: 'every new entry pushes one out or waits',
  clients: 'the next client is refused',
  registry: 'its sweeps do not make room',
  streams: 'the next stream is refused',
  pending: 'the next call waits or is refused',
  gauge: 'there is no room above it',
}

/** R1: a series that has a max is at it, and stays. */
export class Saturated implements Rule {
  readonly index: number
  readonly #name: string
  readonly #kind: BoundedKind
  readonly #max: number
  readonly #settings: RuleSettings['saturated']
  readonly #holding: Holding
  #atMs = Number.NaN
  #value = Number.NaN

  /** `undefined` for a series that has no max at which it could stay. */
  static over(index: number, series: SeriesDeclaration, settings: RuleSettings): Saturated | undefined {
    // A full cache is a healthy one.
    if (series.max === undefined || !isBounded(series.kind) || series.name === 'cache.fill') return undefined
    return new Saturated(index, series.name, series.kind, series.max, settings)
  }

  private constructor(index: number, name: string, kind: BoundedKind, max: number, settings: RuleSettings) {
    this.index = index
    this.#name = name
    this.#kind = kind
    this.#max = max
    this.#settings = settings.saturated
    this.#holding = new Holding(holdingsOf(settings).get(kind) as HoldingSettings)
  }

  step(atMs: number, values: Float64Array, offset: number): boolean {
    const value = values[offset + this.index] ?? Number.NaN
    if (Number.isNaN(value)) return false
    const share = value / this.#max
    const { atShare, clearShare } = this.#settings
    const reading = share >= atShare ? 'breaks' : share < clearShare ? 'keeps' : 'between'
    const changed = this.#holding.step(atMs, reading)
    if (!this.#holding.isAtRest) {
      this.#atMs = atMs
      this.#value = value
    }
    return changed
  }

  flag(): Flag | undefined {
    if (!this.#holding.raised) return undefined
    const { sinceMs } = this.#holding
    const lasted = durationWords(this.#atMs - sinceMs)
    const reason = `${this.#name} has been at its max of ${countWords(this.#max)} for ${lasted} (now ${countWords(this.#value)}); ${CONSEQUENCE[this.#kind]}.`
    return { flag: 'saturated', series: this.#name, sinceMs, reason }
  }
}

/** By kind: one object for all series of it. */
const holdingsOf = onceEach(
  ({ saturated: { holdMs, clearMs }, maxGapMs }: RuleSettings): ReadonlyMap<string, HoldingSettings> =>
    new Map(Object.entries(holdMs).map(([kind, ms]) => [kind, { holdMs: ms, clearMs, maxGapMs }])),
)

function isBounded(kind: SeriesKind): kind is BoundedKind {
  return !NOT_BOUNDED.includes(kind)
}
