/**
 * A made-up process is judged before the first real one says hello. V8 gives the objects of a class another shape when a field
 * first holds another kind of number, and moves each one that is there when it is next touched: of ten thousand processes that
 * had said hello before the first frame came, that took 0.8 s of the second in which all of their frames came.
 */
import { ClockWatch } from '../ingest/clock-watch'
import { oneFrame, valuesFrom, valuesIn } from '../protocol/frame-block'
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { SERIES_KINDS } from '../protocol/vocabulary'
import { Roster, type RosterWatcher } from './roster/roster'
import type { HubSettings } from './settings'

/** Past the first minute, in which rules learn what is normal. */
const SECONDS = 70
/** Of this time, as real ones are: no small whole number. */
const START_MS = Date.UTC(2026, 0, 1)
const [PROCESS, BOOT] = ['rehearsal', 'rehearsal']

/** One of each kind, with a max and a partner where it may have them, and those that growth reads by their names. */
const SERIES: readonly SeriesDeclaration[] = [
  ...SERIES_KINDS.map((kind): SeriesDeclaration => ({
    name: `${kind}.rehearsal`,
    kind,
    unit: 'count',
    ...boundOf(kind),
  })),
  { name: 'memory.live_set', kind: 'memory', unit: 'bytes' },
  { name: 'memory.heap_used', kind: 'memory', unit: 'bytes' },
  { name: 'gc.major_count', kind: 'counter', unit: 'count' },
  { name: 'load.requests', kind: 'counter', unit: 'count' },
]

const NOBODY: RosterWatcher = {
  onRow: () => {},
  onDetail: () => {},
  onAssessed: () => {},
  onFrames: () => {},
  onEvent: () => {},
  onLeft: () => {},
}

/** Takes about 30 ms, and leaves nothing behind. */
export function rehearse(settings: HubSettings): void {
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
    seriesCapacity: SERIES.length,
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
  roster.onLife(PROCESS, { ...life, limits: { heapBytes: 4e9, memoryBytes: 8e9 } }, SERIES, 1)
  const clock = new ClockWatch()
  for (let seq = 1; seq <= SECONDS; seq++) {
    nowMs += 1_000
    const block = oneFrame(seq, nowMs, SERIES.length)
    const [values, from] = [valuesIn(block), valuesFrom(block)]
    for (const [column, { unit }] of SERIES.entries())
      values[from + column] = (unit === 'bytes' ? 2e9 : 100) + (seq % 7)
    clock.take(block, nowMs)
    roster.onFrames(PROCESS, BOOT, block)
  }
}

function boundOf(kind: SeriesDeclaration['kind']): Pick<SeriesDeclaration, 'max' | 'matches'> {
  if (kind === 'memory' || kind === 'counter') return {}
  return { max: 1_000, ...(kind === 'streams' ? { matches: 'clients.rehearsal' } : {}) }
}
