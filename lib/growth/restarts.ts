/** What a scheduled restart hides: how much each life grows by, and when a life without an end would meet its limit. */
import type { Interval } from '../protocol/verdict'
import type { Unit } from '../protocol/vocabulary'
import { sayAmount, sayDuration } from './words'

const HOUR_MS = 3_600_000
/** Lives whose lengths differ by no more than this share are restarted by a clock. */
const REGULAR = 0.15

/** How the lives of a process ended. */
export interface Restarts {
  /** Half of the lives that ended were shorter. */
  everyMs: number
  isRegular: boolean
  /** How high the peaks of a series were at the end of a life, in its unit; `null` where it has no limit. */
  peak: number | null
}

/** Of the lives that ended last, the shortest and the longest aside where there are many. */
export function restartsOf(lengthsMs: readonly number[], peak: number | null): Restarts | null {
  const sorted = lengthsMs.toSorted((a, b) => a - b)
  const everyMs = sorted[Math.floor(sorted.length / 2)]
  if (everyMs === undefined) return null
  const most = sorted.length >= 5 ? sorted.slice(1, -1) : sorted
  const isRegular = most.every((oneMs) => Math.abs(oneMs - everyMs) <= REGULAR * everyMs)
  return { everyMs, isRegular, peak }
}

/** Ages, in ms, at which a life that is not ended meets its limit: likely, and at the soonest and latest (`null`: perhaps never). */
export interface AgeAtLimit {
  likelyMs: number
  ci90: [soonest: number, latest: number | null]
}

/** `null` where there is no limit, or where the slope does not lead there. */
export function ageAtLimit(
  { everyMs, peak }: Restarts,
  slopePerHour: number,
  [low, high]: Interval,
  limit: number | null,
): AgeAtLimit | null {
  if (limit === null || peak === null || !(slopePerHour > 0)) return null
  const headroom = Math.max(0, limit - peak)
  const after = (slope: number): number => everyMs + (headroom / slope) * HOUR_MS
  return { likelyMs: after(slopePerHour), ci90: [after(high), low > 0 ? after(low) : null] }
}

/** `restarted every 2 h; grows by 310 MiB in each life; without restarts it would reach 1.5 GiB after 4 h 40 min`. */
export function sayHidden(
  restarts: Restarts,
  slopePerHour: number,
  slopeCi90: Interval,
  limit: number | null,
  unit: Unit,
): string {
  const { everyMs, isRegular } = restarts
  const parts = [
    `restarted ${isRegular ? 'every' : 'after some'} ${sayDuration(everyMs)}`,
    `grows by ${sayAmount((slopePerHour * everyMs) / HOUR_MS, unit)} in each life`,
  ]
  const age = ageAtLimit(restarts, slopePerHour, slopeCi90, limit)
  if (age !== null && limit !== null)
    parts.push(`without restarts it would reach ${sayAmount(limit, unit)} after ${sayAge(age)}`)
  return parts.join('; ')
}

function sayAge({ likelyMs, ci90: [soonest, latest] }: AgeAtLimit): string {
  const [from, to] = [sayDuration(soonest), latest === null ? null : sayDuration(latest)]
  if (from === to) return sayDuration(likelyMs)
  return `${sayDuration(likelyMs)} (${to === null ? `${from} or more` : `${from} to ${to}`})`
}
