/** What is asked of the times of a block with each question: remembered for as long as the times are, which are not changed. */
export interface TimeSpan {
  leastMs: number
  mostMs: number
  /** Whether none is before the one before it. */
  rises: boolean
}

const known = new WeakMap<Float64Array, TimeSpan>()

export function spanOf(atMs: Float64Array): TimeSpan {
  const span = known.get(atMs) ?? lookAt(atMs)
  known.set(atMs, span)
  return span
}

function lookAt(atMs: Float64Array): TimeSpan {
  let leastMs = Infinity
  let mostMs = -Infinity
  let rises = true
  for (const at of atMs) {
    if (at < mostMs) rises = false
    else mostMs = at
    if (at < leastMs) leastMs = at
  }
  return { leastMs, mostMs, rises }
}
