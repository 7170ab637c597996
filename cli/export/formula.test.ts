import { expect, it } from 'vitest'
import fc from 'fast-check'
import { asText, fromText } from './formula'

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', "'=1", "''@x"])('%j is text in a spreadsheet', (cell) => {
  expect(asText(cell)).toBe(`'${cell}`)
})

it.each(['gateway', "'quoted'", "it's", '', '1=1', ' =1'])('%j stays as it is', (cell) => {
  expect(asText(cell)).toBe(cell)
})

it('every text comes back as it was', () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^['=+@\t\r-]{0,4}\w*$/u))
  fc.assert(fc.property(text, (cell) => fromText(asText(cell)) === cell))
})
