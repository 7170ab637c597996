/** What one picture of a process is drawn from: raw frames of a short window, or steps of a long one. */
import type { SeriesPoints } from '../protocol/http-api'
import { stepStart } from './step'
import type { Tail } from './tail'
import { fill } from './tail'
import { TimeTable } from './time-table'

const RAW_ROWS = 8_192
const STEP_ROWS = 2_048
const DEFAULT_INTERVAL_MS = 1_000
/** So many missing samples are a gap; fewer are a late timer. */
const GAP_INTERVALS = 2.5

/** Names of series hold no `|`, so the columns of one step cannot be taken for a series. */
export const minColumn = (name: string) => `${name}|min`
export const maxColumn = (name: string) => `${name}|max`

export class WindowData {
  /** 0: raw frames. */
  readonly stepMs: number
  readonly table: TimeTable
  /** Frames outside are not of this picture; a window that moves has no end. */
  readonly fromMs: number
  readonly toMs: number
  /** Read once a row by every picture, so it is reckoned once a change. */
  #gapMs: number | null = null

  constructor(stepMs: number, fromMs: number, toMs: number = Number.POSITIVE_INFINITY) {
    this.stepMs = stepMs
    this.fromMs = stepMs > 0 ? stepStart(fromMs, stepMs) : fromMs
    this.toMs = toMs
    this.table = new TimeTable(stepMs > 0 ? STEP_ROWS : RAW_ROWS)
  }

  /** Where a line is to be broken rather than drawn on. */
  get gapMs(): number {
    this.#gapMs ??= GAP_INTERVALS * Math.max(this.stepMs, intervalOf(this.table))
    return this.#gapMs
  }

  mergeRaw(series: readonly SeriesPoints[]): void {
    this.#addTimes(series.flatMap(({ points }) => points.map(([atMs]) => atMs)))
    for (const { name, points } of series) {
      const column = this.table.openColumn(name)
      for (const point of points) {
        const row = this.table.rowAt(point[0])
        if (row >= 0) fill(column, row, point[1] ?? null)
      }
    }
  }

  /** History's steps are the truth for what they cover, and replace what was folded here. */
  mergeSteps(series: readonly SeriesPoints[]): void {
    const known = series.map(({ name, points }) => ({ name, points: points.filter((point) => point[2] !== null) }))
    this.#addTimes(known.flatMap(({ points }) => points.map(([atMs]) => atMs)))
    for (const { name, points } of known) {
      const columns = this.#stepColumns(name)
      for (const [atMs, min, mean, max] of points) {
        const row = this.table.rowAt(atMs)
        if (row >= 0) setStep(columns, row, min ?? Number.NaN, mean ?? Number.NaN, max ?? Number.NaN)
      }
    }
  }

  /** Takes frames that the tail has just got. Answers the steps that the tail cannot tell alone: history must be asked. */
  takeFrom(tail: Tail, times: readonly number[]): { askFromMs: number; askToMs: number } | null {
    const mine = times.filter((atMs) => atMs >= this.fromMs && atMs <= this.toMs)
    if (mine.length === 0) return null
    if (this.stepMs === 0) {
      this.#copyRows(tail, mine)
      return null
    }
    const starts = [...new Set(mine.map((atMs) => stepStart(atMs, this.stepMs)))].sort((a, b) => a - b)
    const told = starts.filter((start) => tail.covers(start))
    this.#foldSteps(tail, told)
    const untold = starts.filter((start) => !tail.covers(start))
    const first = untold[0]
    const last = untold[untold.length - 1]
    return first === undefined || last === undefined ? null : { askFromMs: first, askToMs: last + this.stepMs - 1 }
  }

  /** All that the tail knows of this window. */
  takeAll(tail: Tail): void {
    const { table } = tail
    const times = table.atMs.subarray(table.lowerBound(this.fromMs), table.length)
    this.takeFrom(
      tail,
      [...times].filter((atMs) => this.stepMs === 0 || tail.covers(stepStart(atMs, this.stepMs))),
    )
  }

  /** What another picture of the same fineness had already, so that a new one does not start empty. */
  seedFrom(other: WindowData): void {
    if (other.stepMs !== this.stepMs) return
    const from = other.table.lowerBound(this.fromMs)
    const to = Number.isFinite(this.toMs) ? other.table.lowerBound(this.toMs + 1) : other.table.length
    this.#addTimes(other.table.atMs.subarray(from, to))
    const offset = this.table.lowerBound(other.table.atMs[from] ?? 0)
    for (const name of other.table.columnNames()) {
      const values = other.table.column(name)
      if (values) this.table.openColumn(name).set(values.subarray(from, to), offset)
    }
  }

  #copyRows(tail: Tail, times: readonly number[]): void {
    this.#addTimes(times)
    for (const name of tail.table.columnNames()) {
      const from = tail.table.column(name)
      const to = this.table.openColumn(name)
      for (const atMs of times) {
        const row = this.table.rowAt(atMs)
        const value = from?.[tail.table.rowAt(atMs)]
        if (row >= 0 && value !== undefined) fill(to, row, value)
      }
    }
  }

  #foldSteps(tail: Tail, starts: readonly number[]): void {
    this.#addTimes(starts)
    for (const name of tail.table.columnNames()) {
      const values = tail.table.column(name)
      const columns = this.#stepColumns(name)
      for (const start of starts) {
        const row = this.table.rowAt(start)
        const first = tail.table.lowerBound(start)
        const last = tail.table.lowerBound(start + this.stepMs)
        if (row >= 0 && values) foldInto(columns, row, values.subarray(first, last))
      }
    }
  }

  #addTimes(times: Iterable<number>): void {
    this.table.addTimes(times)
    this.#gapMs = null
  }

  #stepColumns(name: string): StepColumns {
    return {
      mean: this.table.openColumn(name),
      min: this.table.openColumn(minColumn(name)),
      max: this.table.openColumn(maxColumn(name)),
    }
  }
}

interface StepColumns {
  min: Float64Array
  mean: Float64Array
  max: Float64Array
}

function foldInto(columns: StepColumns, row: number, values: Float64Array): void {
  let count = 0
  let sum = 0
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (Number.isNaN(value)) continue
    count += 1
    sum += value
    if (value < min) min = value
    if (value > max) max = value
  }
  if (count > 0) setStep(columns, row, min, sum / count, max)
}

function setStep(columns: StepColumns, row: number, min: number, mean: number, max: number): void {
  columns.min[row] = min
  columns.mean[row] = mean
  columns.max[row] = max
}

/** The usual distance of rows: the median of the newest, so that one outage does not count. */
export function intervalOf(table: TimeTable): number {
  const times = table.atMs.subarray(Math.max(0, table.length - 64), table.length)
  if (times.length < 3) return DEFAULT_INTERVAL_MS
  const distances = Float64Array.from({ length: times.length - 1 }, (_, at) => (times[at + 1] ?? 0) - (times[at] ?? 0))
  return distances.sort()[distances.length >>> 1] ?? DEFAULT_INTERVAL_MS
}
