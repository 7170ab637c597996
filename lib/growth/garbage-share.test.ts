/** G1.5: between two major collections everything rises that garbage is a part of. */
import { expect, it } from 'vitest'
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { ProcessGrowth } from './process-growth'
import { DEFAULT_GROWTH_SETTINGS } from './settings'

const START_MS = Date.UTC(2026, 0, 5, 9)
const MIB = 1_048_576
/** One reclaim cycle takes four warm-ups, as it does in a quiet service. */
const SETTINGS = { ...DEFAULT_GROWTH_SETTINGS, warmUpMs: 45_000, horizonMs: 3_600_000 }
const CYCLE_S = 180

const SERIES: SeriesDeclaration[] = [
  { name: 'memory.rss', kind: 'memory', unit: 'bytes' },
  { name: 'memory.heap_used', kind: 'memory', unit: 'bytes' },
  { name: 'memory.heap_total', kind: 'memory', unit: 'bytes' },
  { name: 'memory.external', kind: 'memory', unit: 'bytes' },
  { name: 'memory.array_buffers', kind: 'memory', unit: 'bytes' },
  { name: 'gc.major_count', kind: 'counter', unit: 'count' },
]

interface Leak {
  /** Kept on the heap, and outside of everything that V8 accounts for, a second. */
  heapBytes?: number
  nativeBytes?: number
}

/** When each series was first said to grow, in seconds. */
function growing({ heapBytes = 0, nativeBytes = 0 }: Leak, seconds: number, collects = true): Record<string, number> {
  const growth = new ProcessGrowth(SETTINGS)
  growth.startLife({ boot: 'b1', startedAtMs: START_MS, limits: { heapBytes: 272 * MIB }, series: SERIES })
  const found: Record<string, number> = {}
  for (let s = 0; s < seconds; s++) {
    const garbageS = collects ? s % CYCLE_S : 0
    // Not noise, but never twice the same.
    const wobble = Math.sin(s * 1.7) * 60_000 + Math.sin(s * 0.61) * 40_000
    const used = 6.3 * MIB + heapBytes * s + garbageS * 48_000 + wobble
    const total = Math.ceil((used + 0.8 * MIB) / 262_144) * 262_144
    const external = 2.35 * MIB + garbageS * 300 + wobble / 40
    const rss = 44 * MIB + total + nativeBytes * s + wobble
    const collections = collects ? 3 * Math.floor(s / CYCLE_S) : 0
    growth.push(START_MS + s * 1000, Float64Array.of(rss, used, total, external, external / 8, collections), 0)
    for (const [index, { name }] of SERIES.entries()) {
      if (growth.verdictWord(index) === 'growing') found[name] ??= s
    }
  }
  return found
}

it('G1.5: a process whose garbage is collected each three minutes is never growing, in any series, for half an hour', () => {
  expect(growing({}, 1_800)).toEqual({})
})

it('G1.5: what is kept beneath the garbage shows once some cycles have passed', () => {
  const found = growing({ heapBytes: 40_000 }, 1_800)
  expect(found['memory.heap_total']).toBeGreaterThan(CYCLE_S)
  expect(found['memory.heap_total']).toBeLessThan(6 * CYCLE_S)
  expect(found['memory.rss']).toBeLessThan(6 * CYCLE_S)
})

it('G1.5: a resident set that rises by more than its heap grows, though nothing is collected', () => {
  const found = growing({ nativeBytes: 60_000 }, 600, false)
  expect(found['memory.rss']).toBeLessThan(300)
  expect(Object.keys(found)).toEqual(['memory.rss'])
})
