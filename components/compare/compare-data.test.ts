import { describe, expect, it } from 'vitest'
import type { ProcessDetail, SeriesPoints } from '../../lib/protocol/http-api'
import {
  changeOf,
  chosenSeries,
  compareFromAddress,
  compareRows,
  compareToAddress,
  MOST,
  sharedSeries,
  stretchOf,
} from './compare-data'

function detail(id: string, names: string[], startedAtMs = 0): ProcessDetail {
  const series = names.map((name) => ({ name, kind: name === 'load.requests' ? 'counter' : 'memory', unit: 'bytes' }))
  return { id, startedAtMs, series } as unknown as ProcessDetail
}

function points(...means: [atMs: number, mean: number | null][]): SeriesPoints {
  return { name: 'm', unit: 'bytes', stepMs: 1_000, points: means.map(([atMs, mean]) => [atMs, mean, mean, mean]) }
}

describe('what is compared', () => {
  it('comes back from the address as it went in, each process once and no more than can be told apart', () => {
    const view = { ids: ['a', 'b'], series: 'memory.rss', spanMs: 3_600_000, align: 'age' } as const
    const back = compareFromAddress(new URLSearchParams(compareToAddress({ ...view, ids: ['a', 'b'] })))
    expect(back).toEqual(view)
    const many = new URLSearchParams(Array.from({ length: 20 }, (_, n) => ['id', `p${n % 15}`]))
    expect(compareFromAddress(many).ids).toHaveLength(MOST)
    expect(compareFromAddress(new URLSearchParams('id=a&range=9y&align=size'))).toMatchObject({
      ids: ['a'],
      align: 'clock',
      spanMs: 300_000,
    })
  })

  it('is the live set where all have one, else what all have', () => {
    const both = [detail('a', ['memory.live_set', 'memory.rss']), detail('b', ['memory.rss', 'load.requests'])]
    expect(sharedSeries(both).map(({ name, count }) => [name, count])).toEqual([
      ['memory.rss', 2],
      ['memory.live_set', 1],
    ])
    expect(chosenSeries(sharedSeries(both), null)?.name).toBe('memory.rss')
    expect(chosenSeries(sharedSeries(both), 'memory.live_set')?.name).toBe('memory.live_set')
    expect(chosenSeries(sharedSeries(both), 'gone')?.name).toBe('memory.rss')
    expect(chosenSeries([], null)).toBeNull()
  })

  it('is the newest stretch by clock, and the first of a life by age', () => {
    const view = { ids: [], series: null, spanMs: 300_000, align: 'clock' } as const
    const started = detail('a', [], 50_000)
    expect(stretchOf(started, { ...view, ids: [] }, 900_000)).toMatchObject({ fromMs: 600_000, toMs: 900_000 })
    expect(stretchOf(started, { ...view, ids: [], align: 'age' }, 900_000)).toMatchObject({
      fromMs: 50_000,
      toMs: 350_000,
    })
  })
})

describe('rows side by side', () => {
  const one = { detail: detail('a', [], 10_400), points: points([11_000, 5], [12_000, null], [13_000, 8]) }
  const other = { detail: detail('b', [], 20_900), points: points([21_000, 1], [22_000, 2]) }

  it('meet at the same time of the clock', () => {
    expect(compareRows([one, { ...other, points: points([13_000, 7]) }], 'clock')).toEqual([
      { t: 11_000, a: 5 },
      { t: 12_000, a: null },
      { t: 13_000, a: 8, b: 7 },
    ])
  })

  it('meet at the same age, whenever each began', () => {
    expect(compareRows([one, other], 'age')).toEqual([
      { t: 1_000, a: 5, b: 1 },
      { t: 2_000, a: null, b: 2 },
      { t: 3_000, a: 8 },
    ])
  })

  it('say what became of each, and nothing of one that is not known', () => {
    const rows = compareRows([one, { ...other, points: null }], 'clock')
    expect(changeOf(rows, 'a')).toEqual({ newest: 8, change: 3 })
    expect(changeOf(rows, 'b')).toBeNull()
  })
})
