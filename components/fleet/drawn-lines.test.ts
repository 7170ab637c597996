import { expect, it } from 'vitest'
import { drawnAtOnce } from './drawn-lines'

const lines = (first: number, last: number) => ({ first, last })
const inView = lines(100, 117)
const wanted = lines(94, 123)

it('draws at once what comes into view, and nothing beside it, after a jump', () => {
  expect(drawnAtOnce(wanted, inView, lines(0, 30))).toEqual(inView)
  expect(drawnAtOnce(wanted, inView, lines(900, 930))).toEqual(inView)
})

it('keeps what stands beside what is in view already, and lets go of what is not wanted any more', () => {
  expect(drawnAtOnce(wanted, inView, lines(80, 110))).toEqual(lines(94, 117))
  expect(drawnAtOnce(wanted, inView, lines(110, 140))).toEqual(lines(100, 123))
  expect(drawnAtOnce(wanted, inView, lines(97, 126))).toEqual(lines(97, 123))
  expect(drawnAtOnce(wanted, inView, lines(70, 99))).toEqual(lines(94, 117))
})

it('draws all that is wanted once that has had its turn', () => {
  expect(drawnAtOnce(wanted, inView, wanted)).toEqual(wanted)
})
