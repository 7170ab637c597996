/** The changes of all series of one process, from what history has of both stretches. */
import type { ChangeSide, SeriesChange } from '../protocol/changes'
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { judgeChange } from './change'
import { divided, levelsOf, ratesOf, type Samples, type Steps } from './samples'
import { meanOf } from './spread'
import type { ComparedWindows } from './windows'

export interface ProcessHistory {
  id: string
  service: string
  instance: string
  /** When lives of it began, from the begin of the stretch before on; rising. The first life that there ever was is none of them. */
  restartsMs: readonly number[]
  /** Until when its frames have come. */
  completeToMs: number
}

/** The starts of those steps in which a process told anything, of the stretch before and of the chosen one. */
export interface SeenSteps {
  beforeMs: Float64Array
  withinMs: Float64Array
}

/** `all` are of the same times. */
export function seenSteps(all: readonly Steps[], { within }: ComparedWindows): SeenSteps {
  const atMs = all[0]?.atMs ?? new Float64Array(0)
  const isSeen = (_: number, n: number) => all.some(({ mean }) => !Number.isNaN(mean[n]))
  const seen = atMs.filter(isSeen)
  return { beforeMs: seen.filter((at) => at < within.fromMs), withinMs: seen.filter((at) => at >= within.fromMs) }
}

/** `steps`: `null` where history has nothing of the series. */
export function changeOf(
  process: ProcessHistory,
  declared: SeriesDeclaration,
  steps: Steps | null,
  seen: SeenSteps,
  { within, stepMs }: ComparedWindows,
): SeriesChange {
  const { name, kind, unit } = declared
  const all =
    steps === null ? NONE : kind === 'counter' ? ratesOf(steps, stepMs, process.completeToMs) : levelsOf(steps)
  const { before: was, within: is } = divided(all, within.fromMs)
  const change = judgeChange({
    before: was,
    within: is,
    seenBeforeMs: seen.beforeMs,
    seenWithinMs: seen.withinMs,
    beginMs: within.fromMs,
    spanMs: within.toMs + 1 - within.fromMs,
    fullScale: fullScaleOf(declared),
    isBroken: process.restartsMs.some((atMs) => atMs <= within.toMs),
  })
  return {
    process: process.id,
    service: process.service,
    instance: process.instance,
    series: name,
    kind,
    unit,
    ...change,
    before: sideOf(was),
    within: sideOf(is),
    restartedAtMs: process.restartsMs.find((atMs) => atMs >= within.fromMs && atMs <= within.toMs) ?? null,
  }
}

const NONE: Samples = { atMs: new Float64Array(0), values: new Float64Array(0) }

function sideOf({ values }: Samples): ChangeSide {
  return { samples: values.length, mean: values.length === 0 ? null : meanOf(values) }
}

function fullScaleOf({ kind, unit, max }: SeriesDeclaration): number | null {
  if (kind === 'counter') return null
  return max ?? (unit === 'ratio' ? 1 : unit === 'percent' ? 100 : null)
}
