/**
 * A bounded ladder of aggregates over one life: fine bins for what is recent, ever coarser ones for what is old, some
 * twelve an octave (an exponential histogram; Datar, Gionis, Indyk, Motwani, 2002). All columns share the bins' times.
 * Memory is set by the constructor; a sample costs O(1) amortised.
 */

const BINS_AN_OCTAVE = 12
/** The finest bins are this share of the age, so that the number of rungs stays bounded. */
const AGE_IN_FINEST_BINS = 320
const FIRST_WIDTH_MS = 1000
/** Finest bins stop coarsening with age here: a fast leak late in a long life must still be seen within the hour. */
const COARSEST_FINEST_MS = 256_000

export class Ladder {
  readonly capacity: number
  /** How many closed bins there are, oldest first. */
  size = 0
  startMs!: Float64Array
  widthMs!: Float32Array
  /** Mean time of the samples in the bin. */
  meanAtMs!: Float64Array
  counts!: Float32Array
  /** Mean of each bin, `bin × columns`; `NaN` where a column had no value. */
  means!: Float32Array
  columns: number

  private originMs = Number.NaN
  private finestMs = FIRST_WIDTH_MS
  private openKey = Number.NaN
  private openWidthMs = FIRST_WIDTH_MS
  private openCount = 0
  private openTimeSum = 0
  private openSum!: Float64Array
  /** How many rows of the open bin had no value: nearly always none, so that a row need not be counted in each column. */
  private openMissing!: Float32Array

  constructor(columns: number, capacity = 64) {
    this.capacity = capacity
    this.columns = columns
    this.layOut()
  }

  /** Adds columns to the right; their earlier bins are not known. */
  widen(columns: number): void {
    const { startMs, meanAtMs, widthMs, counts, means, openSum, openMissing } = this
    const old = this.columns
    this.columns = columns
    this.layOut()
    this.startMs.set(startMs)
    this.meanAtMs.set(meanAtMs)
    this.widthMs.set(widthMs)
    this.counts.set(counts)
    this.openSum.set(openSum)
    this.openMissing.fill(this.openCount)
    this.openMissing.set(openMissing)
    this.means.fill(Number.NaN)
    for (let bin = 0; bin < this.size; bin++) {
      this.means.set(means.subarray(bin * old, (bin + 1) * old), bin * columns)
    }
  }

  /** One buffer for all: one of its own weighs as much as thirty numbers, and ten thousand processes have two ladders each. */
  private layOut(): void {
    const { capacity, columns } = this
    const buffer = new ArrayBuffer(capacity * (24 + 4 * columns) + 12 * columns)
    let at = 0
    const doubles = (length: number): Float64Array => {
      const view = new Float64Array(buffer, at, length)
      at += view.byteLength
      return view
    }
    const floats = (length: number): Float32Array => {
      const view = new Float32Array(buffer, at, length)
      at += view.byteLength
      return view
    }
    this.startMs = doubles(capacity)
    this.meanAtMs = doubles(capacity)
    this.openSum = doubles(columns)
    this.openMissing = floats(columns)
    this.widthMs = floats(capacity)
    this.counts = floats(capacity)
    this.means = floats(capacity * columns)
  }

  /** Takes one row. Returns whether a bin was closed by it. Times never go back. */
  push(atMs: number, values: Float64Array, offset: number): boolean {
    if (Number.isNaN(this.originMs)) this.originMs = atMs
    let closed = false
    if (this.openCount > 0 && Math.floor((atMs - this.originMs) / this.openWidthMs) !== this.openKey) {
      this.close()
      closed = true
    }
    if (this.openCount === 0) {
      this.openKey = Math.floor((atMs - this.originMs) / this.finestMs)
      this.openWidthMs = this.finestMs
    }
    this.openCount += 1
    this.openTimeSum += atMs - this.originMs
    const { openSum, openMissing, columns } = this
    for (let column = 0; column < columns; column++) {
      const value = values[offset + column] as number
      if (value === value) openSum[column] = (openSum[column] as number) + value
      else openMissing[column] = (openMissing[column] as number) + 1
    }
    return closed
  }

  /** The bin that is still open: how many samples it holds, their mean time, and a column's mean (`NaN` where not known). */
  openBin(column: number): { count: number; atMs: number; mean: number } {
    const mean = this.openMean(column)
    return { count: this.openCount, atMs: this.originMs + this.openTimeSum / Math.max(1, this.openCount), mean }
  }

  private openMean(column: number): number {
    const n = this.openCount - (this.openMissing[column] as number)
    return n > 0 ? (this.openSum[column] as number) / n : Number.NaN
  }

  private close(): void {
    const ageMs = this.openTimeSum / this.openCount
    while (this.finestMs < COARSEST_FINEST_MS && ageMs > this.finestMs * AGE_IN_FINEST_BINS) this.finestMs *= 2
    this.compact()
    while (this.size === this.capacity) {
      this.finestMs *= 2
      this.compact()
    }
    const bin = this.size
    this.startMs[bin] = this.openKey * this.openWidthMs
    this.widthMs[bin] = this.openWidthMs
    this.meanAtMs[bin] = this.originMs + ageMs
    this.counts[bin] = this.openCount
    const at = bin * this.columns
    for (let column = 0; column < this.columns; column++) {
      this.means[at + column] = this.openMean(column)
    }
    this.size += 1
    this.resetOpen()
  }

  /** One pass from the newest run of equal widths to the oldest; what a run has too much of is handed on, two by two. */
  private compact(): void {
    let end = this.size
    while (end > 0) {
      const width = this.widthMs[end - 1] as number
      let begin = end
      while (begin > 0 && this.widthMs[begin - 1] === width) begin -= 1
      const allowed = width < this.finestMs ? 0 : BINS_AN_OCTAVE
      while (end - begin > allowed) {
        const key = Math.floor((this.startMs[begin] as number) / (2 * width))
        if (begin + 1 < end && Math.floor((this.startMs[begin + 1] as number) / (2 * width)) === key) {
          this.mergeWithNext(begin)
          end -= 1
        }
        this.startMs[begin] = key * 2 * width
        this.widthMs[begin] = 2 * width
        begin += 1
      }
      end = begin
    }
  }

  /** Runs for each sample that is folded into an older one: no list is made on the way, or ten thousand processes make 3 MB a second. */
  private mergeWithNext(bin: number): void {
    const next = bin + 1
    const { columns, means, counts, meanAtMs, startMs, widthMs, size } = this
    const n = counts[bin] as number
    const m = counts[next] as number
    meanAtMs[bin] = ((meanAtMs[bin] as number) * n + (meanAtMs[next] as number) * m) / (n + m)
    counts[bin] = n + m
    for (let column = 0; column < columns; column++) {
      const to = bin * columns + column
      const mean = means[to] as number
      const other = means[to + columns] as number
      means[to] = mean !== mean ? other : other !== other ? mean : (mean * n + other * m) / (n + m)
    }
    startMs.copyWithin(next, next + 1, size)
    widthMs.copyWithin(next, next + 1, size)
    meanAtMs.copyWithin(next, next + 1, size)
    counts.copyWithin(next, next + 1, size)
    means.copyWithin(next * columns, (next + 1) * columns, size * columns)
    this.size -= 1
  }

  private resetOpen(): void {
    this.openCount = 0
    this.openTimeSum = 0
    this.openSum.fill(0)
    this.openMissing.fill(0)
  }
}
