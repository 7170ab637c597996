import { expect, it } from 'vitest'
import { csvNumber, csvText } from './csv'

it('makes every cell harmless that a spreadsheet would take for a formula', () => {
  for (const begin of ['=', '+', '-', '@', '\t', '\r'])
    expect(csvText(`${begin}HYPERLINK(1)`).replaceAll('"', '')).toBe(`'${begin}HYPERLINK(1)`)
  expect(csvText('pool.mesh')).toBe('pool.mesh')
})

it('quotes what holds a comma, a quote or a line end', () => {
  expect(csvText('a,b')).toBe('"a,b"')
  expect(csvText('say "no"')).toBe('"say ""no"""')
  expect(csvText('=a,b')).toBe('"\'=a,b"')
})

it('keeps numbers as they are, below zero too, and an unknown one empty', () => {
  expect([csvNumber(-1.5), csvNumber(0), csvNumber(null), csvNumber(Number.NaN)]).toEqual(['-1.5', '0', '', ''])
})
