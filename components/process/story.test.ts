import { describe, expect, it } from 'vitest'
import type { SeriesDetail } from '../../lib/protocol/http-api'
import type { VerdictWord } from '../../lib/protocol/vocabulary'
import { isToldAbove, tellFlags, worstSeries } from './story'

const series = (name: string, verdict: VerdictWord, limitAtMs?: [number, number | null], kind = 'gauge') =>
  ({ name, kind, verdict: { verdict, ...(limitAtMs ? { limitAtMs } : {}) } }) as unknown as SeriesDetail

describe('the series whose verdict matters most', () => {
  it('is the one that grows, of several the one whose limit is nearest', () => {
    const all = [
      series('a', 'steady'),
      series('b', 'growing'),
      series('c', 'growing', [900, null]),
      series('d', 'growing', [100, 200]),
    ]
    expect(worstSeries({ series: all })?.name).toBe('d')
  })

  it('is memory where all else is equal', () => {
    expect(worstSeries({ series: [series('a', 'steady'), series('m', 'steady', undefined, 'memory')] })?.name).toBe('m')
    expect(worstSeries({ series: [] })).toBeNull()
  })
})

describe('a reason that stands above', () => {
  const because = (name: string, reason: string) =>
    ({ name, verdict: { verdict: 'growing', reason } }) as unknown as SeriesDetail
  const heap = because('memory.heap_used', 'the heap rose')
  const detail = { series: [heap, because('memory.live_set', 'the heap rose'), because('streams.ws', 'streams rose')] }

  it('is not said again of the same series, nor of another that is judged by the same evidence', () => {
    expect(isToldAbove(heap, 'growth', ['memory.heap_used'], detail)).toBe(true)
    expect(isToldAbove(heap, 'growth', ['memory.live_set'], detail)).toBe(true)
    expect(isToldAbove(heap, 'growth', ['memory.live_set', 'streams.ws'], detail)).toBe(false)
    expect(isToldAbove(heap, 'orphaned', ['memory.heap_used'], detail)).toBe(false)
    expect(isToldAbove(null, 'growth', [], detail)).toBe(false)
  })
})

describe('the flags of a process', () => {
  it('are told once for each reason, with all of their series, the worst first', () => {
    const told = tellFlags([
      { flag: 'saturated', series: 'pool.mesh', sinceMs: 5, reason: 'full' },
      { flag: 'growth', series: 'memory.heap_used', sinceMs: 9, reason: 'it rises' },
      { flag: 'growth', series: 'memory.live_set', sinceMs: 7, reason: 'it rises' },
      { flag: 'silent', sinceMs: 3, reason: 'no frames' },
    ])
    expect(told).toEqual([
      { flag: 'growth', series: ['memory.heap_used', 'memory.live_set'], sinceMs: 7, reason: 'it rises' },
      { flag: 'saturated', series: ['pool.mesh'], sinceMs: 5, reason: 'full' },
      { flag: 'silent', series: [], sinceMs: 3, reason: 'no frames' },
    ])
  })
})
