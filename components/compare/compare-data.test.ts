import { describe, expect, it } from 'vitest'
import type { ProcessDetail, SeriesPoints } from '../../lib/protocol/http-api'
import {
  alignOf,
  chosenSeries,
  compareFromAddress,
  compareRows,
  compareToAddress,
  holesOf,
  MOST,
  sharedSeries,
  stretchOf,
  MEDIAN,
  withMedian,
} from './compare-data'
import { changeOf } from '../chart/lines-content'

function detail(id: string, names: string[], startedAtMs = 0): ProcessDetail {
  const series = names.map((name) => ({ name, kind: name === 'load.requests' ? 'counter' : 'memory', unit: 'bytes' }))
  return { id, startedAtMs, series } as unknown as ProcessDetail
}

function points(...means: [atMs: number, mean: number | null][]): SeriesPoints {
  return { name: 'm', unit: 'bytes', stepMs: 1_000, points: means.map(([atMs, mean]) => [atMs, mean, mean, mean]) }
}

describe('what is compared', () => {
  it('comes back from the address as it went in, each process once and no more than can be told apart', () => {
    const view = {
      ids: ['a', 'b'],
      series: 'memory.rss',
      spanMs: 3_600_000,
      align: 'age',
      days: 1,
      beside: null,
    } as const
    const back = compareFromAddress(new URLSearchParams(compareToAddress({ ...view, ids: ['a', 'b'] })))
    expect(back).toEqual(view)
    const many = new URLSearchParams(Array.from({ length: 20 }, (_, n) => ['id', `p${n % 15}`]))
    expect(compareFromAddress(many).ids).toHaveLength(MOST)
    expect(compareFromAddress(many).others).toHaveLength(15 - MOST)
    const without = compareToAddress({ ...compareFromAddress(many), ids: compareFromAddress(many).ids.slice(1) })
    expect(compareFromAddress(new URLSearchParams(without)).ids).toEqual(
      Array.from({ length: MOST }, (_, n) => `p${n + 1}`),
    )
    expect(compareFromAddress(new URLSearchParams('id=a&range=9y&align=size'))).toMatchObject({
      ids: ['a'],
      align: 'clock',
      spanMs: 300_000,
    })
    const lives = compareFromAddress(new URLSearchParams('id=a&beside=lives'))
    expect(compareToAddress(lives)).toBe('id=a&beside=lives')
  })

  it('may be any of the days that history keeps by ten seconds, by default the one before', () => {
    const daysOf = (address: string) => compareFromAddress(new URLSearchParams(address)).days
    expect(
      ['', '&days=7', '&days=15', '&days=0', '&days=1.5', '&days=x'].map((days) => daysOf(`id=a&beside=day${days}`)),
    ).toEqual([1, 7, 1, 1, 1, 1])
    expect(compareToAddress(compareFromAddress(new URLSearchParams('id=a&beside=day&days=7')))).toBe(
      'id=a&beside=day&days=7',
    )
    expect(compareToAddress(compareFromAddress(new URLSearchParams('id=a&days=7')))).toBe('id=a')
  })

  it('is laid by age where lives stand beside each other, and by the clock where days do', () => {
    const viewOf = (address: string) => alignOf(compareFromAddress(new URLSearchParams(address)))
    expect(viewOf('id=a&beside=lives')).toBe('age')
    expect(viewOf('id=a&beside=day&align=age')).toBe('clock')
    expect(viewOf('id=a&beside=siblings&align=age')).toBe('age')
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
    const view = { ids: [], series: null, spanMs: 300_000, align: 'clock', days: 1, beside: null } as const
    expect(stretchOf(50_000, { ...view, ids: [] }, 900_000)).toMatchObject({ fromMs: 600_000, toMs: 900_000 })
    expect(stretchOf(50_000, { ...view, ids: [], align: 'age' }, 900_000)).toMatchObject({
      fromMs: 50_000,
      toMs: 350_000,
    })
  })
})

describe('rows side by side', () => {
  const line = (key: string, of: SeriesPoints | null, originMs = 0) => ({
    key,
    name: key,
    detail: detail(key, []),
    points: of,
    gaps: [],
    originMs,
    isGhost: false,
  })
  const mine = points([11_000, 5], [12_000, null], [13_000, 8])

  it('meet at the same time of the clock', () => {
    expect(compareRows([line('a', mine), line('b', points([13_000, 7]))])).toEqual([
      { t: 11_000, a: 5 },
      { t: 12_000, a: null },
      { t: 13_000, a: 8, b: 7 },
    ])
  })

  it('meet at the same age, whenever each began', () => {
    expect(compareRows([line('a', mine, 10_400), line('b', points([21_000, 1], [22_000, 2]), 20_900)])).toEqual([
      { t: 1_000, a: 5, b: 1 },
      { t: 2_000, a: null, b: 2 },
      { t: 3_000, a: 8 },
    ])
  })

  it('have holes from where nothing is known to where something is again, and none before the first or after the last', () => {
    expect(holesOf(points([0, null], [1_000, 1], [2_000, null], [3_000, 2], [4_000, null]))).toEqual({
      fromMs: 1_000,
      toMs: 3_000,
    })
    expect(holesOf(points([1_000, 1], [2_000, 1], [6_000, 2], [7_000, null], [8_000, 2]))).toEqual({
      fromMs: 2_000,
      toMs: 8_000,
    })
    expect(holesOf(points([1_000, 1], [2_000, 1]))).toBeNull()
    expect(holesOf(points())).toBeNull()
  })

  it('say what became of each, and nothing of one that is not known', () => {
    const rows = compareRows([line('a', mine), line('b', null)])
    expect(changeOf(rows, 'a')).toEqual({ newest: 8, change: 3 })
    expect(changeOf(rows, 'b')).toBeNull()
  })

  it('have the median of the siblings, without the one that they are held against, once two are known', () => {
    const rows = [
      { t: 1, own: 100, b: 3, c: 1, d: 2 },
      { t: 2, own: 100, b: 3, c: 5, d: null },
      { t: 3, own: 100, b: 3, c: null, d: null },
    ]
    const medians = withMedian(rows, ['own', 'b', 'c', 'd']).map((row) => row[MEDIAN])
    expect(medians).toEqual([2, 4, null])
  })
})
