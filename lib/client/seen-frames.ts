/** Which frames have come already, by (boot, seq): a frame that is sent again after a reconnect counts once. */
export class SeenFrames {
  readonly #boots = new Map<string, Range[]>()
  readonly #maxBoots: number
  readonly #maxRanges: number

  constructor(maxBoots = 16, maxRanges = 1_024) {
    this.#maxBoots = maxBoots
    this.#maxRanges = maxRanges
  }

  /** Notes the frame; `false` where it was known. */
  add(boot: string, seq: number): boolean {
    const ranges = this.#rangesOf(boot)
    // From the back: nearly every frame continues the newest range.
    let at = ranges.length - 1
    while (at >= 0 && (ranges[at]?.from ?? 0) > seq) at -= 1
    const before = ranges[at]
    if (before && seq <= before.to) return false
    this.#insert(ranges, at, seq)
    return true
  }

  #insert(ranges: Range[], at: number, seq: number): void {
    const before = ranges[at]
    const after = ranges[at + 1]
    const joinsBefore = before !== undefined && before.to === seq - 1
    const joinsAfter = after !== undefined && after.from === seq + 1
    if (joinsBefore && joinsAfter) {
      before.to = after.to
      ranges.splice(at + 1, 1)
    } else if (joinsBefore) before.to = seq
    else if (joinsAfter) after.from = seq
    else ranges.splice(at + 1, 0, { from: seq, to: seq })
    // A frame of a forgotten range that comes again is merged by its time, which changes nothing.
    if (ranges.length > this.#maxRanges) ranges.shift()
  }

  #rangesOf(boot: string): Range[] {
    const known = this.#boots.get(boot)
    if (known) return known
    const fresh: Range[] = []
    this.#boots.set(boot, fresh)
    const [oldest] = this.#boots.keys()
    if (this.#boots.size > this.#maxBoots && oldest !== undefined) this.#boots.delete(oldest)
    return fresh
  }
}

interface Range {
  from: number
  to: number
}
