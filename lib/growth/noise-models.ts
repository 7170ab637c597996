/**
 * How a floor may wander around its trend, as a grid: white noise alone, a level that wanders without bound (a random
 * walk) or comes back to its mean (Ornstein and Uhlenbeck), each beside white noise in several proportions. The slope is
 * averaged over the grid by how well each fits, so that no one model of the noise has to be right.
 * `correlationShare` is the time in which half of a swing is forgotten, as a share of the window; `wander` the variance
 * of the wandering part over that of the white one (for a random walk: what it gathers over the whole window).
 */
export interface NoiseModel {
  correlationShare: number
  wander: number
  /** Log of the weight before anything is seen. */
  logPrior: number
}

const WALK = Number.POSITIVE_INFINITY

export const NOISE_MODELS: readonly NoiseModel[] = [
  { correlationShare: 0, wander: 0, logPrior: Math.log(0.5) },
  { correlationShare: WALK, wander: 0.3, logPrior: 0 },
  { correlationShare: WALK, wander: 3, logPrior: 0 },
  { correlationShare: WALK, wander: 30, logPrior: 0 },
  { correlationShare: WALK, wander: 300, logPrior: 0 },
  { correlationShare: WALK, wander: 10_000, logPrior: 0 },
  { correlationShare: 0.2, wander: 2, logPrior: 0 },
  { correlationShare: 0.2, wander: 30, logPrior: 0 },
  { correlationShare: 0.07, wander: 2, logPrior: 0 },
  { correlationShare: 0.07, wander: 30, logPrior: 0 },
  { correlationShare: 0.025, wander: 2, logPrior: 0 },
  { correlationShare: 0.025, wander: 30, logPrior: 0 },
]

/** All of the grid, and some of it for choices that do not need the rest. */
export const ALL_NOISE: readonly number[] = NOISE_MODELS.map((_, index) => index)
export const SOME_NOISE: readonly number[] = [0, 2, 4, 8, 11]
export const FEW_NOISE: readonly number[] = [0, 4, 8]

/**
 * Whitens the `active` of `columns` (rows `count` long, one after the other, `stride` apart) for one model of the noise, in place of a
 * Cholesky factor: a Kalman filter run over each column with the same gains (Harvey, 1989). Returns the sum of the logs
 * of the innovations' variances. `whiteShare` scales the white variance of each row (a mean of many samples has less).
 */
export function whiten(
  model: NoiseModel,
  times: Float64Array,
  whiteShare: Float64Array,
  count: number,
  columns: Float64Array,
  active: readonly number[],
  stride: number,
  out: Float64Array,
): number {
  const span = (times[count - 1] as number) - (times[0] as number)
  const walk = model.correlationShare === WALK
  const decay = walk || model.correlationShare === 0 ? 0 : Math.LN2 / (model.correlationShare * span)
  const level = LEVELS.fill(0, 0, active.length)
  let variance = walk ? 0 : model.wander
  let logSum = 0
  for (let row = 0; row < count; row++) {
    let keep = 1
    if (row > 0) {
      const step = (times[row] as number) - (times[row - 1] as number)
      if (walk) variance += (model.wander * step) / span
      else {
        keep = decay === 0 ? 0 : Math.exp(-decay * step)
        variance = keep * keep * variance + model.wander * (1 - keep * keep)
      }
    }
    const total = variance + (whiteShare[row] as number)
    const gain = variance / total
    const scale = 1 / Math.sqrt(total)
    logSum += Math.log(total)
    for (let k = 0; k < active.length; k++) {
      const at = (active[k] as number) * stride + row
      const expected = keep * (level[k] as number)
      const surprise = (columns[at] as number) - expected
      level[k] = expected + gain * surprise
      out[at] = surprise * scale
    }
    variance *= 1 - gain
  }
  return logSum
}

const LEVELS = new Float64Array(64)
