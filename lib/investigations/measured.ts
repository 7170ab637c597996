/** What the answer of an investigation is made of: each run with what its lives have shown, measured by lib/growth. */
import type { SteadyView } from '../growth/steady-slope'
import type { SteppedPoint } from '../protocol/http-api'
import type { Run, RunPart } from '../protocol/investigations'
import type { Unit } from '../protocol/vocabulary'

export interface MeasuredPart {
  part: RunPart
  view: SteadyView
}

export interface MeasuredRun {
  run: Run
  /** `null` where no life in it has the metric. */
  unit: Unit | null
  parts: MeasuredPart[]
  peak: number | null
  floor: number | null
  /** The metric at the end of the run. */
  level: number | null
  curve: SteppedPoint[]
}

/** What the hub was told: how long an unreported warm-up lasts, and what time it is. */
export interface AnswerOptions {
  warmUpMs: number
  nowMs: number
}
