/**
 * Seeded traces of the project's own, for the tests and the benchmark: programs that leak and programs that only look
 * like it. Times are seconds since the process started; `leaked` says what had leaked by then.
 */
import type { SeriesDeclaration } from '../../protocol/agent-wire'
import { Random, wanderer } from './random'

const MIB = 1024 * 1024
const HOUR = 3600
const DAY = 24 * HOUR

export interface MadeTrace {
  family: string
  seed: number
  leaks: boolean
  /** Seconds; what is flagged before is a false alarm. */
  onsetS: number
  endsS: number
  leaked: (atS: number) => number
  series: SeriesDeclaration[]
  /** One row: seconds, life, then the series in order. */
  rows: { atS: number; life: number; values: number[] }[]
}

export interface Clock {
  spanS: number
  stepS: number
  /** Times of the rows: some jitter, some rows missing, sometimes a gap. */
  times: number[]
}

export function clock(random: Random, shortestS: number, longestS: number, uneven = false): Clock {
  const spanS = random.scale(shortestS, longestS)
  const stepS = random.pick([1, 2, 5, 10, 15, 30, 60, 120].filter((step) => spanS / step > 300 && spanS / step < 9000))
  const times: number[] = []
  const gapAt = uneven ? random.between(0.2, 0.8) * spanS : Number.POSITIVE_INFINITY
  const gapS = spanS * 0.07
  for (let at = 0; at <= spanS; at += uneven ? stepS * random.scale(0.3, 3) : stepS) {
    if (at > gapAt && at < gapAt + gapS) continue
    if (uneven && random.next() < 0.1) continue
    times.push(at + (at === 0 ? 0 : random.between(-0.02, 0.02) * stepS))
  }
  return { spanS, stepS, times }
}

export type Signal = (atS: number, stepS: number) => number

/** The day of a service: clients between a tenth and all of `peak`, weekends lower when `weekly`. */
export function dayOf(random: Random, peak: number, weekly: boolean): Signal {
  const phase = random.between(0, DAY)
  const noise = wanderer(random, 600)
  const depth = random.between(0.5, 0.8)
  return (atS, stepS) => {
    const hour = (2 * Math.PI * (atS + phase)) / DAY
    const wave = 1 - depth * (0.5 + 0.42 * Math.cos(hour) + 0.1 * Math.sin(2 * hour))
    const weekend = weekly && Math.floor((atS + phase) / DAY) % 7 >= 5 ? 0.55 : 1
    return Math.max(0, peak * wave * weekend * (1 + 0.03 * noise(stepS)))
  }
}

export function warmUp(amount: number, constantS: number): Signal {
  return (atS) => amount * (1 - Math.exp(-atS / constantS))
}

export function twoStageWarmUp(random: Random, amount: number): Signal {
  const [first, second] = [random.scale(60, 300), random.scale(300, 800)]
  const secondAt = random.between(300, 1200)
  const share = random.between(0.3, 0.7)
  return (atS) =>
    amount *
    (share * (1 - Math.exp(-atS / first)) +
      (1 - share) * (atS > secondAt ? 1 - Math.exp(-(atS - secondAt) / second) : 0))
}

export interface Recipe {
  series: SeriesDeclaration[]
  uneven?: boolean
  onsetS?: number
  endsS?: number
  leaked?: (atS: number) => number
  values: (atS: number, stepS: number, life: number, ageS: number) => number[]
  /** How long each life lasts, seconds; absent: one life. */
  lifeS?: () => number
}

export function bake(family: string, seed: number, leaks: boolean, clockOf: Clock, recipe: Recipe): MadeTrace {
  const rows: MadeTrace['rows'] = []
  let before = 0
  let life = 1
  let startedS = 0
  let endsS = recipe.lifeS?.() ?? Number.POSITIVE_INFINITY
  for (const atS of clockOf.times) {
    if (atS - startedS > endsS) {
      life += 1
      startedS = atS
      endsS = recipe.lifeS?.() ?? Number.POSITIVE_INFINITY
    }
    rows.push({ atS, life, values: recipe.values(atS, Math.max(0.001, atS - before), life, atS - startedS) })
    before = atS
  }
  return {
    family,
    seed,
    leaks,
    onsetS: recipe.onsetS ?? 0,
    endsS: recipe.endsS ?? clockOf.spanS,
    leaked: recipe.leaked ?? (() => 0),
    series: recipe.series,
    rows,
  }
}

export const RSS: SeriesDeclaration = { name: 'memory.rss', kind: 'memory', unit: 'bytes' }
export const HEAP: SeriesDeclaration = { name: 'memory.heap_used', kind: 'memory', unit: 'bytes' }
export const LIVE: SeriesDeclaration = { name: 'memory.live_set', kind: 'memory', unit: 'bytes' }
export const COLLECTIONS: SeriesDeclaration = { name: 'gc.major_count', kind: 'counter', unit: 'count' }
export const CLIENTS: SeriesDeclaration = { name: 'clients.all', kind: 'clients', unit: 'count' }
export const CACHE: SeriesDeclaration = { name: 'cache.fill', kind: 'gauge', unit: 'ratio' }
export { MIB, HOUR, DAY }
