/** Which shape tells best what happened to a series: a step, a bend from which it goes on with another slope, or a pulse that was over again. */

import { medianOf } from './spread'

export interface Shape {
  kind: 'step' | 'bend' | 'pulse'
  /** In the unit of the times: the first sample of what is new; of a bend, where it bends. */
  at: number
  /** Of a pulse, the first sample that is as before again. */
  until: number
  /** A step's or pulse's height; of a bend, by how much the slope is another one. */
  size: number
  /** Of the squares of the values' distance from their mean, what the shape leaves. */
  residue: number
}

/** Samples of what is new: fewer may be anything. */
const LEAST_NEW = 2

/**
 * The best of each kind with all that is new at or after `from`, by least squares. Sums of what lies after each time make it
 * one pass for step and bend; a pulse is tried from and to each time.
 */
export function bestShapes(times: Float64Array, values: Float64Array, from: number): Record<Shape['kind'], Shape> {
  const count = values.length
  let mean = 0
  for (let n = 0; n < count; n++) mean += (values[n] as number) / count
  let total = 0
  for (let n = 0; n < count; n++) total += ((values[n] as number) - mean) ** 2
  const [step, bend, pulse] = [nothing('step', total), nothing('bend', total), nothing('pulse', total)]
  /** Of the centred values from each sample on. */
  const sumsFrom = new Float64Array(count + 1)
  let [sumT, sumTT, sumTY] = [0, 0, 0]
  let first = count
  for (let n = count - 1; n >= 0 && (times[n] as number) >= from; n--) {
    const [t, y, after] = [times[n] as number, (values[n] as number) - mean, count - n - 1]
    // A bend at this sample: it lies on the knot itself, and what is after it carries the slope.
    if (after >= LEAST_NEW) {
      const hinge = sumT - after * t
      const squares = sumTT - 2 * t * sumT + after * t * t - hinge ** 2 / count
      take(bend, total, sumTY - t * (sumsFrom[n + 1] as number), squares, t, Number.NaN)
    }
    sumT += t
    sumTT += t * t
    sumTY += t * y
    sumsFrom[n] = (sumsFrom[n + 1] as number) + y
    if (after + 1 >= LEAST_NEW && n > 0) take(step, total, sumsFrom[n] as number, squaresOf(after + 1, count), t, NaN)
    first = n
  }
  for (let n = first; n < count; n++)
    for (let end = n + LEAST_NEW; end < count; end++) {
      const product = (sumsFrom[n] as number) - (sumsFrom[end] as number)
      take(pulse, total, product, squaresOf(end - n, count), times[n] as number, times[end] as number)
    }
  return { step, bend, pulse }
}

const nothing = (kind: Shape['kind'], residue: number): Shape => ({ kind, at: NaN, until: NaN, size: 0, residue })

/** Of a shape that is 1 at so many samples, and 0 at the others, about its mean. */
const squaresOf = (ones: number, count: number) => ones - ones ** 2 / count

/** Keeps it where it explains more: `product` with the centred values, `squares` of the centred shape. */
function take(best: Shape, total: number, product: number, squares: number, at: number, until: number): void {
  if (!(squares > 0)) return
  const residue = total - product ** 2 / squares
  if (residue >= best.residue) return
  best.at = at
  best.until = until
  best.size = product / squares
  best.residue = Math.max(0, residue)
}

/** What the shape says a value is at `t`, but for the level of all. */
export function heightAt({ kind, at, until, size }: Shape, t: number): number {
  if (!(t >= at)) return 0
  if (kind === 'bend') return size * (t - at)
  return kind === 'pulse' && t >= until ? 0 : size
}

/** Of a step or a pulse, its height by medians: the one sample in the middle of which it came is of both sides. */
export function typicalHeight(shape: Shape, times: Float64Array, values: Float64Array): number {
  const isNew = (_: number, n: number) => heightAt(shape, times[n] as number) !== 0
  return medianOf(values.filter(isNew)) - medianOf(values.filter((value, n) => !isNew(value, n)))
}

/** The mean distance of what the shape leaves from its mean. */
export function meanLeft(shape: Shape, times: Float64Array, values: Float64Array): number {
  const count = values.length
  const left = new Float64Array(count)
  let mean = 0
  for (let n = 0; n < count; n++) {
    const one = (values[n] as number) - heightAt(shape, times[n] as number)
    left[n] = one
    mean += one / count
  }
  let sum = 0
  for (let n = 0; n < count; n++) sum += Math.abs((left[n] as number) - mean)
  return sum / count
}
