/**
 * What the points of a window say about the slope: a mixture of Student's t over models of the noise and of the shape,
 * each weighted by its marginal likelihood (the restricted likelihood, REML, with the scale integrated out).
 */
import { MAX_COLUMNS, MAX_POINTS, type Design } from './design'
import { ALL_NOISE, NOISE_MODELS, whiten, type NoiseModel } from './noise-models'
import { logGammaOfHalves, studentUpperTail } from './student'

export interface Shape {
  /** The column that carries the slope: time, or what has been served so far. */
  slopeColumn: number
  /** Columns beside the constant and the slope. */
  extras: readonly number[]
  logPrior: number
}

/** Log of the weight of a step before anything is seen; it stands where the floor rose most, one place of many. */
export const STEP_PRIOR = -4

export interface SlopePosterior {
  slope: number
  /** The slope below which this share of the weight lies. */
  quantile: (share: number) => number
  /** P(slope < bound). */
  tailBelow: (bound: number) => number
  /** Weight of each shape. */
  shapeWeights: number[]
  /** Coefficients of the best shape's extras, in their order, under the noise that fits it best; none where only some noise was tried. */
  coefficients: number[]
}

const WHITENED = new Float64Array(MAX_POINTS * MAX_COLUMNS)
const GRAM = new Float64Array(MAX_COLUMNS * MAX_COLUMNS)

/**
 * `roundOff` is the variance below which differences of the floor mean nothing, in the floor's unit squared.
 * `null` where there are too few points.
 */
export function slopePosterior(
  design: Design,
  shapes: readonly Shape[],
  roundOff: number,
  noises: readonly number[] = ALL_NOISE,
): SlopePosterior | null {
  const { count } = design
  const active = columnsOf(shapes)
  const shared = sharedOf(shapes)
  let found = 0
  for (const noise of noises) {
    const model = NOISE_MODELS[noise] as NoiseModel
    const logVariance = whiten(model, design.times, design.white, count, design.columns, active, MAX_POINTS, WHITENED)
    fillGram(active, shared, count)
    const floorVariance = (2 * roundOff) / Math.exp(logVariance / count)
    for (let shape = 0; shape < shapes.length; shape++) {
      const at = found * FIELDS
      if (!fit(shapes[shape] as Shape, count, floorVariance, at)) continue
      FITS[at] = (FITS[at] as number) - logVariance / 2 + model.logPrior + (shapes[shape] as Shape).logPrior
      FITS[at + 4] = shape
      FITS[at + 5] = noise
      found += 1
    }
  }
  if (found === 0) return null
  const at = heaviest(found)
  const shape = shapes[FITS[at + 4] as number] as Shape
  const wanted =
    shape.extras.length > 0 && noises === ALL_NOISE ? coefficientsOf(design, shape, FITS[at + 5] as number) : []
  return { ...mixture(found, shapes.length), coefficients: wanted }
}

function heaviest(found: number): number {
  let best = 0
  for (let i = 1; i < found; i++) if ((FITS[i * FIELDS] as number) > (FITS[best * FIELDS] as number)) best = i
  return best * FIELDS
}

/** Fits one shape under one noise again, and solves for its extras by going back through the factor. */
function coefficientsOf(design: Design, shape: Shape, noise: number): number[] {
  const { count } = design
  const active = columnsOf([shape])
  whiten(
    NOISE_MODELS[noise] as NoiseModel,
    design.times,
    design.white,
    count,
    design.columns,
    active,
    MAX_POINTS,
    WHITENED,
  )
  fillGram(active, active.length, count)
  fit(shape, count, 0, FIELDS * MOST_FITS)
  const size = shape.extras.length + 2
  const solved = new Float64Array(size)
  for (let i = size - 1; i >= 0; i--) {
    let sum = FACTOR[size * MAX_COLUMNS + i] as number
    for (let j = i + 1; j < size; j++) sum -= (FACTOR[j * MAX_COLUMNS + i] as number) * (solved[j] as number)
    solved[i] = sum / (FACTOR[i * MAX_COLUMNS + i] as number)
  }
  return Array.from(solved.subarray(1, size - 1))
}

/** Log weight, slope, its error, degrees of freedom, shape, noise. */
const FIELDS = 6
const MOST_FITS = 96 * 12
const FITS = new Float64Array(FIELDS * (MOST_FITS + 1))

/** The columns that these shapes need: the floor and the constant, then those that stand beside a slope, then slopes alone. */
function columnsOf(shapes: readonly Shape[]): number[] {
  const active = [0, 1]
  for (const { extras } of shapes) for (const extra of extras) if (!active.includes(extra)) active.push(extra)
  for (const { slopeColumn } of shapes) if (!active.includes(slopeColumn)) active.push(slopeColumn)
  return active
}

/** How many of `columnsOf` stand beside a slope; those after them never meet each other. */
function sharedOf(shapes: readonly Shape[]): number {
  const extras = new Set<number>()
  for (const shape of shapes) for (const extra of shape.extras) extras.add(extra)
  return 2 + extras.size
}

function fillGram(active: readonly number[], shared: number, count: number): void {
  for (let i = 0; i < active.length; i++) {
    const a = active[i] as number
    const end = i < shared ? active.length : i + 1
    for (let j = i; j < end; j++) {
      const b = active[j] as number
      let sum = 0
      const [atA, atB] = [a * MAX_POINTS, b * MAX_POINTS]
      for (let row = 0; row < count; row++) sum += (WHITENED[atA + row] as number) * (WHITENED[atB + row] as number)
      GRAM[a * MAX_COLUMNS + b] = sum
      GRAM[b * MAX_COLUMNS + a] = sum
    }
  }
}

const FACTOR = new Float64Array(MAX_COLUMNS * MAX_COLUMNS)
const ORDER = new Int32Array(MAX_COLUMNS)

/** Least squares on the whitened columns. The slope is put last, so that its error falls out of the factor. */
function fit(shape: Shape, count: number, roundOff: number, at: number): boolean {
  const { extras } = shape
  const size = extras.length + 2
  const degrees = count - size
  if (degrees < 2) return false
  ORDER[0] = 1
  for (let i = 0; i < extras.length; i++) ORDER[i + 1] = extras[i] as number
  ORDER[size - 1] = shape.slopeColumn
  ORDER[size] = 0
  // Cholesky of the Gram matrix with the floor as the last column: its last pivot is the residual sum of squares.
  let determinant = 1
  for (let i = 0; i <= size; i++) {
    const row = i * MAX_COLUMNS
    const source = (ORDER[i] as number) * MAX_COLUMNS
    for (let j = 0; j <= i; j++) {
      const other = j * MAX_COLUMNS
      const own = GRAM[source + (ORDER[j] as number)] as number
      let sum = own
      for (let k = 0; k < j; k++) sum -= (FACTOR[row + k] as number) * (FACTOR[other + k] as number)
      if (i === j) {
        if (i < size && !(sum > own * 1e-9)) return false
        FACTOR[row + i] = Math.sqrt(Math.max(sum, 0))
        if (i < size) determinant *= sum
      } else FACTOR[row + j] = sum / (FACTOR[other + j] as number)
    }
  }
  const residual = (FACTOR[size * MAX_COLUMNS + size] as number) ** 2 + roundOff
  const pivot = FACTOR[(size - 1) * MAX_COLUMNS + size - 1] as number
  FITS[at] =
    (LOG_GAMMA_HALF[degrees] as number) - (degrees / 2) * Math.log(Math.PI * residual) - Math.log(determinant) / 2
  FITS[at + 1] = (FACTOR[size * MAX_COLUMNS + size - 1] as number) / pivot
  FITS[at + 2] = Math.sqrt(residual / degrees) / pivot
  FITS[at + 3] = degrees
  return true
}

/** ln Γ(n / 2). */
const LOG_GAMMA_HALF = logGammaOfHalves(MAX_POINTS)

function mixture(found: number, shapeCount: number): Omit<SlopePosterior, 'coefficients'> {
  let best = Number.NEGATIVE_INFINITY
  for (let i = 0; i < found; i++) best = Math.max(best, FITS[i * FIELDS] as number)
  const kept: { weight: number; slope: number; error: number; degrees: number }[] = []
  const shapeWeights = Array.from({ length: shapeCount }, () => 0)
  let total = 0
  for (let i = 0; i < found; i++) {
    const at = i * FIELDS
    const weight = Math.exp((FITS[at] as number) - best)
    total += weight
    const shape = FITS[at + 4] as number
    shapeWeights[shape] = (shapeWeights[shape] as number) + weight
    if (weight > 1e-9)
      kept.push({
        weight,
        slope: FITS[at + 1] as number,
        error: FITS[at + 2] as number,
        degrees: FITS[at + 3] as number,
      })
  }
  const tailBelow = (bound: number): number => {
    let sum = 0
    for (const one of kept) sum += one.weight * studentUpperTail((one.slope - bound) / one.error, one.degrees)
    return sum / total
  }
  const slope = kept.reduce((sum, one) => sum + one.weight * one.slope, 0) / total
  const reach = Math.max(...kept.map((one) => Math.abs(one.slope - slope) + 6 * one.error))
  const heavy = kept.filter(({ weight }) => weight > 1e-5)
  const weightBelow = (bound: number): number =>
    heavy.reduce((sum, one) => sum + one.weight * studentUpperTail((one.slope - bound) / one.error, one.degrees), 0)
  const quantile = (share: number): number => {
    let [low, high] = [slope - reach, slope + reach]
    for (let step = 0; step < 24; step++) {
      const middle = (low + high) / 2
      if (weightBelow(middle) < share * total) low = middle
      else high = middle
    }
    return (low + high) / 2
  }
  for (let i = 0; i < shapeCount; i++) shapeWeights[i] = (shapeWeights[i] as number) / total
  return { slope, tailBelow, quantile, shapeWeights }
}
