import { spanOf } from './time-span'

interface Part {
  atMs: Float64Array
  values: Float64Array
}

/** Raw points of one series, gathered from blocks, given back in order of time (frames of one time: as they were kept). */
export class PointColumns {
  private readonly parts: Part[] = []
  private rises = true
  private lastAtMs = -Infinity
  length = 0

  /** The rows from `fromMs` to `toMs`, both included. The arrays are kept, not copied. */
  take(atMs: Float64Array, values: Float64Array, fromMs: number, toMs: number): void {
    const { leastMs, mostMs } = spanOf(atMs)
    if (leastMs >= fromMs && mostMs <= toMs) this.add({ atMs, values })
    else this.add(pick(atMs, values, (at) => at >= fromMs && at <= toMs))
  }

  private add(part: Part): void {
    const { length } = part.atMs
    if (length === 0) return
    this.rises &&= spanOf(part.atMs).rises && (part.atMs[0] as number) >= this.lastAtMs
    this.lastAtMs = part.atMs[length - 1] as number
    this.length += length
    this.parts.push(part)
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

function pick(atMs: Float64Array, values: Float64Array, isWanted: (atMs: number) => boolean): Part {
  return { atMs: atMs.filter(isWanted), values: values.filter((_, row) => isWanted(atMs[row] as number)) }
}
