/** What is compared of a series: its mean in each step, and of a counter what it rose in each step. */

/** What is known, by time; a step in which nothing is known is not there. */
export interface Samples {
  /** The start of each step; rising. */
  atMs: Float64Array
  values: Float64Array
}

/** Of each step its start, and the least, mean and greatest value in it; NaN: not known. */
export interface Steps {
  atMs: Float64Array
  min: Float64Array
  mean: Float64Array
  max: Float64Array
}

export function levelsOf({ atMs, mean }: Steps): Samples {
  const samples = { atMs: new Float64Array(atMs.length), values: new Float64Array(atMs.length) }
  let known = 0
  for (let n = 0; n < atMs.length; n++) {
    const value = mean[n] as number
    if (Number.isNaN(value)) continue
    samples.atMs[known] = atMs[n] as number
    samples.values[known++] = value
  }
  return first(samples, known)
}

/**
 * Of a counter, which only rises in a life: from the newest value of one known step to that of the next, in units a second.
 * Where its least value in a step is below what it was before, it began anew: what it rose there is not known, and no change.
 * `completeToMs`: until when the frames have come; a step that is not over has risen less than it will have.
 */
export function ratesOf({ atMs, min, max }: Steps, stepMs: number, completeToMs: number): Samples {
  const samples = { atMs: new Float64Array(atMs.length), values: new Float64Array(atMs.length) }
  let known = 0
  let last: { startMs: number; value: number } | null = null
  for (let n = 0; n < atMs.length; n++) {
    const [startMs, least, newest] = [atMs[n] as number, min[n] as number, max[n] as number]
    if (Number.isNaN(newest) || startMs + stepMs > completeToMs) continue
    if (last !== null && least >= last.value) {
      samples.atMs[known] = startMs
      samples.values[known++] = ((newest - last.value) / (startMs - last.startMs)) * 1_000
    }
    last = { startMs, value: newest }
  }
  return first(samples, known)
}

function first({ atMs, values }: Samples, count: number): Samples {
  return { atMs: atMs.subarray(0, count), values: values.subarray(0, count) }
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
