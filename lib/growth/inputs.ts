/**
 * What may explain a series without being a leak, read from the other series of the process: its load (clients, or
 * requests an hour), the load as memory sees it some time later, all that was served so far, and how full the bounded
 * structures are. Written into the first columns of the process's row.
 */
import type { SeriesDeclaration } from '../protocol/agent-wire'

/**
 * Memory follows load late: the load as it is, and smoothed with these time constants, as shares of the longest warm-up
 * (8, 30 and 120 minutes of 40): both say how long this program's memory takes to follow what it does.
 */
export const LAGS: readonly number[] = [0, 0.2, 0.75, 3]
export const SERVED = LAGS.length
export const FILL = SERVED + 1
export const INPUTS = FILL + 1

const HOUR_MS = 3_600_000
/** Rows further apart than this tell nothing about the load between them. */
const GAP_MS = 6 * HOUR_MS

export class ProcessInputs {
  private readonly lagsMs: readonly number[]
  /** What the load counts: `request` where only requests are known. */
  loadOf: 'client' | 'request' | null = null
  hasFill = false
  private clients: number[] = []
  private requests = -1
  private cacheFill = -1
  private pools: { index: number; max: number }[] = []
  private lastRequests = Number.NaN
  private seenLoad = false

  constructor(warmUpMs: number) {
    this.lagsMs = LAGS.map((share) => share * warmUpMs)
  }

  /** Takes in the declared series of a life, in the order of its rows. */
  declare(series: readonly SeriesDeclaration[]): void {
    this.clients = series.flatMap(({ kind }, index) => (kind === 'clients' ? [index] : []))
    this.requests = series.findIndex(({ name }) => name === 'load.requests')
    this.cacheFill = series.findIndex(({ name }) => name === 'cache.fill')
    this.pools = series.flatMap(({ kind, max }, index) =>
      kind === 'pool' && max !== undefined ? [{ index, max }] : [],
    )
    this.hasFill = this.cacheFill >= 0 || this.pools.length > 0
    this.loadOf = this.clients.length > 0 ? 'client' : this.requests >= 0 ? 'request' : null
  }

  /** Whether the fill may be what a series follows: not where it is read from that series. */
  fillExplains({ kind, name }: SeriesDeclaration): boolean {
    return this.hasFill && kind !== 'pool' && name !== 'cache.fill'
  }

  /** A new life: what was smoothed and added up starts again. */
  restart(): void {
    this.lastRequests = Number.NaN
    this.seenLoad = false
  }

  /** Reads one row that came `stepMs` after the one before, and writes the inputs into `row`. */
  read(values: Float64Array, offset: number, stepMs: number, row: Float64Array): void {
    if (this.hasFill) row[FILL] = this.fillOf(values, offset)
    if (this.loadOf === null) return
    const load = this.loadNow(values, offset, stepMs)
    if (Number.isNaN(load)) return
    const fresh = !this.seenLoad
    this.seenLoad = true
    for (let lag = 0; lag < LAGS.length; lag++) {
      const constant = this.lagsMs[lag] as number
      const before = row[lag] as number
      row[lag] = fresh || constant === 0 ? load : before + (load - before) * (1 - Math.exp(-stepMs / constant))
    }
    row[SERVED] = fresh ? 0 : (row[SERVED] as number) + (stepMs < GAP_MS ? (load * stepMs) / HOUR_MS : 0)
  }

  /** Clients now, or requests an hour. */
  private loadNow(values: Float64Array, offset: number, stepMs: number): number {
    let load = Number.NaN
    for (const index of this.clients) {
      const value = values[offset + index] as number
      if (value === value) load = (load === load ? load : 0) + value
    }
    if (this.loadOf === 'client') return load
    const count = values[offset + this.requests] as number
    const more = count - this.lastRequests
    if (count === count) this.lastRequests = count
    return more >= 0 ? (more / stepMs) * HOUR_MS : Number.NaN
  }

  private fillOf(values: Float64Array, offset: number): number {
    if (this.cacheFill >= 0) return values[offset + this.cacheFill] as number
    let sum = 0
    for (const { index, max } of this.pools) {
      const value = values[offset + index] as number
      if (value === value) sum += value / max
    }
    return sum / this.pools.length
  }
}

/** The row that passes now, of whatever process: a row of its own would come from far for each of ten thousand. */
let passing = new Float64Array(0)

/** The inputs, and the `width` values behind them: good until the next row is made. */
export function rowOf(inputs: Float64Array, values: Float64Array, offset: number, width: number): Float64Array {
  if (passing.length < INPUTS + width) passing = new Float64Array(INPUTS + width)
  for (let input = 0; input < INPUTS; input++) passing[input] = inputs[input] as number
  for (let index = 0; index < width; index++) passing[INPUTS + index] = values[offset + index] as number
  return passing
}
