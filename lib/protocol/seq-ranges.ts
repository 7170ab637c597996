/**
 * Which frames of a life are known, at the door and on disk: a set of whole numbers as sorted, disjoint ranges: the seqs of a life are one range nearly always, so this costs a
 * few numbers where a Set would cost one entry a frame.
 */
export class SeqRanges {
  #from: number[] = []
  #to: number[] = []
  readonly #capacity: number

  /** `capacity`: how many ranges are told apart; past it the two lowest become one, as if the gap between were known. */
  constructor(capacity: number, ranges: readonly (readonly [from: number, to: number])[] = []) {
    if (!Number.isInteger(capacity) || capacity < 2)
      throw new RangeError(`capacity must be at least 2; ${capacity} came`)
    this.#capacity = capacity
    for (const [from, to] of ranges) this.addRange(from, to)
  }

  get rangeCount(): number {
    return this.#from.length
  }

  /** 0 while nothing is known. */
  get highest(): number {
    return this.#to.at(-1) ?? 0
  }

  /** 0 while nothing is known. */
  get lowest(): number {
    return this.#from[0] ?? 0
  }

  has(seq: number): boolean {
    const at = this.#rangeAtOrBelow(seq)
    return at >= 0 && seq <= (this.#to[at] ?? 0)
  }

  /** Whether `seq` was new. */
  add(seq: number): boolean {
    const last = this.#to.length - 1
    // Frames come in order: the common case costs two comparisons.
    if (last >= 0 && seq === (this.#to[last] ?? 0) + 1) {
      this.#to[last] = seq
      return true
    }
    if (this.has(seq)) return false
    this.addRange(seq, seq)
    return true
  }

  addRange(from: number, to: number): void {
    let start = this.#rangeAtOrBelow(from)
    // A range that ends right before `from` grows; one that ends earlier stays as it is.
    if (start < 0 || (this.#to[start] ?? 0) < from - 1) start++
    let end = start
    let low = from
    let high = to
    while (end < this.#from.length && (this.#from[end] ?? 0) <= to + 1) {
      low = Math.min(low, this.#from[end] ?? low)
      high = Math.max(high, this.#to[end] ?? high)
      end++
    }
    this.#from.splice(start, end - start, low)
    this.#to.splice(start, end - start, high)
    if (this.#from.length > this.#capacity) {
      this.#from.splice(1, 1)
      this.#to.splice(0, 1)
    }
  }

  remove(seq: number): void {
    const at = this.#rangeAtOrBelow(seq)
    const from = this.#from[at]
    const to = this.#to[at]
    if (from === undefined || to === undefined || seq > to) return
    this.#from.splice(at, 1)
    this.#to.splice(at, 1)
    if (from < seq) this.addRange(from, seq - 1)
    if (seq < to) this.addRange(seq + 1, to)
  }

  /** Sorted and disjoint; both ends belong to a range. */
  list(): [from: number, to: number][] {
    return this.#from.map((from, index) => [from, this.#to[index] ?? from])
  }

  /** The highest known seq below `limit`; 0 where there is none. */
  highestBelow(limit: number): number {
    const at = this.#rangeAtOrBelow(limit - 1)
    return at < 0 ? 0 : Math.min(this.#to[at] ?? 0, limit - 1)
  }

  /** The index of the last range that starts at or below `seq`; -1 where there is none. */
  #rangeAtOrBelow(seq: number): number {
    let low = 0
    let high = this.#from.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#from[middle] ?? 0) <= seq) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}
