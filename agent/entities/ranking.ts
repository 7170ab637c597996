/** The largest few of many, without keeping the others. */

export interface Ranked {
  item: unknown
  key: unknown
  bytes: number | null
}

export class Ranking {
  /** From the largest down; those of unknown size come last. */
  readonly largest: Ranked[] = []
  readonly #ranks: number[] = []
  readonly #capacity: number

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** `rank`: what it is sorted by; `NaN` is "not known". */
  offer(rank: number, item: unknown, key: unknown, bytes: number | null): void {
    const known = Number.isNaN(rank) ? -1 : rank
    const ranks = this.#ranks
    if (ranks.length >= this.#capacity && known <= (ranks.at(-1) ?? 0)) return
    let at = ranks.length
    while (at > 0 && (ranks[at - 1] ?? 0) < known) at--
    ranks.splice(at, 0, known)
    this.largest.splice(at, 0, { item, key, bytes })
    if (ranks.length > this.#capacity) {
      ranks.pop()
      this.largest.pop()
    }
  }
}
