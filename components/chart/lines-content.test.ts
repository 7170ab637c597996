import { afterEach, describe, expect, it, vi } from 'vitest'
import { comparedSentence } from '../compare/compared-words'
import { chartCsv } from './chart-csv'
import { linesContent, newestLegend, type RowLine } from './lines-content'

afterEach(() => vi.unstubAllEnvs())

const line = (id: string, more: Partial<RowLine> = {}): RowLine => ({
  id,
  name: id,
  color: 'series-1',
  dash: null,
  isGhost: false,
  ...more,
})
const START = Date.UTC(2026, 0, 12, 12)
/** `b` is not known at the first and the last of three seconds, and nothing is ever known of `c`. */
const rowsFrom = (atMs: number) => [
  { t: atMs, a: 100, b: null },
  { t: atMs + 1_000, a: 140, b: 7 },
  { t: atMs + 2_000, a: 90 },
]
const lines = [line('a'), line('b', { dash: '6 3' }), line('c', { isGhost: true })]
const byClock = { rows: rowsFrom(START), lines, unit: 'count', align: 'clock' } as const
const byAge = { rows: rowsFrom(0), lines, unit: 'count', align: 'age' } as const

describe('what is compared, as the content of a chart', () => {
  it('is drawn with holes where nothing is known, and up to the highest that is', () => {
    const model = linesContent(byClock)
    expect([model?.fromMs, model?.toMs, model?.picture.peak]).toEqual([START, START + 2_000, 140])
    expect([...(model?.picture.t ?? [])]).toEqual([0, 1_000, 2_000])
    expect([...(model?.picture.lines.get('b') ?? [])]).toEqual([Number.NaN, 7, Number.NaN])
    expect(model?.lines.map(({ dash, width }) => [dash, width])).toEqual([
      [null, 1.75],
      ['6 3', 1.75],
      [null, 1.25],
    ])
  })

  it('says of every row what is known and what is not', () => {
    const entries = linesContent(byClock)?.entries ?? []
    expect(entries.map(({ textAt }) => [0, 1, 2].map((row) => textAt(row)))).toEqual([
      ['100', '140', '90'],
      ['not known', '7', 'not known'],
      ['not known', 'not known', 'not known'],
    ])
  })

  it('is a file of numbers by time, unknown cells empty, and no name is a formula', () => {
    const model = linesContent({ ...byClock, lines: [line('a', { name: '=cmd()' }), line('b')] })
    expect(model && chartCsv(model)).toBe(
      [
        "time,'=cmd() (count),b (count)",
        '2026-01-12T12:00:00.000Z,100,',
        '2026-01-12T12:00:01.000Z,140,7',
        '2026-01-12T12:00:02.000Z,90,',
        '',
      ].join('\r\n'),
    )
  })

  it('is by age where each is laid from its start', () => {
    const model = linesContent(byAge)
    expect(model && chartCsv(model).split('\r\n')[0]).toBe('age (ms),a (count),b (count),c (count)')
    expect(model && chartCsv(model).split('\r\n')[2]).toBe('1000,140,7,')
  })

  it('is none where there is no row, and has a width where there is one', () => {
    expect(linesContent({ ...byClock, rows: [] })).toBeNull()
    expect(linesContent({ ...byClock, rows: rowsFrom(START).slice(0, 1) })).toMatchObject({
      fromMs: START,
      toMs: START + 1,
    })
  })

  it('has the newest known value of each line as its legend', () => {
    expect(newestLegend(byClock).map(({ text }) => text)).toEqual(['a 90', 'b 7', 'c not known'])
  })
})

describe('the sentence of what is compared', () => {
  it('says when it is of, in which zone, and what each line is and became', () => {
    vi.stubEnv('TZ', 'Europe/Berlin')
    expect(comparedSentence('Live set', byClock)).toBe(
      'Live set, 13:00:00 to 13:00:02, UTC+1: a 90, −10 since its first value; b 7, 0 since its first value; c not known.',
    )
  })

  it('says to which age, and that nothing is known', () => {
    expect(comparedSentence('Live set', byAge)).toMatch(/^Live set, from each start up to 2 s: a 90, −10 /u)
    expect(comparedSentence('Live set', { ...byAge, rows: [] })).toBe('Live set: nothing is known of this range.')
  })
})
