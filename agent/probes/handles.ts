/** What keeps the event loop alive. The list is made anew for each question, so a program with very many is asked less often. */
import { declare, type Probe } from './probe'

const MANY = 1_000
const FRAMES_BETWEEN = 10

export function handlesProbe(): Probe {
  let last = Number.NaN
  let framesUntilNext = 0
  return {
    series: declare('handles.active'),
    start() {},
    read(row, offset) {
      if (framesUntilNext === 0) {
        last = process.getActiveResourcesInfo().length
        // The number before is told again meanwhile.
        framesUntilNext = last > MANY ? FRAMES_BETWEEN : 1
      }
      framesUntilNext--
      row[offset] = last
    },
    stop() {},
  }
}
