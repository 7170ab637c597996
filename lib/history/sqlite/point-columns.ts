/** Raw points of one series, gathered from blocks, given back in order of time (frames of one time: as they were kept). */
export class PointColumns {
  private atMs = new Float64Array(1_024)
  private values = new Float64Array(1_024)
  private rises = true
  private lastAtMs = -Infinity
  length = 0

  /** The rows from `fromMs` to `toMs`, both included. */
  take(atMs: Float64Array, values: Float64Array, fromMs: number, toMs: number): void {
    this.reserve(atMs.length)
    for (let row = 0; row < atMs.length; row++) {
      const at = atMs[row] as number
      if (at < fromMs || at > toMs) continue
      if (at < this.lastAtMs) this.rises = false
      this.lastAtMs = at
      this.atMs[this.length] = at
      this.values[this.length++] = values[row] as number
    }
  }

  private reserve(more: number): void {
    if (this.length + more <= this.atMs.length) return
    const capacity = Math.max(this.atMs.length * 2, this.length + more)
    const [atMs, values] = [new Float64Array(capacity), new Float64Array(capacity)]
    atMs.set(this.atMs)
    values.set(this.values)
    this.atMs = atMs
    this.values = values
  }

  ordered(): { atMs: Float64Array; values: Float64Array } {
    const atMs = this.atMs.slice(0, this.length)
    const values = this.values.slice(0, this.length)
    if (this.rises) return { atMs, values }
    const order = Uint32Array.from(atMs.keys())
    order.sort((a, b) => (atMs[a] as number) - (atMs[b] as number) || a - b)
    return {
      atMs: Float64Array.from(order, (at) => atMs[at] as number),
      values: Float64Array.from(order, (at) => values[at] as number),
    }
  }
}
