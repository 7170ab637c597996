/**
 * The lowest value in each of 24 to 48 equal stretches of a life. Equal, because the lowest of many samples lies lower than
 * the lowest of few: floors of unequal stretches would seem to rise. When the ring is full, neighbours are merged.
 */
const FIRST_WIDTH_MS = 1000

export class FloorRing {
  static readonly CAPACITY = 48
  /** How many closed stretches there are, oldest first; one without samples takes no place. */
  size = 0
  widthMs = FIRST_WIDTH_MS
  keys!: Float64Array
  meanAtMs!: Float64Array
  counts!: Float32Array
  /** `stretch × columns`; infinite where a column had no value. */
  lows!: Float32Array
  columns: number
  private originMs = Number.NaN
  private openKey = Number.NaN
  private openCount = 0
  private openTimeSum = 0
  private open!: Float32Array

  constructor(columns: number) {
    this.columns = columns
    this.layOut()
  }

  /** Adds columns to the right; their earlier floors are not known. */
  widen(columns: number): void {
    const { keys, meanAtMs, counts, lows, open } = this
    const old = this.columns
    this.columns = columns
    this.layOut()
    this.keys.set(keys)
    this.meanAtMs.set(meanAtMs)
    this.counts.set(counts)
    this.open.set(open)
    for (let i = 0; i < this.size; i++) this.lows.set(lows.subarray(i * old, (i + 1) * old), i * columns)
  }

  /** One buffer for all: one of its own weighs as much as thirty numbers. */
  private layOut(): void {
    const { columns } = this
    const room = FloorRing.CAPACITY
    const buffer = new ArrayBuffer(room * (20 + 4 * columns) + 4 * columns)
    this.keys = new Float64Array(buffer, 0, room)
    this.meanAtMs = new Float64Array(buffer, 8 * room, room)
    this.counts = new Float32Array(buffer, 16 * room, room)
    this.open = new Float32Array(buffer, 20 * room, columns).fill(Number.POSITIVE_INFINITY)
    this.lows = new Float32Array(buffer, 20 * room + 4 * columns, room * columns).fill(Number.POSITIVE_INFINITY)
  }

  push(atMs: number, values: Float64Array, offset: number): void {
    if (Number.isNaN(this.originMs)) this.originMs = atMs
    const key = Math.floor((atMs - this.originMs) / this.widthMs)
    if (this.openCount > 0 && key !== this.openKey) this.close()
    if (this.openCount === 0) this.openKey = Math.floor((atMs - this.originMs) / this.widthMs)
    this.openCount += 1
    this.openTimeSum += atMs - this.originMs
    const { open, columns } = this
    for (let column = 0; column < columns; column++) {
      const value = values[offset + column] as number
      if (value < (open[column] as number)) open[column] = value
    }
  }

  private close(): void {
    while (this.size === FloorRing.CAPACITY) this.merge()
    // After a merge the open stretch may belong to the newest closed one's wider stretch.
    const key = Math.floor(this.openTimeSum / this.openCount / this.widthMs)
    const into = this.size > 0 && this.keys[this.size - 1] === key ? this.size - 1 : this.size
    this.put(
      into,
      key,
      this.openCount,
      this.originMs + this.openTimeSum / this.openCount,
      this.open,
      0,
      into < this.size,
    )
    this.size = into + 1
    this.openCount = 0
    this.openTimeSum = 0
    this.open.fill(Number.POSITIVE_INFINITY)
  }

  private merge(): void {
    this.widthMs *= 2
    let to = -1
    for (let from = 0; from < this.size; from++) {
      const key = Math.floor((this.keys[from] as number) / 2)
      const joins = to >= 0 && this.keys[to] === key
      if (!joins) to += 1
      this.put(
        to,
        key,
        this.counts[from] as number,
        this.meanAtMs[from] as number,
        this.lows,
        from * this.columns,
        joins,
      )
    }
    this.size = to + 1
  }

  private put(
    to: number,
    key: number,
    count: number,
    atMs: number,
    lows: Float32Array,
    offset: number,
    joins: boolean,
  ): void {
    const before = joins ? (this.counts[to] as number) : 0
    this.keys[to] = key
    this.meanAtMs[to] = ((joins ? (this.meanAtMs[to] as number) * before : 0) + atMs * count) / (before + count)
    this.counts[to] = before + count
    for (let column = 0; column < this.columns; column++) {
      const low = lows[offset + column] as number
      const at = to * this.columns + column
      if (!joins || low < (this.lows[at] as number)) this.lows[at] = low
    }
  }
}
