import type { RawPoint, SeriesPoints, SteppedPoint } from '../../protocol/http-api'
import type { StepColumns } from '../store'
import type { SeriesColumns } from './core-wire'

/** Columns as the points that HTTP answers with: NaN becomes `null`. */
export function pointsOf({ name, unit, stepMs, atMs, mean, min, max }: SeriesColumns): SeriesPoints {
  if (min === null || max === null) {
    const points: RawPoint[] = []
    for (let at = 0; at < atMs.length; at++) points.push([atMs[at] as number, known(mean[at])])
    return { name, unit, stepMs, points }
  }
  const points: SteppedPoint[] = []
  for (let at = 0; at < atMs.length; at++)
    points.push([atMs[at] as number, known(min[at]), known(mean[at]), known(max[at])])
  return { name, unit, stepMs, points }
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value
}

/** Throws `RangeError` for raw points, which have no least and greatest. */
export function stepsOf({ name, unit, atMs, mean, min, max }: SeriesColumns): StepColumns {
  if (min === null || max === null) throw new RangeError('columns are of steps: ask for stepMs above 0')
  return { name, unit, atMs, min, mean, max }
}
