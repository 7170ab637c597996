/** Raw points of one series, gathered from blocks, given back in order of time (frames of one time: as they were kept). */
export class PointColumns {
  private readonly parts: { atMs: Float64Array; values: Float64Array }[] = []
  private rises = true
  private lastAtMs = -Infinity
  length = 0

  /** The rows from `fromMs` to `toMs`, both included. The arrays are kept, not copied. */
  take(atMs: Float64Array, values: Float64Array, fromMs: number, toMs: number): void {
    let inside = 0
    let rises = true
    let last = this.lastAtMs
    for (const at of atMs) {
      if (at < fromMs || at > toMs) continue
      inside++
      if (at < last) rises = false
      last = at
    }
    if (inside === 0) return
    this.lastAtMs = last
    this.rises &&= rises
    this.length += inside
    const whole = inside === atMs.length
    this.parts.push(whole ? { atMs, values } : pick(atMs, values, (at) => at >= fromMs && at <= toMs))
  }

  ordered(): { atMs: Float64Array; values: Float64Array } {
    const atMs = new Float64Array(this.length)
    const values = new Float64Array(this.length)
    let to = 0
    for (const part of this.parts) {
      atMs.set(part.atMs, to)
      values.set(part.values, to)
      to += part.atMs.length
    }
    if (this.rises) return { atMs, values }
    const order = Uint32Array.from(atMs.keys())
    order.sort((a, b) => (atMs[a] as number) - (atMs[b] as number) || a - b)
    return {
      atMs: Float64Array.from(order, (at) => atMs[at] as number),
      values: Float64Array.from(order, (at) => values[at] as number),
    }
  }
}

function pick(
  atMs: Float64Array,
  values: Float64Array,
  isWanted: (atMs: number) => boolean,
): { atMs: Float64Array; values: Float64Array } {
  return { atMs: atMs.filter(isWanted), values: values.filter((_, row) => isWanted(atMs[row] as number)) }
}
