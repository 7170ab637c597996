/** The regression of one window: the floor, a constant, what the slope is of, and whatever else may explain the floor. */
import type { Points } from './points'

export const MAX_POINTS = 112
export const MAX_COLUMNS = 48

/** One is kept and filled again for every window, so that looking allocates little. Columns are scaled to 0..1. */
export class Design {
  /** Milliseconds since the window's first point. */
  readonly times = new Float64Array(MAX_POINTS)
  /** Variance of the white noise of each row, over that of the newest. */
  readonly white = new Float64Array(MAX_POINTS)
  readonly columns = new Float64Array(MAX_POINTS * MAX_COLUMNS)
  count = 0
  columnCount = 0
  low = 0
  range = 1

  column(index: number): Float64Array {
    return this.columns.subarray(index * MAX_POINTS, index * MAX_POINTS + this.count)
  }

  /** Column 0: the floor from 0 to 1 of its range; 1: ones; 2: time from 0 to 1. `quantum`: the least range. */
  open(points: Points, from: number, quantum: number): void {
    const { times, values, weights } = points
    this.count = Math.min(MAX_POINTS, points.count - from)
    this.columnCount = 3
    const { count } = this
    const [floor, ones, time] = [this.column(0), this.column(1), this.column(2)]
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (let row = 0; row < count; row++) {
      low = Math.min(low, values[from + row] as number)
      high = Math.max(high, values[from + row] as number)
    }
    this.low = low
    this.range = Math.max(high - low, quantum)
    const startMs = times[from] as number
    const spanMs = (times[from + count - 1] as number) - startMs
    const newest = weights[from + count - 1] as number
    for (let row = 0; row < count; row++) {
      this.times[row] = (times[from + row] as number) - startMs
      // A mean of many samples has less white noise than one of few, but never next to none: samples are not independent.
      this.white[row] = Math.min(1, Math.max(0.15, newest / (weights[from + row] as number)))
      floor[row] = ((values[from + row] as number) - low) / this.range
      ones[row] = 1
      time[row] = (this.times[row] as number) / spanMs
    }
  }

  /** Adds a column, scaled to 0..1; -1 where it does not vary, or there is no room. */
  add(valueAt: (row: number) => number): number {
    if (this.columnCount === MAX_COLUMNS) return -1
    const column = this.column(this.columnCount)
    let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (let row = 0; row < this.count; row++) {
      const value = valueAt(row)
      column[row] = value
      if (!(value >= min)) min = value
      if (!(value <= max)) max = value
    }
    const varies = max - min > 1e-9 * Math.max(Math.abs(max), Math.abs(min)) && max - min > 1e-12
    if (!varies) return -1
    for (let row = 0; row < this.count; row++) column[row] = ((column[row] as number) - min) / (max - min)
    this.columnCount += 1
    return this.columnCount - 1
  }

  /** The rows at which the floor rose most in one step, at most three, the biggest first. */
  biggestRises(): number[] {
    const floor = this.column(0)
    const rows: number[] = []
    const riseAt = (row: number): number => (floor[row] as number) - (floor[row - 1] as number)
    for (let row = 1; row < this.count; row++) {
      const rise = riseAt(row)
      if (rise <= 0) continue
      let place = rows.length
      while (place > 0 && riseAt(rows[place - 1] as number) < rise) place -= 1
      if (place < 3) rows.splice(place, 0, row)
      if (rows.length > 3) rows.pop()
    }
    return rows
  }
}
