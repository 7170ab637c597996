/** Which frames of a life are kept, as ranges of seqs: almost always one, more after an outbox overflowed. */
export class SeqRanges {
  private ranges: [from: number, to: number][]

  /** Past `capacity` ranges the oldest gap counts as known: it is the one that no agent still holds frames of. */
  constructor(
    private readonly capacity: number,
    ranges: readonly (readonly [number, number])[] = [],
  ) {
    this.ranges = ranges.map(([from, to]) => [from, to])
  }

  has(seq: number): boolean {
    const range = this.ranges[this.placeOf(seq)]
    return range !== undefined && range[0] <= seq
  }

  /** Adds one; false where it was there already. */
  add(seq: number): boolean {
    const place = this.placeOf(seq)
    const after = this.ranges[place]
    if (after !== undefined && after[0] <= seq) return false
    const before = this.ranges[place - 1]
    const joinsBefore = before !== undefined && before[1] === seq - 1
    const joinsAfter = after !== undefined && after[0] === seq + 1
    if (joinsBefore && joinsAfter) {
      before[1] = after[1]
      this.ranges.splice(place, 1)
    } else if (joinsBefore) before[1] = seq
    else if (joinsAfter) after[0] = seq
    else {
      this.ranges.splice(place, 0, [seq, seq])
      this.closeOldestGap()
    }
    return true
  }

  /** Takes one out again: a frame that was given up. */
  remove(seq: number): void {
    const place = this.placeOf(seq)
    const range = this.ranges[place]
    if (range === undefined || range[0] > seq) return
    const left: [number, number][] = range[0] < seq ? [[range[0], seq - 1]] : []
    const right: [number, number][] = range[1] > seq ? [[seq + 1, range[1]]] : []
    this.ranges.splice(place, 1, ...left, ...right)
    this.closeOldestGap()
  }

  list(): [from: number, to: number][] {
    return this.ranges.map(([from, to]) => [from, to])
  }

  /** The first range that ends at `seq` or later; searched from the newest, where almost every frame belongs. */
  private placeOf(seq: number): number {
    let place = this.ranges.length
    while (place > 0 && (this.ranges[place - 1] as [number, number])[1] >= seq) place--
    return place
  }

  private closeOldestGap(): void {
    if (this.ranges.length <= this.capacity) return
    const [first, second] = this.ranges as [[number, number], [number, number]]
    second[0] = first[0]
    this.ranges.shift()
  }
}
