/**
 * Points to the precision that a chart shows. Means and bounds lie on grids whose steps are chosen once for a column, by how
 * far its values usually spread within a point: a mean is off by at most half of the `fine` step, a min lies below and a
 * max above the true one by less than the `coarse` step, never on the inner side. The bounds of integers that spread
 * little stay exact. Layout: the fine step as mantissa and exponent, how many of it are a coarse one, then three columns
 * of integers: means in fine steps, and in coarse ones how far the bounds lie from them.
 */
import { type ByteReader, type ByteWriter, LARGEST_INTEGER, unzigzag, zigzag } from './byte-buffer'
import { readColumn, writeColumn, writeSizedColumn } from './number-column'
import type { PointsOfSeries } from './tier-points'

/** The usual spread has at least so many steps of the grid; for integers, of a finer one where these would be below 1. */
const STEPS = 7
/** Of the points, so many spread less than what counts as usual: a quiet hour beside a wild one keeps its precision. */
const USUAL = 0.25
/** A step is 4, 5, 6 or 7 times a power of two: multiples of it are exact, and it is near to what is wished. */
const LEAST_MANTISSA = 4
/** Far from where a double has no room above it or below. */
const MOST_EXPONENT = 500

interface Grids {
  mantissa: number
  exponent: number
  /** Fine steps in a coarse one. */
  ratio: number
}

/** False, and nothing is written, where nothing can be rounded: values that do not spread, or are too large for the grid. */
export function writeRoundedPoints(to: ByteWriter, { min, mean, max }: PointsOfSeries, integers: boolean): boolean {
  const grids = gridsFor(min, max, integers)
  if (grids === null) return false
  const { mantissa, exponent, ratio } = grids
  const fine = mantissa * 2 ** exponent
  const coarse = fine * ratio
  // Adding 0 makes 0 of -0, which is no integer to a column.
  const means = mean.map((value) => Math.round(value / fine) + 0)
  const below = means.map((value, at) => Math.floor(value / ratio) - stepAtMost(min[at] as number, coarse) + 0)
  const above = means.map((value, at) => -stepAtMost(-(max[at] as number), coarse) - Math.ceil(value / ratio) + 0)
  to.varint(mantissa)
  to.varint(zigzag(exponent))
  to.varint(ratio)
  writeSizedColumn(to, means)
  writeSizedColumn(to, below)
  writeColumn(to, above)
  return true
}

export function readRoundedPoints(from: ByteReader, count: Float64Array): PointsOfSeries {
  const points = count.length
  const mantissa = from.varint()
  const fine = mantissa * 2 ** unzigzag(from.varint())
  const ratio = from.varint()
  const coarse = fine * ratio
  const mean = readColumn(from.take(from.varint()), points)
  const min = readColumn(from.take(from.varint()), points)
  const max = readColumn(from.rest(), points)
  for (let at = 0; at < points; at++) {
    const place = (mean[at] as number) / ratio
    min[at] = (Math.floor(place) - (min[at] as number)) * coarse
    max[at] = (Math.ceil(place) + (max[at] as number)) * coarse
    mean[at] = (mean[at] as number) * fine
  }
  return { count, min, mean, max }
}

function gridsFor(min: Float64Array, max: Float64Array, integers: boolean): Grids | null {
  const spreads = max.map((value, at) => value - (min[at] as number)).sort()
  const usual = spreads[Math.floor(spreads.length * USUAL)] ?? 0
  if (!(usual > 0) || !Number.isFinite(spreads.at(-1) ?? 0)) return null
  const grids = integers ? integerGrids(usual / STEPS) : { ...floatStep(usual / STEPS), ratio: 1 }
  const largest = LARGEST_INTEGER * 2 ** grids.exponent
  const fits = (value: number) => Math.abs(value) < largest
  return Math.abs(grids.exponent) <= MOST_EXPONENT && min.every(fits) && max.every(fits) ? grids : null
}

/** Bounds of integers lie on integers; means may need finer steps than 1. */
function integerGrids(wished: number): Grids {
  if (wished < 1)
    return { mantissa: 1, exponent: Math.floor(Math.log2(wished)), ratio: 2 ** -Math.floor(Math.log2(wished)) }
  if (wished < LEAST_MANTISSA) return { mantissa: Math.floor(wished), exponent: 0, ratio: 1 }
  return { ...floatStep(wished), ratio: 1 }
}

function floatStep(wished: number): { mantissa: number; exponent: number } {
  const exponent = Math.floor(Math.log2(wished / LEAST_MANTISSA))
  return { mantissa: Math.floor(wished / 2 ** exponent), exponent }
}

/** The last multiple of `step` that is not above `value`: a quotient that was rounded up must not put it there. */
function stepAtMost(value: number, step: number): number {
  const near = Math.floor(value / step)
  if (near * step > value) return near - 1
  return (near + 1) * step <= value ? near + 1 : near
}
