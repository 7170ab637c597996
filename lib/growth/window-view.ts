/** One window of a floor: what it says about the slope, with warm-ups, steps, days, load and fill admitted beside it. */
import { Design } from './design'
import type { Points } from './points'
import { FEW_NOISE } from './noise-models'
import { slopePosterior, STEP_PRIOR, type Shape, type SlopePosterior } from './slope-posterior'
import { apartFromTime, halvesOf, loadMoves, loadReaches, type Halves } from './window-checks'

export interface Explainers {
  /** Load at the points' times, one column for each lag; empty where there is none. */
  loads: Float64Array[]
  /** Load added up since the start. */
  served: Float64Array | null
  fill: Float64Array | null
}

export interface WindowOptions {
  /** Time constants of warm-ups that may still go on, ms. */
  warmUpsMs: readonly number[]
  /** When the warm-up began. */
  startedAtMs: number
  /** Time constant of what settles after a step, ms; 0 leaves steps out. */
  settleMs: number
  /** Differences below this mean nothing. */
  quantum: number
  /** How many harmonics of a day stand beside the slope. */
  waves: number
  /** Where even a plain line leaves more than this chance of no slope, nothing more is worked out. */
  leastChance?: number
}

export type ShapeName = 'line' | 'warm-up' | 'step' | 'settling' | 'steps'

export interface WindowView extends Halves {
  fromMs: number
  toMs: number
  count: number
  posterior: SlopePosterior
  /** What one unit of the posterior's slope is, in the floor's unit a millisecond. */
  unitPerMs: number
  /** Mean of the floor. */
  mean: number
  /** How much of time no other column explains, 0 to 1. */
  apart: number
  loadSwing: number
  /** The shape that fits best, and whether its slope goes with what was served and not with time. */
  shape: ShapeName
  byServed: boolean
  /** What was served in the window (load times hours), where that is known. */
  servedInWindow: number
}

const DAY_MS = 86_400_000
const TIME = 2
const design = new Design()

/** `null` where there are too few points. */
export function viewWindow(
  points: Points,
  from: number,
  explain: Explainers,
  options: WindowOptions,
): WindowView | null {
  if (points.count - from < 6) return null
  design.open(points, from, options.quantum)
  const { count } = design
  const spanMs = design.times[count - 1] as number
  if (!(spanMs > 0)) return null
  const roundOff = (options.quantum / design.range) ** 2 / 12
  const always: number[] = []
  const { fill, served } = explain
  if (fill !== null)
    keep(
      always,
      design.add((row) => fill[from + row] as number),
    )
  const slopeColumns = [TIME]
  if (explain.loads.length > 0 && loadReaches(points, from, explain.loads)) {
    const chosen = chooseLoad(explain, from, always, slopeColumns, roundOff)
    if (chosen === null || chosen.chance > (options.leastChance ?? 1)) return null
    always.push(...chosen.lags)
  }
  const besides = [...always]
  addWaves(points, from, options.waves, always)
  const least = options.leastChance
  if (least !== undefined && chanceOf(lineOf(always, slopeColumns), roundOff) > least) return null
  const offered = offerShapes(points, from, options, always, slopeColumns)
  // A few models of the noise say already where all of them would not say more.
  if (least !== undefined && chanceOf(offered.shapes, roundOff) > least) return null
  const posterior = slopePosterior(design, offered.shapes, roundOff)
  if (posterior === null) return null
  const best = posterior.shapeWeights.indexOf(Math.max(...posterior.shapeWeights))
  // A floor without any variance left has no likelihood that could be compared.
  if (best < 0) return null
  const { swing } = loadMoves(explain.loads[1], from, count)
  return {
    fromMs: points.times[from] as number,
    toMs: points.times[points.count - 1] as number,
    count,
    posterior,
    unitPerMs: design.range / spanMs,
    mean: design.low + (design.range * design.column(0).reduce((sum, value) => sum + value, 0)) / count,
    ...halvesOf(
      design,
      beside(always, posterior.coefficients),
      (offered.shapes[best] as Shape).slopeColumn,
      posterior.slope,
    ),
    apart: besides.length > 0 ? apartFromTime(design, besides) : 1,
    loadSwing: swing,
    shape: offered.names[best] as ShapeName,
    byServed: (offered.shapes[best] as Shape).slopeColumn !== TIME,
    servedInWindow: served === null ? 0 : (served[points.count - 1] as number) - (served[from] as number),
  }
}

/** A plain line with the least beside it. */
function lineOf(always: readonly number[], slopeColumns: readonly number[]): Shape[] {
  return slopeColumns.map((slopeColumn) => ({ slopeColumn, extras: always, logPrior: 0 }))
}

/** The chance of no slope under a few models of the noise. */
function chanceOf(shapes: readonly Shape[], roundOff: number): number {
  return slopePosterior(design, shapes, roundOff, FEW_NOISE)?.tailBelow(0) ?? 1
}

/** The floor without what load, fill and days explain of it; what is left rises or not. */
function beside(always: readonly number[], coefficients: readonly number[]): Float64Array {
  const floor = Float64Array.from(design.column(0))
  for (const [i, column] of always.entries()) {
    const coefficient = coefficients[i] ?? 0
    const values = design.column(column)
    for (let row = 0; row < floor.length; row++)
      floor[row] = (floor[row] as number) - coefficient * (values[row] as number)
  }
  return floor
}

function keep(list: number[], column: number): void {
  if (column > 0) list.push(column)
}

/** The lags of the load that fit best, one or two together, with the chance of no slope over all of them; time stands beside what was served as that which the slope is of. */
function chooseLoad(
  explain: Explainers,
  from: number,
  always: readonly number[],
  slopeColumns: number[],
  roundOff: number,
): { lags: readonly number[]; chance: number } | null {
  const lags: number[] = []
  for (const load of explain.loads)
    keep(
      lags,
      design.add((row) => load[from + row] as number),
    )
  if (lags.length === 0) return { lags, chance: 0 }
  const { served } = explain
  if (served !== null)
    keep(
      slopeColumns,
      design.add((row) => served[from + row] as number),
    )
  const choices = lags.flatMap((lag, i) => [[lag], ...lags.slice(i + 1).map((other) => [lag, other])])
  const shapes = choices.flatMap((choice) =>
    slopeColumns.map((slopeColumn): Shape => ({ slopeColumn, extras: [...always, ...choice], logPrior: 0 })),
  )
  const posterior = slopePosterior(design, shapes, roundOff, FEW_NOISE)
  if (posterior === null) return null
  let [best, most] = [0, -1]
  for (let i = 0; i < choices.length; i++) {
    let weight = 0
    for (let j = 0; j < slopeColumns.length; j++)
      weight += posterior.shapeWeights[i * slopeColumns.length + j] as number
    if (weight > most) [best, most] = [i, weight]
  }
  return { lags: choices[best] as number[], chance: posterior.tailBelow(0) }
}

function addWaves(points: Points, from: number, waves: number, always: number[]): void {
  for (let harmonic = 1; harmonic <= waves; harmonic++) {
    const wave = (2 * Math.PI * harmonic) / DAY_MS
    // A point that stands for hours shows the mean of the wave over them.
    const shown = (row: number): number => {
      const half = (wave * (points.widths[from + row] as number)) / 2
      return half > 1e-6 ? Math.sin(half) / half : 1
    }
    keep(
      always,
      design.add((row) => shown(row) * Math.sin(wave * (design.times[row] as number))),
    )
    keep(
      always,
      design.add((row) => shown(row) * Math.cos(wave * (design.times[row] as number))),
    )
  }
}

function offerShapes(
  points: Points,
  from: number,
  options: WindowOptions,
  always: readonly number[],
  slopeColumns: readonly number[],
): { shapes: Shape[]; names: ShapeName[] } {
  const shapes: Shape[] = []
  const names: ShapeName[] = []
  const offer = (name: ShapeName, extras: readonly number[], logPrior: number): void => {
    for (const slopeColumn of slopeColumns) {
      names.push(name)
      shapes.push({ slopeColumn, extras: [...always, ...extras], logPrior })
    }
  }
  offer('line', [], 0)
  for (const constant of options.warmUpsMs) {
    const age = (row: number): number => (points.times[from + row] as number) - options.startedAtMs
    const warmUp = design.add((row) => Math.exp(-age(row) / constant))
    if (warmUp > 0) offer('warm-up', [warmUp], -0.7)
  }
  if (options.settleMs > 0) offerSteps(options.settleMs, offer)
  return { shapes, names }
}

function offerSteps(settleMs: number, offer: (name: ShapeName, extras: number[], logPrior: number) => void): void {
  const steps: number[] = []
  for (const at of design.biggestRises()) {
    const step = design.add((row) => (row >= at ? 1 : 0))
    if (step < 0) continue
    steps.push(step)
    offer('step', [step], STEP_PRIOR)
    if (steps.length > 2) continue
    const startMs = design.times[at - 1] as number
    const settled = (row: number): number => 1 - Math.exp(-((design.times[row] as number) - startMs) / settleMs)
    const settling = design.add((row) => (row >= at ? settled(row) : 0))
    if (settling > 0) offer('settling', [settling], STEP_PRIOR)
  }
  if (steps.length > 1) offer('steps', steps.slice(0, 2), 2 * STEP_PRIOR)
  if (steps.length > 2) offer('steps', steps, 3 * STEP_PRIOR)
}
