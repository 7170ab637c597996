/** The changes of all series of one process, from what history has of both stretches. */
import type { ChangeSide, SeriesChange } from '../protocol/changes'
import type { SeriesDeclaration } from '../protocol/agent-wire'
import type { SeriesPoints, SteppedPoint } from '../protocol/http-api'
import { judgeChange } from './change'
import { divided, levelsOf, ratesOf, type Samples } from './samples'
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

export interface SeriesHistory {
  declared: SeriesDeclaration
  points: readonly SteppedPoint[]
}

/** The steps of both windows in which a process told anything. */
export function seenSteps(all: readonly SeriesPoints[], stepMs: number): number[] {
  const seen = new Set<number>()
  for (const { points } of all) for (const point of points) if (point[2] !== null) seen.add(point[0] + stepMs / 2)
  return [...seen].toSorted((a, b) => a - b)
}

export function changeOf(
  process: ProcessHistory,
  { declared, points }: SeriesHistory,
  seenMs: readonly number[],
  windows: ComparedWindows,
): SeriesChange {
  const { within, stepMs } = windows
  const { name, kind, unit } = declared
  const all = kind === 'counter' ? ratesOf(points, stepMs, process.completeToMs) : levelsOf(points, stepMs)
  const { before: was, within: is } = divided(all, within.fromMs)
  const change = judgeChange({
    before: was,
    within: is,
    seenBeforeMs: seenMs.filter((atMs) => atMs < within.fromMs),
    seenWithinMs: seenMs.filter((atMs) => atMs >= within.fromMs),
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

function sideOf({ values }: Samples): ChangeSide {
  return { samples: values.length, mean: values.length === 0 ? null : meanOf(values) }
}

function fullScaleOf({ kind, unit, max }: SeriesDeclaration): number | null {
  if (kind === 'counter') return null
  return max ?? (unit === 'ratio' ? 1 : unit === 'percent' ? 100 : null)
}
