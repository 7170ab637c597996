/** What each series is held against, and the peaks that will meet it: the heap's limit, the container's, a pool's max. */
import type { ProcessLimits, SeriesDeclaration } from '../protocol/agent-wire'

const HOUR_MS = 3_600_000

export interface SeriesLimit {
  index: number
  limit: number
  /** In words, as the end of "it reaches …". */
  of: string
  /** The series whose peaks meet the limit: of a live set, the heap between collections. */
  peakOf: number
}

export function limitsOf(series: readonly SeriesDeclaration[], limits: ProcessLimits): SeriesLimit[] {
  const heapUsed = series.findIndex(({ name }) => name === 'memory.heap_used')
  return series.flatMap(({ name, kind, max }, index): SeriesLimit[] => {
    if (kind === 'counter') return []
    if (max !== undefined) return [{ index, limit: max, of: 'its max', peakOf: index }]
    if (name === 'memory.rss' && limits.memoryBytes !== undefined) {
      return [{ index, limit: limits.memoryBytes, of: 'memory limit', peakOf: index }]
    }
    if ((name === 'memory.heap_used' || name === 'memory.live_set') && limits.heapBytes !== undefined) {
      return [{ index, limit: limits.heapBytes, of: 'heap limit', peakOf: heapUsed >= 0 ? heapUsed : index }]
    }
    return []
  })
}

/** The peaks of the series that have a limit: highest of late, forgotten at the pace of an hour. */
export class Peaks {
  private readonly limits: readonly SeriesLimit[]
  /** Of each limit's `peakOf`, in the order of the limits. */
  private readonly highs: Float64Array

  constructor(limits: readonly SeriesLimit[], before?: Peaks) {
    this.limits = limits
    this.highs = Float64Array.from(limits, ({ peakOf }) => before?.highOf(peakOf) ?? Number.NaN)
  }

  push(values: Float64Array, offset: number, stepMs: number): void {
    for (let i = 0; i < this.highs.length; i++) {
      const value = values[offset + (this.limits[i] as SeriesLimit).peakOf] as number
      if (value !== value) continue
      const high = this.highs[i] as number
      this.highs[i] = value < high ? value + (high - value) * Math.exp(-stepMs / HOUR_MS) : value
    }
  }

  /** How high the peaks are that meet the limit of a series; `undefined` where it has none. */
  peakOf(index: number): number | undefined {
    const one = this.find(index)
    return one === undefined ? undefined : this.highOf(one.peakOf)
  }

  limitOf(index: number): number | undefined {
    return this.find(index)?.limit
  }

  private highOf(peakOf: number): number | undefined {
    return this.highs[this.limits.findIndex((one) => one.peakOf === peakOf)]
  }

  find(index: number): SeriesLimit | undefined {
    return this.limits.find((one) => one.index === index)
  }

  /**
   * When the peak meets the limit: headroom over the slope's interval. `null` where even the steepest slope does not get
   * there; a `null` latest where the flattest does not.
   */
  reachedAt(index: number, nowMs: number, lowPerHour: number, highPerHour: number): [number, number | null] | null {
    const one = this.find(index)
    const high = one === undefined ? Number.NaN : (this.highOf(one.peakOf) ?? Number.NaN)
    if (one === undefined || Number.isNaN(high) || !(highPerHour > 0)) return null
    const headroom = Math.max(0, one.limit - high)
    const soonest = nowMs + (headroom / highPerHour) * HOUR_MS
    const latest = lowPerHour > 0 ? nowMs + (headroom / lowPerHour) * HOUR_MS : null
    return [Math.round(soonest), latest === null ? null : Math.round(latest)]
  }
}
