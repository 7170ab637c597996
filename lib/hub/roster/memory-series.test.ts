import { expect, it } from 'vitest'
import type { SeriesDeclaration } from '../../protocol/agent-wire'
import { limitBytesOf, limitedIndexOf } from './memory-series'

const memory = (name: string): SeriesDeclaration => ({ name, kind: 'memory', unit: 'bytes' })
const SERIES = [memory('memory.live_set'), memory('memory.heap_used'), memory('memory.rss')]

it('holds the resident set against the container, and the heap against V8', () => {
  const limits = { heapBytes: 100, memoryBytes: 400 }
  expect(SERIES.map((series) => limitBytesOf(series, limits))).toEqual([100, 100, 400])
  expect(limitBytesOf(memory('memory.rss'), { heapBytes: 100 })).toBeNull()
})

it('takes the memory that is nearest to its own limit', () => {
  const limits = { heapBytes: 100, memoryBytes: 400 }
  expect(limitedIndexOf(SERIES, limits, [40, 50, 300])).toBe(2)
  expect(limitedIndexOf(SERIES, limits, [40, 90, 300])).toBe(1)
})

it('knows of none where there is no limit, and of one whose number is not known yet', () => {
  expect(limitedIndexOf(SERIES, {}, [1, 1, 1])).toBe(-1)
  expect(limitedIndexOf(SERIES, { memoryBytes: 400 }, [Number.NaN, Number.NaN, Number.NaN])).toBe(2)
})
