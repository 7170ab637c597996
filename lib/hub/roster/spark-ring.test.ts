import { expect, it } from 'vitest'
import { SPARK_STEP_MS, SPARK_STEPS, SparkRing } from './spark-ring'

const START_MS = Date.UTC(2026, 10, 21, 12)

it('keeps the newest value of each step, and leaves a gap where nothing came', () => {
  const ring = new SparkRing()
  ring.push(START_MS, 1)
  ring.push(START_MS + 1_000, 2)
  ring.push(START_MS + 3 * SPARK_STEP_MS, 3)
  const { endMs, values } = ring.read()
  expect(endMs).toBe(START_MS + 3 * SPARK_STEP_MS)
  expect(values).toHaveLength(SPARK_STEPS)
  expect(values.slice(-4)).toEqual([2, null, null, 3])
  expect(values.slice(0, -4).every((value) => value === null)).toBe(true)
})

it('holds no more than its steps, and forgets all of them after a long silence', () => {
  const ring = new SparkRing()
  for (let step = 0; step < 3 * SPARK_STEPS; step++) ring.push(START_MS + step * SPARK_STEP_MS, step)
  expect(ring.read().values).toEqual(Array.from({ length: SPARK_STEPS }, (_, n) => 2 * SPARK_STEPS + n))
  ring.push(START_MS + 86_400_000, 7)
  expect(ring.read().values.filter((value) => value !== null)).toEqual([7])
})

it('puts a late value in its place, and leaves out one that is older than the ring', () => {
  const ring = new SparkRing()
  ring.push(START_MS + 2 * SPARK_STEP_MS, 3)
  ring.push(START_MS + SPARK_STEP_MS, 2)
  ring.push(START_MS - 86_400_000, 9)
  ring.push(START_MS + SPARK_STEP_MS, Number.NaN)
  expect(ring.read().values.slice(-2)).toEqual([2, 3])
  expect(ring.read().values).not.toContain(9)
})
