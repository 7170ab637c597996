/**
 * What is believed of one number, as some thirty weighted values: the slope of a run is a mixture without a name, and so
 * are differences of two. Tails are cut finer than the middle, for that is where an effect is told from none.
 */
export interface Distribution {
  /** Rising. */
  values: Float64Array
  /** Their sum is 1. */
  weights: Float64Array
}

const HALF = [
  0, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45,
]
const EDGES: readonly number[] = [...HALF, 0.5, ...HALF.map((share) => 1 - share).toReversed()]
const CELLS = EDGES.length - 1

/** From the value below which a share of the weight lies. */
export function fromQuantiles(quantile: (share: number) => number): Distribution {
  const values = new Float64Array(CELLS)
  const weights = new Float64Array(CELLS)
  for (let cell = 0; cell < CELLS; cell++) {
    const [low, high] = [EDGES[cell] as number, EDGES[cell + 1] as number]
    values[cell] = quantile((low + high) / 2)
    weights[cell] = high - low
  }
  return { values, weights }
}

export function meanOf({ values, weights }: Distribution): number {
  return values.reduce((sum, value, i) => sum + value * (weights[i] as number), 0)
}

/** By straight lines between the middles of the weights. */
export function quantileOf({ values, weights }: Distribution, share: number): number {
  let before = 0
  let [lastMiddle, lastValue] = [Number.NaN, Number.NaN]
  for (let i = 0; i < values.length; i++) {
    const [value, weight] = [values[i] as number, weights[i] as number]
    const middle = before + weight / 2
    if (middle >= share) {
      if (Number.isNaN(lastMiddle) || middle === lastMiddle) return value
      return lastValue + ((value - lastValue) * (share - lastMiddle)) / (middle - lastMiddle)
    }
    before += weight
    lastMiddle = middle
    lastValue = value
  }
  return lastValue
}

/** The chance that it lies below `bound`. */
export function chanceBelow({ values, weights }: Distribution, bound: number): number {
  let sum = 0
  for (let i = 0; i < values.length && (values[i] as number) <= bound; i++) {
    // What lies on the bound itself, on both sides of it.
    sum += (weights[i] as number) * ((values[i] as number) < bound ? 1 : 0.5)
  }
  return sum
}

export function times({ values, weights }: Distribution, factor: number): Distribution {
  const scaled = values.map((value) => value * factor)
  return factor < 0 ? { values: scaled.toReversed(), weights: weights.toReversed() } : { values: scaled, weights }
}

/** Of two that know nothing of each other. */
export function plus(a: Distribution, b: Distribution): Distribution {
  const sums: { value: number; weight: number }[] = []
  for (let i = 0; i < a.values.length; i++)
    for (let j = 0; j < b.values.length; j++)
      sums.push({
        value: (a.values[i] as number) + (b.values[j] as number),
        weight: (a.weights[i] as number) * (b.weights[j] as number),
      })
  sums.sort((one, other) => one.value - other.value)
  const all: Distribution = {
    values: Float64Array.from(sums, ({ value }) => value),
    weights: Float64Array.from(sums, ({ weight }) => weight),
  }
  return fromQuantiles((share) => quantileOf(all, share))
}

export function minus(a: Distribution, b: Distribution): Distribution {
  return plus(a, times(b, -1))
}

/** The weighted mean of some that know nothing of each other; weights need not add up to 1. */
export function blend(parts: readonly { of: Distribution; weight: number }[]): Distribution | null {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0)
  if (!(total > 0)) return null
  return parts
    .filter(({ weight }) => weight > 0)
    .map(({ of, weight }) => times(of, weight / total))
    .reduce(plus)
}
