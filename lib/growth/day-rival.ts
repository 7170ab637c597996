/**
 * A day's wave as a rival of growth, for lives too short for a wave to stand beside the slope: in some hours its flank and a
 * line look much the same. Whole lives are explained either by a line (that may begin late) or by a wave alone, and the
 * weights are compared. That a flank should happen to be straight just here counts against the wave, because only few
 * of its phases are.
 */
import { Design } from './design'
import { SOME_NOISE } from './noise-models'
import type { Points } from './points'
import { slopePosterior, STEP_PRIOR, type Shape } from './slope-posterior'

const DAY_MS = 86_400_000
const TIME = 2
const PHASES = 12
/** Of the second harmonic, over the first: flanks as they are, steeper, and longer. */
const LEANS: readonly number[] = [0, 0.25, -0.25]
/** A line from the start is as likely as all that begin late together; these are shares of the window. */
const ONSETS: readonly number[] = [0.15, 0.3, 0.45, 0.6]

const design = new Design()

export interface DayRivalOptions {
  /** Differences below this mean nothing. */
  quantum: number
  fill: Float64Array | null
  /** Time constant of a warm-up that may still go on, ms, and when it began. */
  warmUpMs: number
  startedAtMs: number
  /** How likely a day is beforehand, against growth. */
  odds: number
}

/** The chance that what rises from `from` on is a day's wave. 1 where nothing can be said. */
export function chanceOfDay(points: Points, from: number, options: DayRivalOptions): number {
  if (points.count - from < 6) return 1
  design.open(points, from, options.quantum)
  const extras: number[] = []
  const { fill, warmUpMs, startedAtMs } = options
  if (fill !== null)
    keep(
      extras,
      design.add((row) => fill[from + row] as number),
    )
  keep(
    extras,
    design.add((row) => Math.exp((startedAtMs - (points.times[from + row] as number)) / warmUpMs)),
  )
  const spanMs = design.times[design.count - 1] as number
  const lines: Weighed[] = [{ column: TIME, share: 0.5 }]
  for (const onset of ONSETS) {
    const hinge = design.add((row) => Math.max(0, (design.times[row] as number) / spanMs - onset))
    if (hinge > 0) lines.push({ column: hinge, share: 0.5 / ONSETS.length })
  }
  const days = waves().map((column): Weighed => ({ column, share: options.odds / (PHASES * LEANS.length) }))
  const shapes = besideSteps([...lines, ...days], extras)
  const posterior = slopePosterior(design, shapes, (options.quantum / design.range) ** 2 / 12, SOME_NOISE)
  if (posterior === null) return 1
  const each = lines.length + days.length
  return posterior.shapeWeights.reduce((sum, weight, i) => (i % each < lines.length ? sum : sum + weight), 0)
}

interface Weighed {
  column: number
  share: number
}

/** All of them as they are, and all beside a step where the floor rose most: a deploy makes neither a day nor a leak. */
function besideSteps(all: readonly Weighed[], extras: readonly number[]): Shape[] {
  const [at] = design.biggestRises()
  const step = at === undefined ? -1 : design.add((row) => (row >= at ? 1 : 0))
  const offers = [{ beside: extras, logPrior: 0 }]
  if (step > 0) offers.push({ beside: [...extras, step], logPrior: STEP_PRIOR })
  return offers.flatMap(({ beside, logPrior }) =>
    all.map(({ column, share }): Shape => ({
      slopeColumn: column,
      extras: beside,
      logPrior: logPrior + Math.log(share),
    })),
  )
}

/** One column for each phase and lean; half a turn is enough, for the sign is free. */
function waves(): number[] {
  const columns: number[] = []
  for (let phase = 0; phase < PHASES; phase++) {
    const shift = (Math.PI * phase) / PHASES
    for (const lean of LEANS) {
      keep(
        columns,
        design.add((row) => {
          const angle = (2 * Math.PI * (design.times[row] as number)) / DAY_MS + shift
          return Math.sin(angle) + lean * Math.sin(2 * angle)
        }),
      )
    }
  }
  return columns
}

function keep(list: number[], column: number): void {
  if (column > 0) list.push(column)
}
