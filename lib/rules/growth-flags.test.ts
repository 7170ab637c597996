import { describe, expect, it } from 'vitest'
import type { Verdict } from '../protocol/verdict'
import { growthFlags } from './growth-flags'

const SINCE_MS = Date.UTC(2026, 10, 21, 12)
const series = [{ name: 'memory.rss' }, { name: 'pool.mesh' }, { name: 'streams.ws' }]

function growing(reason: string, lives: number | null, hidden: string | null = null): Verdict {
  return {
    verdict: 'growing',
    sinceMs: SINCE_MS,
    slopePerHour: 1,
    slopeCi90: [0.5, 1.5],
    unit: 'bytes',
    reason,
    evidence: { lives, hidden },
  }
}

describe('the flags of growth', () => {
  it('R8: every series that grows is flagged, with the reason and the time of its verdict', () => {
    const flags = growthFlags(series, ['growing', 'steady', 'growing'], (index) => growing(`${index} rose`, null))
    expect(flags).toEqual([
      { flag: 'growth', series: 'memory.rss', sinceMs: SINCE_MS, reason: '0 rose' },
      { flag: 'growth', series: 'streams.ws', sinceMs: SINCE_MS, reason: '2 rose' },
    ])
  })

  it('R8: a heap that grows as its live set does is one flag, that of the live set', () => {
    const heap = [{ name: 'memory.live_set' }, { name: 'memory.heap_used' }]
    const named = (words: Parameters<typeof growthFlags>[1]) =>
      growthFlags(heap, words, () => growing('it rose', null)).map(({ series: name }) => name)
    expect(named(['growing', 'growing'])).toEqual(['memory.live_set'])
    expect(named(['steady', 'growing'])).toEqual(['memory.heap_used'])
  })

  it('R8: no other verdict is flagged, and none of them is worked out', () => {
    const words = ['load-driven', 'warming-up', 'falling'] as const
    expect(
      growthFlags(series, words, () => {
        throw new Error('it was asked for')
      }),
    ).toEqual([])
  })

  it('R9: growth that only the lives together show is restart-masked', () => {
    const hidden = 'restarted every 2 h; grows by 310 MiB in each life'
    expect(growthFlags(series, ['growing'], () => growing('it rose in each of 4 lives', 4, hidden))).toEqual([
      { flag: 'restart-masked', series: 'memory.rss', sinceMs: SINCE_MS, reason: 'it rose in each of 4 lives', hidden },
    ])
  })

  it('R8: a word without a series is nothing', () => {
    expect(growthFlags([], ['growing'], () => growing('', null))).toEqual([])
  })
})
