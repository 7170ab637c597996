import { describe, expect, it } from 'vitest'
import type { SeriesDetail } from '../protocol/http-api'
import type { Flag } from '../protocol/verdict'
import type { FlagWord, VerdictWord } from '../protocol/vocabulary'
import { storyOf, tellFlags, worstSeries } from './process-story'

interface Made {
  limitAtMs?: [number, number | null]
  kind?: string
  reason?: string
  likelyCause?: string
}

const series = (
  name: string,
  verdict: VerdictWord,
  { kind = 'gauge', reason = name, likelyCause, limitAtMs }: Made = {},
) =>
  ({
    name,
    kind,
    verdict: {
      verdict,
      reason,
      evidence: { likelyCause: likelyCause ?? null },
      ...(limitAtMs ? { limitAtMs } : {}),
    },
  }) as unknown as SeriesDetail
const flag = (word: FlagWord, name: string, reason: string = name): Flag => ({
  flag: word,
  series: name,
  sinceMs: 1,
  reason,
})
const namesOf = (list: readonly SeriesDetail[]) => list.map(({ name }) => name)

describe('the series whose verdict matters most', () => {
  it('is the one that grows, of several the one whose limit is nearest', () => {
    const all = [
      series('a', 'steady'),
      series('b', 'growing'),
      series('c', 'growing', { limitAtMs: [900, null] }),
      series('d', 'growing', { limitAtMs: [100, 200] }),
    ]
    expect(worstSeries(all)?.name).toBe('d')
  })

  it('is memory where all else is equal', () => {
    expect(worstSeries([series('a', 'steady'), series('m', 'steady', { kind: 'memory' })])?.name).toBe('m')
    expect(worstSeries([])).toBeNull()
  })
})

describe('a story', () => {
  const memory = { kind: 'memory', likelyCause: 'streams.ws' }
  const heap = series('memory.heap_used', 'growing', { ...memory, limitAtMs: [100, 200] })
  const rss = series('memory.rss', 'growing', memory)
  const external = series('memory.external', 'steady', { kind: 'memory' })
  const streams = series('streams.ws', 'growing')

  it('joins memory that rises together and what would explain it, and says each of them once', () => {
    const flags = [
      flag('growth', 'memory.heap_used'),
      flag('growth', 'memory.rss'),
      flag('growth', 'streams.ws'),
      flag('orphaned', 'streams.ws', 'streams are not removed with their clients'),
      flag('near-limit', 'pool.mesh'),
    ]
    const story = storyOf({ series: [rss, external, streams, heap, series('pool.mesh', 'steady')], flagDetails: flags })
    expect(story.lead?.name).toBe('memory.heap_used')
    expect(namesOf(story.alike)).toEqual(['memory.rss'])
    expect(story.cause?.series.name).toBe('streams.ws')
    expect(story.cause?.flags.map(({ flag: word }) => word)).toEqual(['growth', 'orphaned'])
    expect(story.others).toEqual([{ flag: 'near-limit', series: ['pool.mesh'], sinceMs: 1, reason: 'pool.mesh' }])
  })

  it('of a structure that reaches its max first has the memory that it explains, and no cause but itself', () => {
    const full = series('streams.ws', 'growing', { limitAtMs: [10, 20] })
    const other = series('memory.external', 'growing', { kind: 'memory' })
    const story = storyOf({ series: [full, heap, other], flagDetails: [flag('growth', 'memory.external')] })
    expect(story.lead?.name).toBe('streams.ws')
    expect(namesOf(story.alike)).toEqual(['memory.heap_used'])
    expect(story.cause).toBeNull()
    expect(story.others.map(({ series: names }) => names)).toEqual([['memory.external']])
  })

  it('keeps what is wrong with growing memory beside its growth', () => {
    const flags = [flag('growth', 'memory.rss'), flag('near-limit', 'memory.rss', 'it is at 95 %')]
    const story = storyOf({ series: [heap, rss], flagDetails: flags })
    expect(story.others).toMatchObject([{ flag: 'near-limit', reason: 'it is at 95 %' }])
  })

  it('says a reason that stands above no second time, and the word of its flag beside the verdict', () => {
    const masked = series('reports.kept', 'growing', { reason: 'restarts hide it' })
    const story = storyOf({
      series: [masked],
      flagDetails: [flag('restart-masked', 'reports.kept', 'restarts hide it')],
    })
    expect(story.leadFlags.map(({ flag: word }) => word)).toEqual(['restart-masked'])
    expect(story.others).toEqual([])
  })

  it('of a calm process has nothing beside it, and of one without samples no lead', () => {
    expect(storyOf({ series: [external], flagDetails: [] })).toMatchObject({ alike: [], cause: null, others: [] })
    expect(storyOf({ series: [], flagDetails: [flag('silent', 'x')] })).toMatchObject({
      lead: null,
      others: [{ flag: 'silent' }],
    })
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
