/**
 * Rows ordered by time, one typed array a column: what charts draw from. Late rows are merged into their place, and beyond
 * its capacity the oldest rows go. `NaN` is "not known". A time has one row.
 */
export class TimeTable {
  readonly capacity: number
  #length = 0
  #atMs: Float64Array
  readonly #columns = new Map<string, Float64Array>()

  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) throw new RangeError(`a capacity of ${capacity} rows`)
    this.capacity = capacity
    this.#atMs = new Float64Array(capacity)
  }

  get length(): number {
    return this.#length
  }

  /** Ascending; the first `length` entries count. */
  get atMs(): Float64Array {
    return this.#atMs
  }

  get firstMs(): number | null {
    return this.#length > 0 ? (this.#atMs[0] ?? null) : null
  }

  get lastMs(): number | null {
    return this.#length > 0 ? (this.#atMs[this.#length - 1] ?? null) : null
  }

  columnNames(): IterableIterator<string> {
    return this.#columns.keys()
  }

  /** The column's values beside `atMs`, or `undefined` where it was never written. */
  column(name: string): Float64Array | undefined {
    return this.#columns.get(name)
  }

  /** The column, made of unknowns where it is new. */
  openColumn(name: string): Float64Array {
    let column = this.#columns.get(name)
    if (!column) {
      column = new Float64Array(this.capacity).fill(Number.NaN)
      this.#columns.set(name, column)
    }
    return column
  }

  /** The first row at or after `atMs`; `length` where there is none. */
  lowerBound(atMs: number): number {
    let low = 0
    let high = this.#length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#atMs[middle] ?? 0) < atMs) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The row of exactly `atMs`, or -1. */
  rowAt(atMs: number): number {
    const row = this.lowerBound(atMs)
    return row < this.#length && this.#atMs[row] === atMs ? row : -1
  }

  /**
   * Makes sure that each of `times` (in any order) has a row, and answers how many old rows had to go. Times older than
   * everything in a full table get none; ask `rowAt` afterwards.
   */
  addTimes(times: Iterable<number>): { added: number; evicted: number } {
    const fresh = [...new Set(times)].filter((atMs) => this.rowAt(atMs) < 0).sort((a, b) => a - b)
    const total = this.#length + fresh.length
    const evicted = Math.max(0, total - this.capacity)
    if (fresh.length === 0) return { added: 0, evicted: 0 }
    const isAppend = this.#length === 0 || (fresh[0] ?? 0) > (this.lastMs ?? 0)
    if (isAppend && evicted === 0) this.#append(fresh)
    else this.#merge(fresh, evicted)
    return { added: fresh.length, evicted }
  }

  clear(): void {
    this.#length = 0
    for (const column of this.#columns.values()) column.fill(Number.NaN)
  }

  #append(fresh: readonly number[]): void {
    this.#atMs.set(fresh, this.#length)
    this.#length += fresh.length
  }

  /** Rebuilds every column once, whatever the number of rows: late frames come in hundreds after an outage. */
  #merge(fresh: readonly number[], evicted: number): void {
    // A full table would be rebuilt at every append; a sixteenth of slack makes that rare.
    const slack = evicted > 0 ? Math.max(evicted, this.capacity >>> 4) : 0
    const drop = Math.min(slack, this.#length + fresh.length - 1)
    const merged = mergePlan(this.#atMs.subarray(0, this.#length), fresh)
    const kept = merged.slice(drop)
    const atMs = new Float64Array(this.capacity)
    kept.forEach((from, to) => (atMs[to] = from >= 0 ? (this.#atMs[from] ?? 0) : (fresh[-from - 1] ?? 0)))
    for (const [name, old] of this.#columns) {
      const column = new Float64Array(this.capacity).fill(Number.NaN)
      kept.forEach((from, to) => {
        if (from >= 0) column[to] = old[from] ?? Number.NaN
      })
      this.#columns.set(name, column)
    }
    this.#atMs = atMs
    this.#length = kept.length
  }
}

/** The order of both after merging: a row of `old` as its number, the n-th of `fresh` as `-n - 1`. */
function mergePlan(old: Float64Array, fresh: readonly number[]): number[] {
  const plan: number[] = []
  let at = 0
  for (let row = 0; row < old.length; row += 1) {
    while (at < fresh.length && (fresh[at] ?? 0) < (old[row] ?? 0)) plan.push(-at++ - 1)
    plan.push(row)
  }
  while (at < fresh.length) plan.push(-at++ - 1)
  return plan
}
