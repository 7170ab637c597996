/**
 * Points whose minima and maxima come back exactly, as three columns: min; max, as the spread over min where all are
 * integers; the mean's place between the two; each but the last with its length before it. A mean is exact where the values are integers and close together, else kept to a thousandth of the
 * spread between its min and max.
 */
import type { ByteReader, ByteWriter } from './byte-buffer'
import { readColumn, writeColumn, writeSizedColumn } from './number-column'
import { SpareColumn } from './spare-column'
import { meanWithin, type PointsOfSeries } from './tier-points'

const PARTS_OF_SPREAD = 1_023

const spare = new SpareColumn()

/** Of points that all stand for some value. */
export function writeExactPoints(to: ByteWriter, points: PointsOfSeries, integers: boolean): void {
  const { count, min, mean, max } = points
  writeSizedColumn(to, min)
  writeSizedColumn(to, integers ? spreadsOf(points) : max)
  const places = spare.of(min.length)
  for (let at = 0; at < places.length; at++)
    places[at] = placeOf(mean[at] as number, min[at] as number, max[at] as number, count[at] as number, integers)
  writeColumn(to, places)
}

function spreadsOf({ min, max }: PointsOfSeries): Float64Array {
  const spreads = spare.of(min.length)
  for (let at = 0; at < spreads.length; at++) spreads[at] = (max[at] as number) - (min[at] as number)
  return spreads
}

/** `count`: how many values each of the points stands for. */
export function readExactPoints(from: ByteReader, count: Float64Array, integers: boolean): PointsOfSeries {
  const points = count.length
  const min = readColumn(from.take(from.varint()), points)
  const max = readColumn(from.take(from.varint()), points)
  const mean = readColumn(from.rest(), points)
  for (let at = 0; at < points; at++) {
    if (integers) max[at] = (max[at] as number) + (min[at] as number)
    mean[at] = meanAt(mean[at] as number, min[at] as number, max[at] as number, count[at] as number, integers)
  }
  return { count, min, mean, max }
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
