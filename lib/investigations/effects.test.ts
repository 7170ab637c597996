import { expect, it } from 'vitest'
import { type Distribution, fromQuantiles, minus } from './distribution'
import { verdictOf } from './effects'

/** An even spread between two ends. */
const between = (low: number, high: number): Distribution => fromQuantiles((share) => low + share * (high - low))

/** The verdict of a leak of 100 that becomes what is given. */
function verdict(toggled: Distribution): string {
  const without = between(98, 102)
  return verdictOf({ without, with: toggled, difference: minus(toggled, without) }, 100)
}

it('I6.1: a difference that loads which are alike may make is no effect, however sure it is', () => {
  expect(verdict(between(92, 95))).toBe('no-effect')
  expect(verdict(between(105, 108))).toBe('no-effect')
})

it('I6.1: what leaves most of the leak lessens it, what leaves next to nothing isolates it, what adds to it worsens it', () => {
  expect(verdict(between(58, 62))).toBe('lessens')
  expect(verdict(between(-3, 8))).toBe('isolates')
  expect(verdict(between(140, 150))).toBe('worsens')
})

it('I6.1: what is known too badly to be told from nothing or from an effect is not yet known', () => {
  expect(verdict(between(70, 130))).toBe('no-effect')
  expect(verdict(between(20, 140))).toBe('not-yet-known')
})
