import type { SeriesDeclaration } from '../protocol/agent-wire'
import type { Flag } from '../protocol/verdict'
import { Holding } from './holding'
import type { Reading, Rule } from './rule'
import type { RuleSettings } from './settings'
import { countWords, durationWords } from './words'

/** The series that refuses, where it is known. */
export interface Refusing {
  index: number
  name: string
  max?: number
}

const REJECTION_WORDS: ReadonlySet<string> = new Set(['rejected', 'rejections', 'max_clients_reached'])
const SEPARATOR = /[.:/]/

/**
 * What a counter of rejections counts: `ws` for `rejected.ws`, `clients.ws` for `clients.ws.rejected`, `''` for a bare
 * `rejected`; `undefined` for every other counter.
 */
export function rejectionSubject(series: SeriesDeclaration): string | undefined {
  if (series.kind !== 'counter') return undefined
  const parts = series.name.split(SEPARATOR)
  if (REJECTION_WORDS.has(parts[0] ?? '')) return series.name.slice((parts[0] ?? '').length + 1)
  const last = parts.at(-1) ?? ''
  return REJECTION_WORDS.has(last) ? series.name.slice(0, -last.length - 1) : undefined
}

/** Which of `candidates` (clients before pools) a counter of rejections of `subject` belongs to. */
export function refusingSeries(
  counter: SeriesDeclaration,
  subject: string,
  candidates: readonly SeriesDeclaration[],
): SeriesDeclaration | undefined {
  const meant = candidates.filter(
    ({ name }) => name === counter.matches || name === subject || name.slice(name.search(SEPARATOR) + 1) === subject,
  )
  return meant.find(({ kind }) => kind === 'clients') ?? meant.find(({ kind }) => kind === 'pool')
}

/**
 * R2: clients are refused again and again. The rejections come from a counter, or as events where there is no counter.
 */
export class Rejecting implements Rule {
  /** The series that refuses, once it is known. */
  refusing: Refusing | undefined
  readonly #counter: { index: number; name: string } | undefined
  readonly #apartMs: number
  readonly #holding: Holding
  #counted = Number.NaN
  #told = 0
  #atMs = Number.NaN
  #lastRejectionMs = Number.NEGATIVE_INFINITY
  #stretchCount = 0
  #size = Number.NaN

  /** Without a `counter` the rejections are those that `tell` says. */
  constructor(counter: { index: number; name: string } | undefined, settings: RuleSettings) {
    const { apartMs, holdMs, clearMs } = settings.rejecting
    this.#counter = counter
    this.#apartMs = apartMs
    this.#holding = new Holding({ holdMs, clearMs, maxGapMs: settings.maxGapMs })
  }

  /** Rejections told by an event; they count with the next frame. */
  tell(count: number): void {
    this.#told += count
  }

  step(atMs: number, values: Float64Array, offset: number): boolean {
    const rejections = this.#rejectionsSince(values, offset)
    if (Number.isNaN(rejections) || (rejections === 0 && this.#holding.isAtRest)) return false
    this.#atMs = atMs
    if (this.refusing) this.#size = values[offset + this.refusing.index] ?? Number.NaN
    if (rejections > 0) this.#lastRejectionMs = atMs
    const reading: Reading = atMs - this.#lastRejectionMs <= this.#apartMs ? 'breaks' : 'keeps'
    const changed = this.#holding.step(atMs, reading)
    if (Number.isNaN(this.#holding.sinceMs)) this.#stretchCount = 0
    else this.#stretchCount += rejections
    return changed
  }

  flag(): Flag | undefined {
    if (!this.#holding.raised) return undefined
    const { sinceMs } = this.#holding
    const lastedMs = Math.max(1, this.#atMs - sinceMs)
    const rate = countWords((this.#stretchCount / lastedMs) * 60_000)
    const what = this.refusing ? `Clients of ${this.refusing.name}` : 'Clients'
    const how = `${countWords(this.#stretchCount)} in ${durationWords(lastedMs)} (${rate} a minute)`
    const reason = `${what} are refused: ${how}${this.#sizeWords()}.`
    const series = this.refusing?.name ?? this.#counter?.name
    return { flag: 'rejecting', ...(series === undefined ? {} : { series }), sinceMs, reason }
  }

  /** How many since the frame before; NaN where the counter is not known. */
  #rejectionsSince(values: Float64Array, offset: number): number {
    if (!this.#counter) {
      const told = this.#told
      if (told > 0) this.#told = 0
      return told
    }
    const counted = values[offset + this.#counter.index] ?? Number.NaN
    if (Number.isNaN(counted)) return Number.NaN
    const before = this.#counted
    if (counted !== before) this.#counted = counted
    // The first value of a life says nothing about when; a counter that falls was started again.
    return counted > before ? counted - before : 0
  }

  #sizeWords(): string {
    if (Number.isNaN(this.#size)) return ''
    const max = this.refusing?.max
    return max === undefined
      ? `, with ${countWords(this.#size)} connected`
      : `, with ${countWords(this.#size)} of at most ${countWords(max)} connected`
  }
}
