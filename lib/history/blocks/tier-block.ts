/**
 * A block of points: segment 0 is their times in steps, then one for each series: a byte that names its form, the column of
 * counts with its length before it, and then, of those points that stand for some value, the least, the mean and the
 * greatest (exact-points.ts, rounded-points.ts).
 */
import { ByteReader, ByteWriter, isPlainInteger } from './byte-buffer'
import { readExactPoints, writeExactPoints } from './exact-points'
import { readColumn, writeColumn, writeSizedColumn } from './number-column'
import { readRoundedPoints, writeRoundedPoints } from './rounded-points'
import { DamagedBlock, Segments, SegmentsWriter } from './segments'
import type { PointsOfSeries, TierPoints } from './tier-points'

const FORM = { exact: 0, exactIntegers: 1, rounded: 2 } as const
/** Rounding has to save so much: exact points are worth a little. */
const ROUNDED_SHARE = 0.9
/** Of a point with its bounds, about. */
const USUAL_BYTES = 5

/** `exact`: for points that will be joined and summed up once more, so that nothing is rounded twice. */
export function writeTierBlock(points: TierPoints, precision: 'exact' | 'rounded'): Uint8Array {
  const rows = points.atMs.length
  const segments = new SegmentsWriter(rows * points.series.length * USUAL_BYTES + 1_024)
  writeColumn(
    segments.next(),
    points.atMs.map((atMs) => atMs / points.widthMs),
  )
  for (const of of points.series) writeSeries(segments.next(), of, precision)
  return segments.finish(rows)
}

function writeSeries(to: ByteWriter, points: PointsOfSeries, precision: 'exact' | 'rounded'): void {
  const dense = known(points)
  const integers = areIntegers(dense.min) && areIntegers(dense.max)
  const formAt = to.length
  to.byte(integers ? FORM.exactIntegers : FORM.exact)
  writeSizedColumn(to, points.count)
  const from = to.length
  writeExactPoints(to, dense, integers)
  if (precision === 'exact') return
  const rounded = new ByteWriter(to.length - from + 1_024)
  if (!writeRoundedPoints(rounded, dense, integers) || rounded.length >= (to.length - from) * ROUNDED_SHARE) return
  to.setByte(formAt, FORM.rounded)
  to.length = from
  to.append(rounded.view())
}

/** Loops rather than callbacks: the points of every ten seconds that are ever kept come by. */
function areIntegers(column: Float64Array): boolean {
  for (let at = 0; at < column.length; at++) if (!isPlainInteger(column[at] as number)) return false
  return true
}

function areAllKnown(count: Float64Array): boolean {
  for (let at = 0; at < count.length; at++) if (!((count[at] as number) > 0)) return false
  return true
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
  const form = from.byte()
  const count = readColumn(from.take(from.varint()), rows)
  const counts = areAllKnown(count) ? count : count.filter((of) => of > 0)
  const dense = readForm(form, from, counts)
  return counts.length === rows ? dense : spread(dense, count)
}

function readForm(form: number, from: ByteReader, counts: Float64Array): PointsOfSeries {
  switch (form) {
    case FORM.exact:
      return readExactPoints(from, counts, false)
    case FORM.exactIntegers:
      return readExactPoints(from, counts, true)
    case FORM.rounded:
      return readRoundedPoints(from, counts)
    default:
      throw new DamagedBlock(`points have the form ${form}, which is not known`)
  }
}

/** Those points that stand for some value. */
function known(points: PointsOfSeries): PointsOfSeries {
  if (areAllKnown(points.count)) return points
  const on = (column: Float64Array) => column.filter((_, at) => (points.count[at] as number) > 0)
  return { count: on(points.count), min: on(points.min), mean: on(points.mean), max: on(points.max) }
}

/** Puts dense columns on the rows that have values. */
function spread(dense: PointsOfSeries, count: Float64Array): PointsOfSeries {
  const on = (column: Float64Array) => {
    const wide = new Float64Array(count.length).fill(Number.NaN)
    for (let row = 0, at = 0; row < count.length; row++)
      if ((count[row] as number) > 0) wide[row] = column[at++] as number
    return wide
  }
  return { count, min: on(dense.min), mean: on(dense.mean), max: on(dense.max) }
}
