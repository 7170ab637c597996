/** The rules that people use today, as plainly as they use them. Each answers when it would first have fired. */

export interface Samples {
  /** Seconds. */
  times: Float64Array
  values: Float64Array
  max: number | null
}

export interface Rival {
  name: string
  firesAt: (samples: Samples) => number | null
}

const MINUTE = 60
const HOUR = 3600

export const RIVALS: readonly Rival[] = [
  { name: 'predict_linear', firesAt: predictLinear },
  { name: 'mann-kendall', firesAt: mannKendall },
  { name: 'five rises', firesAt: fiveRises },
  { name: 'deriv > 0', firesAt: derivative },
]

/** Least squares over a sliding window, slope and value at its end, as Prometheus has them. */
class SlidingLine {
  private from = 0
  private n = 0
  private sx = 0
  private sy = 0
  private sxx = 0
  private sxy = 0
  constructor(
    private readonly samples: Samples,
    private readonly windowS: number,
  ) {}

  push(index: number): { slope: number; spanS: number; atEnd: number } {
    const { times, values } = this.samples
    this.add(index, 1)
    const now = times[index] as number
    while ((times[this.from] as number) < now - this.windowS) this.add(this.from++, -1)
    const spread = this.n * this.sxx - this.sx * this.sx
    const slope = spread > 0 ? (this.n * this.sxy - this.sx * this.sy) / spread : 0
    const x = now - (times[0] as number)
    const atEnd = (this.sy - slope * this.sx) / this.n + slope * x
    return {
      slope,
      spanS: now - (times[this.from] as number),
      atEnd: Number.isFinite(atEnd) ? atEnd : (values[index] as number),
    }
  }

  private add(index: number, sign: number): void {
    const x = (this.samples.times[index] as number) - (this.samples.times[0] as number)
    const y = this.samples.values[index] as number
    this.n += sign
    this.sx += sign * x
    this.sy += sign * y
    this.sxx += sign * x * x
    this.sxy += sign * x * y
  }
}

/** When a condition has held for `forS`. */
function heldFor(samples: Samples, forS: number, holds: (index: number) => boolean): number | null {
  let sinceS: number | null = null
  for (let index = 0; index < samples.times.length; index++) {
    const at = samples.times[index] as number
    if (!holds(index)) sinceS = null
    else {
      sinceS ??= at
      if (at - sinceS >= forS) return at
    }
  }
  return null
}

/** `predict_linear(x[1h], 4h) > limit`, for 10 minutes; the limit twice the level of the first ten minutes where none is known. */
function predictLinear(samples: Samples): number | null {
  const { times, values, max } = samples
  const start = times[0] as number
  const early = values.filter((_, i) => (times[i] as number) <= start + 10 * MINUTE)
  const limit = max ?? (2 * early.reduce((sum, value) => sum + value, 0)) / early.length
  const line = new SlidingLine(samples, HOUR)
  return heldFor(samples, 10 * MINUTE, (index) => {
    const { slope, atEnd, spanS } = line.push(index)
    return spanS > 10 * MINUTE && atEnd + slope * 4 * HOUR > limit
  })
}

/** `deriv(x[30m]) > 0`, for two hours. */
function derivative(samples: Samples): number | null {
  const line = new SlidingLine(samples, HOUR / 2)
  return heldFor(samples, 2 * HOUR, (index) => line.push(index).slope > 0)
}

/** Five rises in a row of the lowest value of five minutes, as node-memwatch counts collections. */
function fiveRises({ times, values }: Samples): number | null {
  const windowS = Math.max(5 * MINUTE, ((times[times.length - 1] as number) - (times[0] as number)) / 200)
  let [key, low, before, rises] = [Number.NaN, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0]
  for (let index = 0; index < times.length; index++) {
    const now = Math.floor((times[index] as number) / windowS)
    if (now !== key && !Number.isNaN(key)) {
      rises = low > before ? rises + 1 : 0
      if (rises >= 5) return times[index] as number
      before = low
      low = Number.POSITIVE_INFINITY
    }
    key = now
    low = Math.min(low, values[index] as number)
  }
  return null
}

/** Mann-Kendall over all that was seen, p < 0.001, asked a hundred times, on at most 150 evenly taken points. */
function mannKendall({ times, values }: Samples): number | null {
  for (let ask = 5; ask <= 100; ask++) {
    const seen = Math.floor((times.length * ask) / 100)
    const step = Math.max(1, seen / 150)
    const taken: number[] = []
    for (let at = 0; at < seen; at += step) taken.push(values[Math.floor(at)] as number)
    const n = taken.length
    let s = 0
    for (let i = 0; i < n; i++)
      for (let j = i + 1; j < n; j++) s += Math.sign((taken[j] as number) - (taken[i] as number))
    const z = (s - Math.sign(s)) / Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)
    if (n >= 8 && z > 3.09) return times[seen - 1] as number
  }
  return null
}
