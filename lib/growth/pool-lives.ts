/** Whether the lives of a process, one by one too short to tell, show a leak when they are laid over each other by age. */
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { LIVES_NEEDED, type PastLives } from './past-lives'
import { addPoint, emptyPoints } from './points'
import { viewWindow, type WindowView } from './window-view'

/** Points by age before a shape can be told, and the bar for the chance of no slope. */
const AGES_NEEDED = 16
const CHANCE_ALLOWED = 2e-3
/** Where the halves rise by more than so many times the slope, most of it is warm-up, and the slope must be surer. */
const MOSTLY_WARM_UP = 6
const MOSTLY_SLOPE = 2.5
const CHANCE_BESIDE_WARM_UP = 1e-6
/** Time constants of warm-up that all lives repeat, as shares of the longest warm-up. */
const SLOWEST_WARM_UP = 0.6
const WARM_UPS = [0.02, 0.04, 0.08, 0.14, 0.22, 0.35, SLOWEST_WARM_UP]

export interface PooledSlope {
  view: WindowView
  lives: number
  /** How far the series stands above its start at the end of a life. */
  level: number
}

/** By the series' names; those without a certain slope are left out. */
export function poolLives(
  past: PastLives,
  series: readonly SeriesDeclaration[],
  warmUpMs: number,
): Map<string, PooledSlope> {
  const found = new Map<string, PooledSlope>()
  if (past.count < LIVES_NEEDED) return found
  for (const { name, unit, kind } of series) {
    if (kind === 'counter') continue
    const curve = past.curve(name)
    // Over lives that end before the slowest warm-up has slowed down, it is as straight as a leak.
    if (curve.length < AGES_NEEDED || curve.length * past.ageStepMs < SLOWEST_WARM_UP * warmUpMs) continue
    const level = curve[curve.length - 1] as number
    const view = viewCurve(
      curve,
      past.ageStepMs,
      warmUpMs,
      unit === 'count' ? 1 : Math.max(1e-4 * Math.abs(level), 1e-9),
    )
    if (view === null || view.late < 0.4) continue
    const chance = view.posterior.tailBelow(0)
    if (chance > (view.early > MOSTLY_WARM_UP || view.late > MOSTLY_SLOPE ? CHANCE_BESIDE_WARM_UP : CHANCE_ALLOWED))
      continue
    found.set(name, { view, lives: past.count, level })
  }
  return found
}

function viewCurve(curve: Float64Array, ageStepMs: number, warmUpMs: number, quantum: number): WindowView | null {
  const points = emptyPoints(curve.length)
  for (const [age, value] of curve.entries()) addPoint(points, (age + 0.5) * ageStepMs, value, 1, ageStepMs)
  const nothing = { loads: [], served: null, fill: null }
  const warmUpsMs = WARM_UPS.map((share) => share * warmUpMs)
  return viewWindow(points, 1, nothing, { warmUpsMs, startedAtMs: 0, settleMs: 0, quantum, waves: 0 })
}
