/** Those that changed most first, and of very many only so many. */
import { CHANGE_STATES, type ChangeState, type SeriesChange } from '../protocol/changes'

/** What is alike stands by its names, so that the same question has the same answer. */
export function byChange(a: SeriesChange, b: SeriesChange): number {
  return (
    b.score - a.score ||
    rankOf(a.state) - rankOf(b.state) ||
    compare(a.service, b.service) ||
    compare(a.instance, b.instance) ||
    compare(a.process, b.process) ||
    compare(a.series, b.series)
  )
}

const rankOf = (state: ChangeState) => CHANGE_STATES.indexOf(state)
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Holds the `limit` that changed most, and twice as many at most on its way. */
export class MostChanged {
  readonly counts: Record<ChangeState, number> = { changed: 0, unchanged: 0, new: 0, ended: 0, 'not-known': 0 }
  readonly #limit: number
  #held: SeriesChange[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  add(change: SeriesChange): void {
    this.counts[change.state]++
    this.#held.push(change)
    if (this.#held.length >= 2 * this.#limit) this.#held = this.list()
  }

  list(): SeriesChange[] {
    return this.#held.toSorted(byChange).slice(0, this.#limit)
  }
}
