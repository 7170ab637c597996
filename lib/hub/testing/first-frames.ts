/**
 * Bundled and run by rehearsal.test.ts: processes that say hello and then tell frames, while V8 says what it moves.
 *   node --trace-migration --expose-gc first-frames.cjs PROCESSES FRAMES [rehearsed]
 */
import { ClockWatch } from '../../ingest/clock-watch'
import { oneFrame, valuesFrom, valuesIn } from '../../protocol/frame-block'
import { rehearse, REHEARSED_SERIES } from '../rehearsal'
import { NOBODY } from '../roster/nobody'
import { Roster } from '../roster/roster'
import { DEFAULT_HUB_SETTINGS } from '../settings'

const [processes = 0, frames = 0] = process.argv.slice(2).map(Number)
const rehearsed = process.argv.includes('rehearsed') ? rehearse(DEFAULT_HUB_SETTINGS) : []
// Nobody came for long.
for (let times = 0; times < 3; times++) globalThis.gc?.()

let nowMs = Date.now()
const nothing = (): void => {}
const roster = new Roster({
  settings: DEFAULT_HUB_SETTINGS,
  watcher: NOBODY,
  nowMs: () => nowMs,
  defer: (step) => {
    step()
    return true
  },
  capacity: processes,
  seriesCapacity: processes * REHEARSED_SERIES.length,
  keepGoneMs: Number.POSITIVE_INFINITY,
  keepEvent: nothing,
  onNote: nothing,
  onTrouble: nothing,
})
const life = { service: 's', boot: 'b', pid: 1, host: 'h', runtime: 'node', startedAtMs: nowMs - 10_000 }
const greeted = Array.from({ length: processes }, (_, n) => {
  roster.onLife(`s.${n}`, { ...life, instance: `${n}` }, REHEARSED_SERIES, 1)
  return { id: `s.${n}`, clock: new ClockWatch() }
})
for (let seq = 1; seq <= frames; seq++) {
  nowMs += 1_000
  for (const { id, clock } of greeted) {
    const block = oneFrame(seq, nowMs, REHEARSED_SERIES.length)
    valuesIn(block).fill(1_000 + seq, valuesFrom(block), valuesFrom(block) + REHEARSED_SERIES.length)
    clock.take(block, nowMs)
    roster.onFrames(id, 'b', block)
  }
}
rehearsed.length = 0
