import { expect, it } from 'vitest'
import type { LifeDescription, SeriesDeclaration } from '../../protocol/agent-wire'
import type { ProcessEntry } from '../roster/process-entry'
import { beatsOf } from './beats'

const RSS: SeriesDeclaration = { name: 'memory.rss', kind: 'memory', unit: 'bytes' }
const HEAP: SeriesDeclaration = { name: 'memory.heap_used', kind: 'memory', unit: 'bytes' }

function entryOf(number: number, atMs: number, newest: number[], limits: LifeDescription['limits'] = {}): ProcessEntry {
  const series = [RSS, HEAP]
  return {
    number,
    lastFrameAtMs: atMs,
    newest: Float64Array.from(newest),
    memoryIndex: 0,
    series,
    life: { limits },
  } as unknown as ProcessEntry
}

it('W18: beats are columns by the numbers of rows, with what is not known as null, and no limits where none is known', () => {
  expect(beatsOf([entryOf(7, 5_000, [10, 1]), entryOf(9, 4_400, [Number.NaN, 2])])).toEqual({
    type: 'beats',
    rows: [7, 9],
    fromMs: 5_000,
    afterMs: [0, -600],
    memoryBytes: [10, null],
  })
})

it('W18: where a limit is known, the series that is nearest to its own is named once', () => {
  const limited = { memoryBytes: 400 }
  const beats = beatsOf([entryOf(1, 0, [100, 40], limited), entryOf(2, 0, [10, 1]), entryOf(3, 0, [110, 45], limited)])
  expect(beats.limited).toEqual({
    names: ['memory.rss'],
    series: [0, null, 0],
    latestBytes: [100, null, 110],
    limitBytes: [400, null, 400],
  })
})
