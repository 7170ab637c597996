import { expect, it } from 'vitest'
import { byteWords, countWords, durationWords, shareWords } from './words'

it('says counts in groups of three, and small ones with what they are', () => {
  expect([0, 1.25, 9.999, 10.4, 1_234, 1e6].map(countWords)).toEqual(['0', '1.25', '10', '10', '1,234', '1,000,000'])
})

it('says bytes in the unit that a person would', () => {
  expect([800, 1_536, 212 * 2 ** 20, 1.5 * 2 ** 30, 3 * 2 ** 50].map(byteWords)).toEqual([
    '800 B',
    '1.5 KiB',
    '212 MiB',
    '1.5 GiB',
    '3,070 TiB',
  ])
})

it('says durations in their two largest units', () => {
  expect([0, 999, 130_000, 120_000, 11_400_000, 187_200_000].map(durationWords)).toEqual([
    '0 s',
    '1 s',
    '2 min 10 s',
    '2 min',
    '3 h 10 min',
    '2 d 4 h',
  ])
})

it('says shares in whole percent', () => {
  expect(shareWords(0.924)).toBe('92 %')
})
