import { describe, expect, it } from 'vitest'
import type { ComparisonRow } from '../protocol/investigations'
import { forestScale } from './forest-scale'
import {
  comparedInterval,
  comparedText,
  firstSentences,
  loadText,
  readSettings,
  settingsText,
  slopeText,
} from './investigation-words'

const MIB = 1_048_576

describe('settings', () => {
  it('are read as they are told, and a line that is none is named', () => {
    expect(readSettings('KEEP_ALIVE=false, URL=http://a/?b=c\n\nEMPTY=')).toEqual({
      settings: { KEEP_ALIVE: 'false', URL: 'http://a/?b=c', EMPTY: '' },
    })
    expect(readSettings('A=1, =2')).toEqual({
      fault: '“=2” is not a setting: write NAME=value, more than one beside a comma.',
    })
    expect(settingsText({ A: '1', B: 'x' })).toBe('A=1, B=x')
    expect(settingsText({})).toBe('as usual')
  })
})

describe('numbers of runs', () => {
  it('are not known rather than 0 where they are not known', () => {
    expect(slopeText(null, null, 'bytes')).toEqual({ slope: 'not known', interval: null })
    expect(slopeText(3 * MIB, [-4 * MIB, 10 * MIB], 'bytes')).toEqual({
      slope: '+3.0 MiB/h',
      interval: '−4.0 to +10.0 MiB/h',
    })
    expect(slopeText(340, [300, 380], 'count')).toEqual({ slope: '+340 /h', interval: '+300 /h to +380 /h' })
    expect(loadText({ load: null })).toBeNull()
    expect(loadText({ load: { of: 'client', mean: 200, low: 200, high: 200 } })).toEqual({
      mean: '200 clients',
      range: null,
    })
    expect(loadText({ load: { of: 'request', mean: 9e5, low: 8e5, high: 1e6 } })).toEqual({
      mean: '250 requests/s',
      range: '222 to 278',
    })
    expect(loadText({ load: { of: 'request', mean: 90, low: 80, high: 100 } })).toEqual({
      mean: '90 requests/h',
      range: '80 to 100',
    })
  })

  it('are compared in the unit of their row, with open ends told as such', () => {
    const row: ComparisonRow = {
      what: 'restart-interval',
      title: 'time between restarts',
      unit: 'ms',
      per: null,
      before: 5 * 3_600_000,
      after: null,
      difference: -90 * 60_000,
      beforeCi90: [4 * 3_600_000, 6 * 3_600_000],
      afterCi90: [80 * 3_600_000, null],
      differenceCi90: null,
      sentence: '',
    }
    expect(comparedText(row, 'before')).toBe('5 h')
    expect(comparedText(row, 'after')).toBe('none needed')
    expect(comparedText({ ...row, difference: null }, 'difference')).toBe('no longer needed')
    expect(comparedText({ ...row, afterCi90: null }, 'after')).toBe('not known')
    expect(comparedText(row, 'difference')).toBe('−1 h 30 min')
    expect(comparedInterval(row, 'before')).toBe('4 to 6 h')
    expect(comparedInterval(row, 'after')).toBe('3 d or more')
    expect(comparedInterval(row, 'difference')).toBeNull()
    const slope: ComparisonRow = { ...row, what: 'slope', unit: 'bytes', per: 'hour', before: 240 * MIB }
    expect(comparedText(slope, 'before')).toBe('+240.0 MiB/h')
    expect(comparedInterval({ ...slope, beforeCi90: [228 * MIB, 251 * MIB] }, 'before')).toBe('+228.0 to +251.0 MiB/h')
    const peak: ComparisonRow = { ...row, what: 'peak', unit: 'bytes', before: 800 * MIB }
    expect(comparedText(peak, 'before')).toBe('800.0 MiB')
  })
})

describe('the axis of a forest plot', () => {
  it('has 0 on it, round numbers of the unit that is read, and holds what is beyond at its ends', () => {
    const scale = forestScale([[228 * MIB, 251 * MIB]], 'bytes')
    expect(scale?.ticks.map((tick) => tick / MIB)).toEqual([0, 100, 200])
    expect(scale?.low).toBe(0)
    expect(scale?.shareOf(251 * MIB)).toBeLessThan(1)
    expect(scale?.shareOf(900 * MIB)).toBe(1)
    const falls = forestScale(
      [
        [-7, -2],
        [1, 4],
      ],
      'count',
    )
    expect(falls?.low).toBeLessThan(-7)
    expect(falls?.ticks).toEqual([-5, 0])
    expect(forestScale([], 'bytes')).toBeNull()
    expect(forestScale([[0, 0]], 'count')?.shareOf(0)).toBe(0)
  })
})

it('of what an investigation says, the first sentences are a title; a point within a number ends none', () => {
  const said = 'It is gone. The slope fell from 555.3 MiB/h (552.6 to 557.9) to 13.0. Before, it was restarted.'
  expect(firstSentences(said, 1)).toBe('It is gone')
  expect(firstSentences(said, 2)).toBe('It is gone. The slope fell from 555.3 MiB/h (552.6 to 557.9) to 13.0')
})
