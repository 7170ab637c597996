/** The gate of a run (docs/investigations.md, I2) and what it says that it waits for. */
import { expect, it } from 'vitest'
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { SteadySlope, type SteadyView } from './steady-slope'

const START_MS = Date.UTC(2026, 0, 5, 9)
const WARM_UP_MS = 60_000
const MIB = 1_048_576
const SERIES: SeriesDeclaration[] = [
  { name: 'memory.rss', kind: 'memory', unit: 'bytes' },
  { name: 'pool.cache', kind: 'pool', unit: 'count', max: 1_000 },
]

/** One row a second from `fromS` on. */
function viewOf(fromS: number, toS: number, cacheAt: (s: number) => number): SteadyView {
  const fromMs = START_MS + fromS * 1_000
  const steady = new SteadySlope({ warmUpMs: WARM_UP_MS, startedAtMs: START_MS, fromMs, series: SERIES, metric: 0 })
  for (let s = fromS; s <= toS; s++)
    steady.push(START_MS + s * 1_000, Float64Array.of(80 * MIB + Math.sin(s) * 1_000, cacheAt(s)), 0)
  return steady.view()
}

it('I2.1: of a bounded structure that was seen only a few times nobody knows whether it fills: the gate waits for data', () => {
  const few = viewOf(300, 304, (s) => s)
  expect(few.gate.waits).toBe('data')
  expect(few.steadyFromMs).toBeNull()
  const more = viewOf(300, 420, (s) => s)
  expect(more.gate).toMatchObject({ waits: 'fill', series: 'pool.cache' })
})

it('I2.1: one that is full is known at the first sight', () => {
  expect(viewOf(300, 304, () => 1_000).steadyFromMs).toBe(START_MS + 300_000)
})

it('I2.1: one that stays as it is opens the gate, however empty', () => {
  const view = viewOf(300, 420, () => 120)
  expect(view.gate.waits).toBeNull()
  expect(view.slope).not.toBeNull()
})

it('I2.1: one that swings with the load does not fill, at whatever point of its swing it is looked at', () => {
  const swings = (s: number): number => 300 + 200 * Math.sin((2 * Math.PI * s) / 97)
  for (const untilS of [400, 415, 430, 445, 460, 475])
    expect(viewOf(0, untilS, swings).fills).toMatchObject([{ series: 'pool.cache', isFilling: false }])
})
