import { ClockWatch } from '../ingest/clock-watch'
import { oneFrame, valuesFrom, valuesIn } from '../protocol/frame-block'
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { SERIES_KINDS } from '../protocol/vocabulary'
import { NOBODY } from './roster/nobody'
import { Roster } from './roster/roster'
import type { HubSettings } from './settings'

/** Past the first minute, in which rules learn what is normal. */
const SECONDS = 70
/** Of this time, as real ones are: no small whole number. */
const START_MS = Date.UTC(2026, 0, 1)
const [PROCESS, BOOT] = ['rehearsal', 'rehearsal']

/** One of each kind, with a max where it may have one, and those that growth and the rules read by name or as a pair. */
export const REHEARSED_SERIES: readonly SeriesDeclaration[] = [
  ...SERIES_KINDS.map((kind): SeriesDeclaration => ({ name: `${kind}.part`, kind, unit: 'count', ...boundOf(kind) })),
  { name: 'memory.rss', kind: 'memory', unit: 'bytes' },
  { name: 'memory.live_set', kind: 'memory', unit: 'bytes' },
  { name: 'memory.heap_used', kind: 'memory', unit: 'bytes' },
  { name: 'gc.major_count', kind: 'counter', unit: 'count' },
  { name: 'load.requests', kind: 'counter', unit: 'count' },
  { name: 'rejected.clients.part', kind: 'counter', unit: 'count' },
]

/**
 * A made-up process that is judged before the first real one says hello, in some 20 ms. V8 gives the objects of a class another shape
 * when a field first holds another kind of number, and moves each one that is there to it when it is next touched: where ten
 * thousand processes had said hello before the first frame of any of them came, that took 0.6 s of their first three frames.
 *
 * Answers what is to be held until the hub ends: a shape that no object has is forgotten with the next major collection.
 */
export function rehearse(settings: HubSettings): object[] {
  let nowMs = START_MS
  const roster = new Roster({
    settings,
    watcher: NOBODY,
    nowMs: () => nowMs,
    defer: (step) => {
      step()
      return true
    },
    capacity: 1,
    seriesCapacity: REHEARSED_SERIES.length,
    keepGoneMs: Number.POSITIVE_INFINITY,
    keepEvent: () => {},
    onNote: () => {},
    onTrouble: () => {},
  })
  const life = {
    service: PROCESS,
    instance: '0',
    boot: BOOT,
    pid: 1,
    host: PROCESS,
    runtime: 'node',
    startedAtMs: nowMs,
  }
  roster.onLife(PROCESS, { ...life, limits: { heapBytes: 4e9, memoryBytes: 8e9 } }, REHEARSED_SERIES, 1)
  const clock = new ClockWatch()
  for (let seq = 1; seq <= SECONDS; seq++) {
    nowMs += 1_000
    const block = oneFrame(seq, nowMs, REHEARSED_SERIES.length)
    const [values, from] = [valuesIn(block), valuesFrom(block)]
    for (const [column, { unit }] of REHEARSED_SERIES.entries())
      values[from + column] = (unit === 'bytes' ? 2e9 : 100) + (seq % 7)
    clock.take(block, nowMs)
    roster.onFrames(PROCESS, BOOT, block)
  }
  return [roster, clock]
}

function boundOf(kind: SeriesDeclaration['kind']): Pick<SeriesDeclaration, 'max' | 'matches'> {
  if (kind === 'memory' || kind === 'counter') return {}
  return { max: 1_000, ...(kind === 'streams' ? { matches: 'clients.part' } : {}) }
}
