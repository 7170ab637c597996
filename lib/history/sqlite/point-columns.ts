import type { FrameBlock } from '../../protocol/frame-block'

/** Raw points of one series, gathered from blocks, given back in order of time (frames of one time: in the order of seq). */
export class PointColumns {
  private atMs = new Float64Array(1_024)
  private values = new Float64Array(1_024)
  private rises = true
  length = 0

  /** The frames from `fromMs` to `toMs`, both included. A frame from before the series was added has "not known". */
  take(block: FrameBlock, column: number, fromMs: number, toMs: number): void {
    for (let row = 0; row < block.count; row++) {
      const atMs = block.atMs[row] as number
      if (atMs < fromMs || atMs > toMs) continue
      this.push(atMs, column < block.width ? (block.values[row * block.width + column] as number) : Number.NaN)
    }
  }

  private push(atMs: number, value: number): void {
    if (this.length === this.atMs.length) this.grow()
    if (this.length > 0 && atMs < (this.atMs[this.length - 1] as number)) this.rises = false
    this.atMs[this.length] = atMs
    this.values[this.length++] = value
  }

  private grow(): void {
    const atMs = new Float64Array(this.length * 2)
    const values = new Float64Array(this.length * 2)
    atMs.set(this.atMs)
    values.set(this.values)
    this.atMs = atMs
    this.values = values
  }

  ordered(): { atMs: Float64Array; values: Float64Array } {
    const atMs = this.atMs.slice(0, this.length)
    const values = this.values.slice(0, this.length)
    if (this.rises) return { atMs, values }
    const order = Uint32Array.from({ length: this.length }, (_, at) => at)
    order.sort((a, b) => (atMs[a] as number) - (atMs[b] as number) || a - b)
    return {
      atMs: Float64Array.from(order, (at) => atMs[at] as number),
      values: Float64Array.from(order, (at) => values[at] as number),
    }
  }
}
