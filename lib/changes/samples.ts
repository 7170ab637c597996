/** What is compared of a series: its mean in each step, and of a counter what it rose in each step. */
import type { SteppedPoint } from '../protocol/http-api'

/** What is known, by time; a step in which nothing is known is not there. */
export interface Samples {
  /** The middle of each step; rising. */
  atMs: Float64Array
  values: Float64Array
}

export function levelsOf(points: readonly SteppedPoint[], stepMs: number): Samples {
  const atMs = new Float64Array(points.length)
  const values = new Float64Array(points.length)
  let known = 0
  for (const [startMs, , mean] of points) {
    if (mean === null) continue
    atMs[known] = startMs + stepMs / 2
    values[known++] = mean
  }
  return { atMs: atMs.subarray(0, known), values: values.subarray(0, known) }
}

/**
 * Of a counter, which only rises in a life: from the newest value of one known step to that of the next, in units a second.
 * Where its least value in a step is below what it was before, it began anew: what it rose there is not known, and no change.
 * `completeToMs`: until when the frames have come; a step that is not over has risen less than it will have.
 */
export function ratesOf(points: readonly SteppedPoint[], stepMs: number, completeToMs: number): Samples {
  const atMs: number[] = []
  const values: number[] = []
  let last: { startMs: number; value: number } | null = null
  for (const [startMs, least, , newest] of points) {
    if (least === null || newest === null || startMs + stepMs > completeToMs) continue
    if (last !== null && least >= last.value) {
      atMs.push(startMs + stepMs / 2)
      values.push(((newest - last.value) / (startMs - last.startMs)) * 1_000)
    }
    last = { startMs, value: newest }
  }
  return { atMs: Float64Array.from(atMs), values: Float64Array.from(values) }
}

/** Those before a time, and those from it on. */
export function divided({ atMs, values }: Samples, beginMs: number): { before: Samples; within: Samples } {
  let begin = atMs.length
  while (begin > 0 && (atMs[begin - 1] as number) >= beginMs) begin--
  return {
    before: { atMs: atMs.subarray(0, begin), values: values.subarray(0, begin) },
    within: { atMs: atMs.subarray(begin), values: values.subarray(begin) },
  }
}
