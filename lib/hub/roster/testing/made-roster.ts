/** A roster on a clock that stands still, and what those who watch it are told, in words. */
import type { LifeDescription, SeriesDeclaration } from '../../../protocol/agent-wire'
import type { FrameBlock } from '../../../protocol/frame-block'
import type { ProcessSummary } from '../../../protocol/http-api'
import { DEFAULT_HUB_SETTINGS } from '../../settings'
import { summaryOf } from '../process-views'
import { Roster, type RosterOptions } from '../roster'

export const START_MS = Date.UTC(2026, 10, 21, 12)
export const SERIES: SeriesDeclaration[] = [
  { name: 'memory.heap_used', kind: 'memory', unit: 'bytes' },
  { name: 'memory.rss', kind: 'memory', unit: 'bytes' },
  { name: 'pool.mesh', kind: 'pool', unit: 'count', max: 10 },
]
export const life = (over: Partial<LifeDescription> = {}): LifeDescription => ({
  service: 'gateway',
  instance: '0',
  boot: 'b1',
  pid: 1,
  host: 'h',
  runtime: 'node',
  startedAtMs: START_MS,
  limits: { memoryBytes: 1_000 },
  ...over,
})

/** Three values a frame: the seq, twice the seq, and `value`. */
export function block(seqs: number[], value = 7): FrameBlock {
  const rows = seqs.flatMap((seq) => [seq, seq * 2, value])
  return {
    count: seqs.length,
    width: 3,
    seqs: Float64Array.from(seqs),
    atMs: Float64Array.from(seqs, (seq) => START_MS + seq * 1_000),
    values: Float64Array.from(rows),
  }
}

export interface MadeRoster {
  roster: Roster
  /** What the watcher was told, in order. */
  told: string[]
  /** The hub's clock, to be set. */
  clock: { nowMs: number }
  summary(id?: string): ProcessSummary
  /** Ticks second by second, as the hub does. */
  passSeconds(count: number): void
}

/** Judges at once, unless `over` defers otherwise. */
export function madeRoster(over: Partial<RosterOptions> = {}): MadeRoster {
  const told: string[] = []
  const clock = { nowMs: START_MS }
  const roster = new Roster({
    settings: DEFAULT_HUB_SETTINGS,
    watcher: {
      onRow: (entry) => told.push(`row ${entry.id} ${entry.state(clock.nowMs)}`),
      onDetail: (entry) => told.push(`detail ${entry.life.boot}`),
      onAssessed: () => undefined,
      onFrames: (_entry, frames, rows) => told.push(`frames ${rows.map((row) => frames.seqs[row]).join()}`),
      onEvent: (_entry, event) => told.push(`event ${event.type}`),
      onLeft: (entry) => told.push(`left ${entry.id}`),
    },
    nowMs: () => clock.nowMs,
    defer: (step) => (step(), true),
    capacity: 100,
    seriesCapacity: 1_000,
    keepGoneMs: 86_400_000,
    keepEvent: (entry, event) => told.push(`kept ${event.type} of ${entry.id}`),
    onNote: (message) => told.push(message),
    onTrouble: () => undefined,
    ...over,
  })
  function summary(id = 'p'): ProcessSummary {
    const entry = roster.get(id)
    if (!entry) throw new Error(`no process ${id}`)
    return summaryOf(entry, clock.nowMs)
  }
  function passSeconds(count: number): void {
    for (let second = 0; second < count; second++) {
      clock.nowMs += 1_000
      roster.tick()
    }
  }
  return { roster, told, clock, summary, passSeconds }
}
