import { describe, expect, it } from 'vitest'
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { compareSeries, joinSeries } from './declarations'

const pool: SeriesDeclaration = { name: 'pool.mesh', kind: 'pool', unit: 'count', max: 100 }
const streams: SeriesDeclaration = { name: 'streams.ws', kind: 'streams', unit: 'count', matches: 'clients.ws' }
const many = (count: number): SeriesDeclaration[] =>
  Array.from({ length: count }, (_, n) => ({ name: `s.${n}`, kind: 'gauge', unit: 'count' }))

function compared(known: readonly SeriesDeclaration[], now: readonly SeriesDeclaration[]) {
  const answer = compareSeries(known, now)
  if (!answer.ok) throw new Error(answer.message)
  return answer.value
}

describe('W14: a declaration of a series that a life has', () => {
  it('that is the same changes nothing', () => {
    expect(compared([pool, streams], [streams, pool])).toEqual({ added: [], changed: [] })
  })

  it.each([
    [{ ...pool, kind: 'gauge' as const }, 'of kind pool in count, and came as of kind gauge in count;'],
    [{ ...pool, unit: 'bytes' as const }, 'of kind pool in count, and came as of kind pool in bytes;'],
    [{ ...pool, matches: 'x' }, 'and came as of kind pool in count, matching "x";'],
  ])('that is another one is bad_hello, with both (%j)', (now, words) => {
    const answer = compareSeries([streams, pool], [now])
    expect(answer).toMatchObject({ ok: false, code: 'bad_hello' })
    expect(answer.ok ? '' : answer.message).toContain(words)
    expect(answer.ok ? '' : answer.message).toMatch(/^the series "pool\.mesh" of this life is .* another name\.$/u)
  })

  it('may bring another max or help, or none, and its column stays', () => {
    const { max: _, ...unbounded } = pool
    for (const now of [{ ...pool, max: 200 }, { ...pool, help: 'peers' }, unbounded]) {
      const both = compared([pool, streams], [now])
      expect(both).toEqual({ added: [], changed: [now] })
      expect(joinSeries([pool, streams], both)).toEqual([now, streams])
    }
  })
})

describe('W5: the series of a life', () => {
  it('are counted over all of its connections', () => {
    expect(compared(many(999), [pool]).added).toEqual([pool])
    expect(compareSeries(many(999), [pool, streams])).toMatchObject({ ok: false, code: 'too_many_series' })
    expect(compared(many(1_000), many(10))).toEqual({ added: [], changed: [] })
  })
})
