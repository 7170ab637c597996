/** Where the points of a series come from: means of the ladder, lowest values of the ring, live sets after collections. */
import type { FloorRing } from './floor-ring'
import { FILL, LAGS, SERVED } from './inputs'
import type { Ladder } from './ladder'
import { addPoint, drawInSpikes, emptied, emptyPoints, type Points } from './points'
import { cycleMs, type ReclaimCycles } from './reclaim-cycles'
import type { Explainers } from './window-view'

/** Fewer cycles than this say nothing about the floor. */
export const CYCLES_NEEDED = 3

/** More than any ladder or ring has. */
const ROOM = 112

/** Two floors of a series are looked at together; the points of both are filled again for each series. */
export type Place = 0 | 1
const PLACES: readonly [Points, Points] = [emptyPoints(ROOM), emptyPoints(ROOM)]

export function meanPoints(ladder: Ladder, column: number): Points {
  const points = emptied(PLACES[0])
  fillMeans(points, ladder, column)
  drawInSpikes(points)
  return points
}

/** Live sets, the newest included: it is exact as soon as it is there. */
export function livePoints(ladder: Ladder): Points {
  const points = emptied(PLACES[0])
  fillMeans(points, ladder, 0)
  const open = ladder.openBin(0)
  if (open.mean === open.mean) addPoint(points, open.atMs, open.mean, open.count, ladder.widthMs[ladder.size - 1] ?? 0)
  return points
}

function fillMeans(points: Points, ladder: Ladder, column: number): void {
  for (let bin = 0; bin < ladder.size; bin++) {
    const value = ladder.means[bin * ladder.columns + column] as number
    if (value !== value) continue
    addPoint(points, ladder.meanAtMs[bin] as number, value, ladder.counts[bin] as number, ladder.widthMs[bin] as number)
  }
}

/** The floors of a ring's column; of a sawtooth, stretches are joined until each holds a cycle and a half. */
export function lowPoints(
  ring: FloorRing,
  column: number,
  cycles: ReclaimCycles | null,
  nowMs: number,
  place: Place = 0,
): Points {
  const points = emptied(PLACES[place])
  if (cycles !== null && cycles.count < CYCLES_NEEDED) return points
  const joinMs = cycles === null ? 0 : 1.5 * cycleMs(cycles)
  let openFromMs = Number.NEGATIVE_INFINITY
  for (let i = 0; i < ring.size; i++) {
    const value = ring.lows[i * ring.columns + column] as number
    if (!(value < Number.POSITIVE_INFINITY)) continue
    const at = ring.meanAtMs[i] as number
    if (points.count === 0 || at - openFromMs >= joinMs) {
      openFromMs = at
      addPoint(points, at, value, 1, Math.max(ring.widthMs, joinMs))
    } else if (value < (points.values[points.count - 1] as number)) {
      points.values[points.count - 1] = value
      points.times[points.count - 1] = at
    }
  }
  // The last one may not have seen a whole cycle yet.
  if (joinMs > 0 && points.count > 0 && nowMs - openFromMs < joinMs) points.count -= 1
  return points
}

/** The inputs of the process at the times of `points`. `shift`: how many columns of the ladder stand before the inputs. */
export function explainersAt(points: Points, ladder: Ladder, shift: number, load: boolean, fill: boolean): Explainers {
  const input = (index: number): Float64Array => inputAt(points, ladder, shift + index)
  return {
    loads: load ? LAGS.map((_, lag) => input(lag)) : [],
    served: load ? input(SERVED) : null,
    fill: fill ? input(FILL) : null,
  }
}

function inputAt(points: Points, ladder: Ladder, column: number): Float64Array {
  const values = new Float64Array(points.count)
  const { meanAtMs, means, columns, size } = ladder
  let bin = 0
  for (let i = 0; i < points.count; i++) {
    const at = points.times[i] as number
    while (bin < size - 1 && (meanAtMs[bin + 1] as number) <= at) bin += 1
    const next = Math.min(bin + 1, size - 1)
    const [from, to] = [means[bin * columns + column] as number, means[next * columns + column] as number]
    const [fromMs, toMs] = [meanAtMs[bin] as number, meanAtMs[next] as number]
    const share = toMs > fromMs ? Math.max(0, Math.min(1, (at - fromMs) / (toMs - fromMs))) : 0
    values[i] = from + (to - from) * share
  }
  return values
}
