/** What is remembered of each series between looks, in typed arrays: some 200 bytes a series. */
import { VERDICT_WORDS, type VerdictWord } from '../protocol/vocabulary'

/** Why a verdict says what it says; each has its sentence in `reasons.ts`. */
export const CAUSES = [
  'young',
  'no-collections',
  'no-cycles',
  'flat',
  'slow',
  'filling',
  'settling',
  'load',
  'inseparable',
  'day',
  'short',
  'rising',
  'by-request',
  'pooled',
  'falling',
  'counter',
  'garbage',
] as const
export type Cause = (typeof CAUSES)[number]

const TIMES = ['sinceMs', 'fromMs', 'toMs', 'conclusiveAtMs'] as const
const NUMBERS = [
  'slopePerHour',
  'lowPerHour',
  'highPerHour',
  'shareSlope',
  'evidence',
  'doubts',
  'first',
  'lives',
  'chance',
] as const
type TimeName = (typeof TIMES)[number]
type NumberName = (typeof NUMBERS)[number]

export class SeriesTable {
  size = 0
  /** Rises whenever a row comes or its word becomes another. */
  changes = 0
  private times = new Float64Array(0)
  private numbers = new Float32Array(0)
  private words = new Uint8Array(0)
  private causes = new Uint8Array(0)

  /** Adds rows at the end. */
  grow(size: number, sinceMs: number): void {
    const before = this.size
    this.changes += 1
    const { times, numbers, words, causes } = this
    const [timesEnd, numbersEnd] = [size * TIMES.length * 8, size * (TIMES.length * 8 + NUMBERS.length * 4)]
    const buffer = new ArrayBuffer(numbersEnd + 2 * size)
    this.times = new Float64Array(buffer, 0, size * TIMES.length)
    this.numbers = new Float32Array(buffer, timesEnd, size * NUMBERS.length)
    this.words = new Uint8Array(buffer, numbersEnd, size)
    this.causes = new Uint8Array(buffer, numbersEnd + size, size)
    this.times.set(times)
    this.numbers.set(numbers)
    this.words.set(words)
    this.causes.set(causes)
    this.size = size
    this.times.fill(Number.NaN, before * TIMES.length)
    this.numbers.fill(Number.NaN, before * NUMBERS.length)
    for (let row = before; row < size; row++) {
      this.setTime(row, 'sinceMs', sinceMs)
      this.set(row, 'evidence', 0)
      this.set(row, 'doubts', 0)
    }
  }

  time(row: number, name: TimeName): number {
    return this.times[row * TIMES.length + TIMES.indexOf(name)] as number
  }

  setTime(row: number, name: TimeName, value: number): void {
    this.times[row * TIMES.length + TIMES.indexOf(name)] = value
  }

  get(row: number, name: NumberName): number {
    return this.numbers[row * NUMBERS.length + NUMBERS.indexOf(name)] as number
  }

  set(row: number, name: NumberName, value: number): void {
    this.numbers[row * NUMBERS.length + NUMBERS.indexOf(name)] = value
  }

  word(row: number): VerdictWord {
    return VERDICT_WORDS[this.words[row] as number] ?? 'collecting'
  }

  cause(row: number): Cause {
    return CAUSES[this.causes[row] as number] as Cause
  }

  /** Says a word and why; `sinceMs` moves only when the word changes. */
  say(row: number, word: VerdictWord, cause: Cause, atMs: number): void {
    if (this.word(row) !== word) {
      this.changes += 1
      this.setTime(row, 'sinceMs', atMs)
    }
    this.words[row] = VERDICT_WORDS.indexOf(word)
    this.causes[row] = CAUSES.indexOf(cause)
  }
}
