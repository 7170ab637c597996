import { expect, test } from 'vitest'
import { limitsOf, Peaks } from './limits'

const HOUR = 3_600_000
const series = [
  { name: 'memory.heap_used', kind: 'memory', unit: 'bytes' },
  { name: 'memory.live_set', kind: 'memory', unit: 'bytes' },
  { name: 'memory.rss', kind: 'memory', unit: 'bytes' },
  { name: 'pool.mesh', kind: 'pool', unit: 'count', max: 100 },
] as const

function peaks(): Peaks {
  const made = new Peaks(limitsOf(series, { heapBytes: 1000, memoryBytes: 4000 }))
  made.push(Float64Array.of(600, 300, 2000, 40), 0, 1000)
  return made
}

test('G12.2 the live set is held against the heap limit by the peaks of the heap, not by its own floor', () => {
  expect(peaks().reachedAt(1, 0, 50, 100)).toEqual([4 * HOUR, 8 * HOUR])
})

test('G12.2 the resident set is held against the container, and a pool against its max', () => {
  expect(peaks().reachedAt(2, 0, 1000, 2000)).toEqual([HOUR, 2 * HOUR])
  expect(peaks().reachedAt(3, 0, 10, 30)).toEqual([2 * HOUR, 6 * HOUR])
})

test('G12.2 a slope whose lower end is not above zero may never get there', () => {
  expect(peaks().reachedAt(2, 0, -5, 2000)).toEqual([HOUR, null])
  expect(peaks().reachedAt(2, 0, -9, -5)).toBeNull()
})

test('G12.2 a peak is forgotten at the pace of an hour', () => {
  const made = peaks()
  made.push(Float64Array.of(200, 300, 2000, 40), 0, 20 * HOUR)
  expect(made.reachedAt(0, 0, 100, 100)?.[0]).toBeCloseTo(8 * HOUR, -3)
})
