import { describe, expect, it } from 'vitest'
import { changesAnswer, seriesChange } from '../changes/testing/answers'
import type { ChangeHow, SeriesChange } from '../protocol/changes'
import { changeWords, countWords, formatDifference, formatLevel, formatRelative } from './change-words'

const AT_MS = Date.UTC(2026, 10, 21, 12, 8, 5)
const MIB = 1_048_576
const words = (over: Partial<SeriesChange>) => changeWords(seriesChange(over), 5, AT_MS).replaceAll(/\d\d:0/gu, '12:0')
const sides = (before: number | null, within: number | null) => ({
  before: { samples: 30, mean: before },
  within: { samples: 30, mean: within },
})

describe('what happened', () => {
  it.each<[ChangeHow, string]>([
    [{ shape: 'step', atMs: AT_MS, by: 800 }, 'up by 800 at 12:08:05'],
    [{ shape: 'step', atMs: AT_MS, by: -2.5 }, 'down by 2.5 at 12:08:05'],
    [
      { shape: 'pulse', atMs: AT_MS, untilMs: AT_MS + 30_000, by: 7 },
      'up by 7 from 12:08:05 to 12:08:35, then as before',
    ],
    [
      { shape: 'pulse', atMs: AT_MS, untilMs: AT_MS + 30_000, by: -7 },
      'down by 7 from 12:08:05 to 12:08:35, then as before',
    ],
    [
      { shape: 'slope', atMs: AT_MS, fromPerHour: 0, toPerHour: 120 },
      'its slope went from 0 /h to +120 /h at 12:08:05',
    ],
  ])('%o', (how, text) => expect(words({ how })).toBe(text))

  it('is told of a counter by its rate', () => {
    const counter = { kind: 'counter', unit: 'count' } as const
    expect(words({ ...counter, how: { shape: 'step', atMs: AT_MS, by: 12.34 } })).toBe('up by 12.3 /s at 12:08:05')
    expect(words({ ...counter, how: { shape: 'slope', atMs: AT_MS, fromPerHour: 0, toPerHour: -30 } })).toBe(
      'its slope went from 0.0 /s an hour to −30.0 /s an hour at 12:08:05',
    )
  })

  it('is told of what cannot be compared, with how much there is', () => {
    expect(words({ state: 'new', atMs: AT_MS })).toBe('new at 12:08:05')
    expect(words({ state: 'ended', atMs: AT_MS })).toBe('last known at 12:08:05')
    expect(words({ state: 'unchanged' })).toBe('little or none')
    const few = { before: { samples: 1, mean: 4 }, within: { samples: 0, mean: null } }
    expect(words({ state: 'not-known', ...few })).toBe('not known: 1 sample before, 0 samples in it; 5 are needed')
  })
})

describe('the numbers of a change', () => {
  it('have the unit and the sign, and are not known where a side is not', () => {
    const bytes = { kind: 'memory', unit: 'bytes' } as const
    expect(formatDifference({ ...bytes, ...sides(100 * MIB, 340 * MIB) })).toBe('+240.0 MiB')
    expect(formatDifference({ ...bytes, ...sides(340 * MIB, 100 * MIB) })).toBe('−240.0 MiB')
    expect(formatDifference({ ...bytes, ...sides(null, 100 * MIB) })).toBe('not known')
    expect(formatLevel(12.3, { kind: 'counter', unit: 'count' })).toBe('12.3 /s')
  })

  it.each([
    [100, 145, '+45 %'],
    [100, 101.2, '+1.2 %'],
    [100, 40, '−60 %'],
    [100, 900, '×9.0'],
    [1, 1_500, '×1,500'],
    [100, 100, ''],
    [0, 5, ''],
    [null, 5, ''],
  ])('stand beside what it was: %s to %s', (before, within, text) => {
    expect(formatRelative({ ...sides(before, within), unit: 'count' })).toBe(text)
    expect(formatRelative({ ...sides(before, within), unit: 'ratio' })).toBe('')
  })

  it('are counted: of how many, how many changed, came, went and are not known', () => {
    const states = ['changed', 'changed', 'unchanged', 'new', 'not-known'] as const
    const answer = changesAnswer(
      states.map((state) => seriesChange({ state })),
      { fromMs: 1_000, toMs: 2_000 },
    )
    expect(countWords(answer)).toBe('2 of 5 series changed; 1 is new; 1 is not known')
  })
})
