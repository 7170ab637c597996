import { expect, it } from 'vitest'
import { layLegend } from './legend-places'

const tenALetter = (text: string) => text.length * 10

it('a legend goes on in another line where its line is full, and what is wider than a line has one of its own', () => {
  const entries = [
    { text: 'aaaaaaaaaa', color: 'series-1' },
    { text: 'bbbbbbbbbb' },
    { text: 'c'.repeat(60), color: 'series-2' },
    { text: 'dd' },
  ]
  expect(layLegend(entries, 300, tenALetter).map(({ x, line }) => [x, line])).toEqual([
    [18, 0],
    [153, 0],
    [18, 1],
    [18, 2],
  ])
})
