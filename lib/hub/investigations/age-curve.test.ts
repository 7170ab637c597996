import { expect, it } from 'vitest'
import { AgeCurve } from './age-curve'

function agesOf(stepMs: number, ages: readonly number[]): (number | null)[][] {
  const curve = new AgeCurve(stepMs)
  for (const ageMs of ages) curve.add(ageMs, 1, 2, 3)
  return curve.points().map(([ageMs, , mean]) => [ageMs, mean])
}

it('lays values of one step together: their lowest, mean and highest', () => {
  const curve = new AgeCurve(10_000)
  curve.add(1_000, 4, 5, 6)
  curve.add(9_000, 1, 2, 3)
  expect(curve.points()).toEqual([[0, 1, 3.5, 6]])
})

it('a second or two without a frame is no gap, longer is one', () => {
  expect(agesOf(1_000, [0, 3_000])).toEqual([
    [0, 2],
    [3_000, 2],
  ])
  expect(agesOf(1_000, [0, 4_000])).toEqual([
    [0, 2],
    [1_000, null],
    [4_000, 2],
  ])
})

it('where steps are longer, one without any value is a gap', () => {
  expect(agesOf(60_000, [0, 120_000])).toEqual([
    [0, 2],
    [60_000, null],
    [120_000, 2],
  ])
})
