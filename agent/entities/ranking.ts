/** The largest few of many, without keeping the others. */

export interface Ranked {
  item: unknown
  key: unknown
  bytes: number | null
  /** What it is sorted by; -1 where that is not known. */
  rank: number
}

export class Ranking {
  /** From the largest down; those of unknown size come last. */
  readonly largest: Ranked[] = []
  readonly #capacity: number

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  offer(ranked: Ranked): void {
    const { largest } = this
    const isFull = largest.length >= this.#capacity
    if (isFull && ranked.rank <= (largest.at(-1)?.rank ?? 0)) return
    // Halving, for a list that grows is often met from the smallest up: then each goes to the front.
    let from = 0
    let to = largest.length
    while (from < to) {
      const middle = (from + to) >> 1
      if ((largest[middle]?.rank ?? 0) < ranked.rank) to = middle
      else from = middle + 1
    }
    if (isFull) largest.pop()
    largest.splice(from, 0, ranked)
  }
}
