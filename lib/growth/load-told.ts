/** What the load did while a series grew, for the reason of its verdict. */
import type { Ladder } from './ladder'
import { sayNumber } from './words'

export interface LoadTold {
  of: 'client' | 'request'
  /** Clients, or requests an hour: means of the first and the last fifth of the time, and the lowest and highest of its bins. */
  first: number
  last: number
  low: number
  high: number
}

const HOUR_S = 3600
/** A load that changes by less than this share of it stayed what it was. */
const STAYED = 0.1

/** From the first of the ladder's columns; `null` where nothing is known of the load in that time. */
export function loadBetween(ladder: Ladder, of: 'client' | 'request', fromMs: number, toMs: number): LoadTold | null {
  const fifthMs = (toMs - fromMs) / 5
  const ends = { first: 0, firstCount: 0, last: 0, lastCount: 0 }
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let bin = 0; bin < ladder.size; bin++) {
    const [atMs, load] = [ladder.meanAtMs[bin] as number, ladder.means[bin * ladder.columns] as number]
    if (atMs < fromMs || atMs > toMs || load !== load) continue
    low = Math.min(low, load)
    high = Math.max(high, load)
    if (atMs <= fromMs + fifthMs) {
      ends.first += load
      ends.firstCount += 1
    } else if (atMs >= toMs - fifthMs) {
      ends.last += load
      ends.lastCount += 1
    }
  }
  if (ends.firstCount === 0 || ends.lastCount === 0) return null
  return { of, first: ends.first / ends.firstCount, last: ends.last / ends.lastCount, low, high }
}

/** Over all samples of a time; `null` where nothing is known of the load in it. */
export function loadOver(
  ladder: Ladder,
  fromMs: number,
  toMs: number,
): { mean: number; low: number; high: number } | null {
  let [sum, count, low, high] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let bin = 0; bin < ladder.size; bin++) {
    const [atMs, load] = [ladder.meanAtMs[bin] as number, ladder.means[bin * ladder.columns] as number]
    if (atMs < fromMs || atMs > toMs || load !== load) continue
    low = Math.min(low, load)
    high = Math.max(high, load)
    sum += load * (ladder.counts[bin] as number)
    count += ladder.counts[bin] as number
  }
  return count > 0 ? { mean: sum / count, low, high } : null
}

export type LoadWay = 'stayed' | 'rose' | 'fell' | 'swung'

export function wayOf({ first, last, low, high }: LoadTold): LoadWay {
  const least = STAYED * Math.max(Math.abs(first), Math.abs(last))
  if (last - first > least) return 'rose'
  if (first - last > least) return 'fell'
  return high - low > 2 * least ? 'swung' : 'stayed'
}

/** `clients`, `requests`. */
export function loadName({ of }: LoadTold): string {
  return `${of}s`
}

/** `stayed at 200`, `rose from 120 to 200`, `went up and down between 80 and 200`. */
export function sayWay(load: LoadTold): string {
  const say = (value: number): string => sayLoad(load, value)
  const way = wayOf(load)
  if (way === 'stayed') return `stayed at ${say((load.first + load.last) / 2)}`
  if (way === 'swung') return `went up and down ${sayRange(load)}`
  return `${way} from ${say(load.first)} to ${say(load.last)}`
}

/** `between 80 and 200`. */
export function sayRange(load: LoadTold): string {
  return `between ${sayLoad(load, load.low)} and ${sayLoad(load, load.high)}`
}

function sayLoad({ of }: LoadTold, value: number): string {
  return of === 'client' ? sayNumber(value >= 10 ? Math.round(value) : value) : `${sayNumber(value / HOUR_S)}/s`
}
