/** The runs of one investigation, each held against what all of them have shown. */
import type { RunAnswer } from '../protocol/investigations'
import { type JudgedRun, judgeRun, standingOf, type Yardstick, yardstickOf } from './judged-run'
import type { AnswerOptions, MeasuredRun } from './measured'
import type { ComparedRun } from './pairs'

export interface JudgedTogether {
  /** In the order of what was measured. */
  runs: ComparedRun[]
  yardstick: Yardstick
}

export function judgeTogether(measured: readonly MeasuredRun[], options: AnswerOptions): JudgedTogether {
  const judged = measured.map(judgeRun)
  const yardstick = yardstickOf(judged, options)
  const runs = judged.map((one): ComparedRun => {
    const others = judged.filter((other) => other !== one)
    return { judged: one, standing: standingOf(one, yardstick.perHour, others, options), load: loadOf(one) }
  })
  return { runs, yardstick }
}

/** Over all lives of the run, by the time of each. */
function loadOf({ measured }: JudgedRun): RunAnswer['load'] {
  const parts = measured.parts.flatMap(({ view }) =>
    view.load === null ? [] : [{ load: view.load, ms: Math.max(1, view.toMs - (view.steadyFromMs ?? view.fromMs)) }],
  )
  const first = parts[0]
  if (first === undefined) return null
  const alike = parts.filter(({ load }) => load.of === first.load.of)
  const allMs = alike.reduce((sum, { ms }) => sum + ms, 0)
  return {
    of: first.load.of,
    mean: alike.reduce((sum, { load, ms }) => sum + (load.mean * ms) / allMs, 0),
    low: Math.min(...alike.map(({ load }) => load.low)),
    high: Math.max(...alike.map(({ load }) => load.high)),
  }
}
