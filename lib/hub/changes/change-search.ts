/** What changed in a stretch of time, of one process or of all that the hub knows: within some seconds, and one search over all at a time. */
import { setImmediate as aTurn } from 'node:timers/promises'
import { LEAST_SAMPLES } from '../../changes/change'
import { MostChanged } from '../../changes/order'
import { type ComparedWindows, comparedWindows } from '../../changes/windows'
import type { ChangesAnswer, LifeChange } from '../../protocol/changes'
import type { ProcessEntry } from '../roster/process-entry'
import { type ChangeStore, readChanges } from './process-reader'

export interface ChangeSearchOptions {
  store: ChangeStore
  entries: () => Iterable<ProcessEntry>
  nowMs: () => number
}

export interface ChangeQuestion {
  fromMs: number
  toMs: number
  limit: number
}

/** After this, the answer is of those that were looked at. */
export const SEARCH_WITHIN_MS = 8_000
/** Searches over all that wait for the one under way. */
export const MOST_WAITING = 3
const LIVES_TOLD = 100
/** So that the history's thread works on the next while this one judges. */
const READ_AT_ONCE = 2

/** Too many wait already. */
export class TooManySearches extends Error {
  override name = 'TooManySearches'
}

export class ChangeSearch {
  readonly #options: ChangeSearchOptions
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  constructor(options: ChangeSearchOptions) {
    this.#options = options
  }

  of(entry: ProcessEntry, question: ChangeQuestion, signal: AbortSignal): Promise<ChangesAnswer> {
    return this.#search([entry], question, signal)
  }

  /** Rejects with `TooManySearches` where others wait already. */
  async ofAll(question: ChangeQuestion, signal: AbortSignal): Promise<ChangesAnswer> {
    if (this.#waiting > MOST_WAITING)
      throw new TooManySearches('others are looking through all processes already; ask again in some seconds.')
    this.#waiting++
    const before = this.#last
    const search = before.then(() => this.#search(urgentFirst(this.#options.entries()), question, signal))
    // Whoever comes next waits for this one, however it ends.
    this.#last = search.catch(() => undefined)
    try {
      return await search
    } finally {
      this.#waiting--
    }
  }

  async #search(
    entries: readonly ProcessEntry[],
    question: ChangeQuestion,
    signal: AbortSignal,
  ): Promise<ChangesAnswer> {
    const { store, nowMs } = this.#options
    const windows = comparedWindows(question.fromMs, question.toMs)
    const endMs = nowMs() + SEARCH_WITHIN_MS
    const most = new MostChanged(question.limit)
    const lives = new FirstLives()
    let [next, looked] = [0, 0]
    const read = async () => {
      while (next < entries.length && !signal.aborted && nowMs() < endMs) {
        const entry = entries[next++] as ProcessEntry
        const found = await readChanges(store, entry, windows, nowMs())
        // Answers that come as fast as they are judged would be read one after the other, and nothing else in between.
        await aTurn()
        for (const change of found.changes) most.add(change)
        lives.add(found.lives)
        looked++
      }
    }
    await Promise.all(Array.from({ length: READ_AT_ONCE }, read))
    return answerOf(windows, most, lives, { known: entries.length, looked })
  }
}

/** The first of all lives that began or ended, however many there are: a service that restarts every minute has a thousand of them. */
class FirstLives {
  count = 0
  #kept: LifeChange[] = []

  add(lives: readonly LifeChange[]): void {
    this.count += lives.length
    this.#kept.push(...lives)
    if (this.#kept.length > 2 * LIVES_TOLD) this.#kept = this.list()
  }

  list(): LifeChange[] {
    return this.#kept.toSorted((a, b) => a.atMs - b.atMs).slice(0, LIVES_TOLD)
  }
}

/** Those with a broken rule, then those that live: if time runs out, it does for what is over. */
function urgentFirst(entries: Iterable<ProcessEntry>): ProcessEntry[] {
  return [...entries].toSorted((a, b) => b.flags.length - a.flags.length || b.arrivedAtMs - a.arrivedAtMs)
}

function answerOf(
  { before, within, stepMs }: ComparedWindows,
  most: MostChanged,
  lives: FirstLives,
  processes: ChangesAnswer['processes'],
): ChangesAnswer {
  const told = lives.list()
  return {
    within,
    before,
    stepMs,
    leastSamples: LEAST_SAMPLES,
    processes,
    series: most.counts,
    changes: most.list(),
    lives: told,
    livesLeftOut: lives.count - told.length,
  }
}
