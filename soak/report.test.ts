import { afterEach, expect, it, vi } from 'vitest'
import { report } from './report'
import type { SoakResult } from './run'
import type { TabTold } from './tab'
import { PARTS } from './watch'

const MB = 1_000_000

afterEach(() => vi.restoreAllMocks())

/** What is held and what is compiled, in MB, after five minutes and at the end. */
function tab([held, compiled]: [number, number], [heldLast, compiledLast]: [number, number]): TabTold {
  const heap = (minutes: number, all: number, code: number) => ({ minutes, bytes: all * MB, compiled: code * MB })
  return {
    visits: 60,
    faults: [],
    heaps: [heap(5.2, held + compiled, compiled), heap(60, heldLast + compiledLast, compiledLast)],
  }
}

const PARTS_SEEN = Object.fromEntries(PARTS.map((part) => [part, []]))
const LEFT = tab([6, 1], [6.1, 1.1])
const WALKING = tab([6, 2], [6.1, 2.6])

/** A soak in which nothing was lost and nothing grew, with these tabs. */
function judged(left: TabTold, walking: TabTold): boolean {
  vi.spyOn(console, 'log').mockImplementation(() => {})
  return report({
    minutes: 60,
    struck: {},
    kept: { frames: 1, missing: 0, gaps: 0, twice: 0, diedWithAgent: 0, broughtUntold: 0, unmade: 0 },
    lostInOutbox: 0,
    made: 1,
    hubLives: 1,
    agentLives: 1,
    crashes: 0,
    stopStatus: 0,
    stopMs: 90,
    memory: { agents: {}, hub: { verdict: 'steady', reason: '' }, hubRss: [], hubParts: PARTS_SEEN, growth: [] },
    tabs: { left, walking },
  } as unknown as SoakResult)
}

it('either tab may grow by a tenth, and what is not compiled by a tenth of itself', () => {
  expect(judged(LEFT, WALKING)).toBe(true)
  expect(judged(tab([6, 1], [6, 1.9]), WALKING)).toBe(false)
  expect(judged(LEFT, tab([6, 2], [6, 2.9]))).toBe(false)
  expect(judged(LEFT, tab([6, 2], [6.7, 1.9]))).toBe(false)
})

it('is held against the first heap whose code is known, whenever the soak was ended', () => {
  const unknown = { minutes: 3, bytes: 5 * MB }
  expect(judged({ ...LEFT, heaps: [unknown, ...LEFT.heaps] }, WALKING)).toBe(true)
})

it('a tab that was not measured, or whose page said an error, is not right', () => {
  expect(judged({ ...LEFT, heaps: [] }, WALKING)).toBe(false)
  expect(judged({ ...LEFT, heaps: LEFT.heaps.slice(1) }, WALKING)).toBe(false)
  expect(judged(LEFT, { ...WALKING, faults: ['TypeError: x is not a function'] })).toBe(false)
})
