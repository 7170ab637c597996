/**
 * A block of points: segment 0 is their times in steps, then one for each series: a byte that says whether its bounds
 * are integers, then four columns (count; min; max, as the spread over min where integers; the mean's place between
 * the two), each but the last with its length before it. Counts, minima and maxima are exact. A mean is exact where the values
 * are integers and close together, else kept to a thousandth of the spread between its min and max.
 */
import { ByteReader, ByteWriter, isPlainInteger } from './byte-buffer'
import { readColumn, writeColumn } from './number-column'
import { DamagedBlock, Segments, writeSegments } from './segments'
import { meanWithin, type PointsOfSeries, type TierPoints } from './tier-points'

const PARTS_OF_SPREAD = 1_023
const INTEGERS = 1

export function writeTierBlock(points: TierPoints): Uint8Array {
  const times = new ByteWriter(points.atMs.length)
  writeColumn(
    times,
    points.atMs.map((atMs) => atMs / points.widthMs),
  )
  return writeSegments(points.atMs.length, [times.view(), ...points.series.map(writeSeries)])
}

function writeSeries(points: PointsOfSeries): Uint8Array {
  const known = (column: Float64Array) => column.filter((_, at) => (points.count[at] as number) > 0)
  const [count, min, mean, max] = [points.count, points.min, points.mean, points.max].map(known) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const integers = min.every(isPlainInteger) && max.every(isPlainInteger)
  const to = new ByteWriter(min.length * 6 + 32)
  to.byte(integers ? INTEGERS : 0)
  writeSized(to, points.count)
  writeSized(to, min)
  writeSized(to, integers ? max.map((value, at) => value - (min[at] as number)) : max)
  writeColumn(
    to,
    mean.map((value, at) => placeOf(value, min[at] as number, max[at] as number, count[at] as number, integers)),
  )
  return to.view()
}

function writeSized(to: ByteWriter, values: Float64Array): void {
  const column = new ByteWriter(values.length * 2 + 16)
  writeColumn(column, values)
  to.varint(column.length)
  to.append(column.view())
}

export class TierBlock {
  private readonly segments: Segments

  /** Throws `DamagedBlock`, as do its readers. */
  constructor(
    body: Uint8Array,
    private readonly widthMs: number,
  ) {
    this.segments = Segments.open(body)
  }

  atMs(): Float64Array {
    const steps = readColumn(this.segments.read(0), this.segments.rows)
    for (let at = 0; at < steps.length; at++) steps[at] = (steps[at] as number) * this.widthMs
    return steps
  }

  /** Null for a series that was added after these points. */
  series(place: number): PointsOfSeries | null {
    return place + 1 < this.segments.count ? readSeries(this.segments.read(place + 1), this.segments.rows) : null
  }

  read(): TierPoints {
    const series = Array.from({ length: this.segments.count - 1 }, (_, place) => this.series(place) as PointsOfSeries)
    return { widthMs: this.widthMs, atMs: this.atMs(), series }
  }
}

function readSeries(bytes: Uint8Array, rows: number): PointsOfSeries {
  const from = new ByteReader(bytes)
  const integers = from.byte() === INTEGERS
  const count = readColumn(from.take(from.varint()), rows)
  let known = 0
  for (const of of count) if (of > 0) known++
  const min = readColumn(from.take(from.varint()), known)
  const max = readColumn(from.take(from.varint()), known)
  const mean = readColumn(bytes.subarray(from.at), known)
  for (let at = 0, row = 0; at < known; at++, row++) {
    while (row < rows && count[row] === 0) row++
    if (row >= rows) throw new DamagedBlock('its counts do not fit')
    if (integers) max[at] = (max[at] as number) + (min[at] as number)
    mean[at] = meanAt(mean[at] as number, min[at] as number, max[at] as number, count[row] as number, integers)
  }
  return known === rows ? { count, min, mean, max } : spread({ count, min, mean, max }, rows)
}

/** Puts dense columns on the rows that have values. */
function spread(dense: PointsOfSeries, rows: number): PointsOfSeries {
  const on = (column: Float64Array) => {
    const wide = new Float64Array(rows).fill(Number.NaN)
    for (let row = 0, at = 0; row < rows; row++)
      if ((dense.count[row] as number) > 0) wide[row] = column[at++] as number
    return wide
  }
  return { count: dense.count, min: on(dense.min), mean: on(dense.mean), max: on(dense.max) }
}

/** In how many parts the spread is divided: so that integers' means are exact where that takes few. */
function partsOf(spread: number, count: number, integers: boolean): number {
  return integers && spread * count <= PARTS_OF_SPREAD ? spread * count : PARTS_OF_SPREAD
}

function placeOf(mean: number, min: number, max: number, count: number, integers: boolean): number {
  const spread = max - min
  if (spread === 0 || !Number.isFinite(spread)) return 0
  return Math.round(((mean - min) / spread) * partsOf(spread, count, integers))
}

function meanAt(place: number, min: number, max: number, count: number, integers: boolean): number {
  const spread = max - min
  if (spread === 0) return min
  if (!Number.isFinite(spread)) return min / 2 + max / 2
  const parts = partsOf(spread, count, integers)
  // An exact mean comes back as the division that made it.
  return meanWithin(parts === spread * count ? (min * count + place) / count : min + spread * (place / parts), min, max)
}
