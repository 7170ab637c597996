/** One trace, row by row through the detector, as it would have been live: no row is seen before its time. */
import { ProcessGrowth } from '../../lib/growth/process-growth'
import type { GrowthSettings } from '../../lib/growth/settings'
import type { Interval, Verdict } from '../../lib/protocol/verdict'
import type { Unit, VerdictWord } from '../../lib/protocol/vocabulary'
import { FileFault } from '../file-lines'
import { readTrace, type TraceHead } from './trace-reader'
import { NoteFault, seriesOf, type TraceSeries } from './trace-series'

/** A time as the trace writes it: seconds, or ISO text. */
export type TraceTime = number | string

/** CONTRACT section 5. */
export interface TraceVerdict {
  file: string
  verdict: VerdictWord
  flaggedAt: TraceTime | null
  clearedAt: TraceTime | null
  slopePerHour: number | null
  slopeCi90: Interval | null
  slopeFrom: TraceTime | null
  unit: Unit
  reason: string
}

/** Seconds above this are since 1970, not since the process started. */
const EPOCH_SECONDS = 1e8

/** `every`: only each so-manieth row is read. @throws FileFault */
export function judgeTrace(file: string, settings: GrowthSettings, every = 1): TraceVerdict {
  const judging = new TraceJudging(file, settings, every)
  readTrace(file, judging)
  return judging.verdict()
}

class TraceJudging {
  private readonly growth: ProcessGrowth
  private trace: TraceSeries | null = null
  private cells = new Float64Array(0)
  private life = Number.NaN
  private lives = 0
  private rowCount = 0
  private iso = false
  private flagged: { at: TraceTime; verdict: Verdict } | null = null
  private clearedAt: TraceTime | null = null
  private wasGrowing = false

  constructor(
    private readonly file: string,
    settings: GrowthSettings,
    private readonly every: number,
  ) {
    this.growth = new ProcessGrowth(settings)
  }

  head(head: TraceHead): void {
    try {
      this.trace = seriesOf(head)
    } catch (error) {
      if (!(error instanceof NoteFault)) throw error
      throw new FileFault(this.file, head.noteLines.get(error.key) ?? 1, error.message)
    }
    this.cells = new Float64Array(this.trace.series.length)
  }

  row(atMs: number, values: Float64Array, t: string): void {
    const trace = this.trace as TraceSeries
    this.rowCount += 1
    if ((this.rowCount - 1) % this.every !== 0) return
    if (this.rowCount === 1) this.iso = Number.isNaN(Number(t))
    const life = trace.lifeColumn < 0 ? 0 : (values[trace.lifeColumn] as number)
    if (life !== this.life) this.startLife(life, atMs, trace)
    for (let index = 0; index < this.cells.length; index++) {
      this.cells[index] = values[trace.columns[index] as number] as number
    }
    this.growth.push(atMs, this.cells, 0)
    this.note(t)
  }

  private startLife(life: number, atMs: number, { series }: TraceSeries): void {
    // Seconds count from the start of the (first) process; other clocks say nothing about it, so the first row is taken.
    const fromStart = this.lives === 0 && !this.iso && atMs < EPOCH_SECONDS * 1000
    this.growth.startLife({ boot: String(life), startedAtMs: fromStart ? Math.min(0, atMs) : atMs, limits: {}, series })
    this.life = life
    this.lives += 1
  }

  private note(t: string): void {
    const growing = this.growth.verdictWord(0) === 'growing'
    if (growing === this.wasGrowing) return
    this.wasGrowing = growing
    const at = this.iso ? t : Number(t)
    this.clearedAt = growing ? null : at
    if (growing) this.flagged ??= { at, verdict: this.growth.verdict(0) }
  }

  verdict(): TraceVerdict {
    const last = this.growth.verdict(0)
    const told = this.flagged?.verdict ?? last
    const fromMs = told.evidence['slopeFromMs']
    return {
      file: this.file,
      verdict: last.verdict,
      flaggedAt: this.flagged?.at ?? null,
      clearedAt: this.clearedAt,
      slopePerHour: told.slopePerHour,
      slopeCi90: told.slopeCi90,
      slopeFrom: typeof fromMs === 'number' ? (this.iso ? new Date(fromMs).toISOString() : fromMs / 1000) : null,
      unit: last.unit,
      reason: last.reason,
    }
  }
}
