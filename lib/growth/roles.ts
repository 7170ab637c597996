/** How a series is judged, by what it is. */
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { onceEach } from '../protocol/once-each'
import type { SeriesKind } from '../protocol/vocabulary'

export type Role =
  /** Cumulative by nature: not judged. */
  | 'counter'
  /** Judged by what is in use after major collections. */
  | 'live'
  /** A heap whose collections are not reported: judged by the lowest values of its reclaim cycles. */
  | 'sawtooth'
  /** Judged as it is, by the means and by the lowest values of stretches of time. */
  | 'level'

/** Of the series of one process, in their order; one list for all processes that share theirs. */
export const rolesOf = onceEach((series: readonly SeriesDeclaration[]): readonly Role[] => {
  const hasLiveSet = series.some(({ name }) => name === 'memory.live_set')
  return series.map((one) => roleOf(one, hasLiveSet))
})

export function roleOf({ kind, name }: SeriesDeclaration, hasLiveSet: boolean): Role {
  if (kind === 'counter') return 'counter'
  if (name === 'memory.live_set') return 'live'
  if (name === 'memory.heap_used') return hasLiveSet ? 'live' : 'sawtooth'
  return 'level'
}

/**
 * How steep a day's wave may be, as a share of the level an hour: what rises faster is no day. A wave of a quarter of
 * the level up and down (memory) has at most 2π/24 · 0.25 = 6.5 % an hour; counts of clients swing by more.
 */
export function steepestDay(kind: SeriesKind, unit: string): number {
  if (kind === 'pool') return 0.12
  if (unit === 'count' && kind !== 'gauge') return 0.25
  return 0.06
}

/** Kinds that follow the number of people awake, so that their days have to be known better than memory's. */
export function followsDays(kind: SeriesKind, unit: string): boolean {
  return unit === 'count' && kind !== 'gauge' && kind !== 'pending'
}

/**
 * Whether a straight rise may be called growth before warm-up must be over: only of what is exact and, unlike counts,
 * seldom fills at a constant pace.
 */
export function tellsEarly({ name }: SeriesDeclaration, role: Role): boolean {
  return role === 'live' || name === 'memory.external' || name === 'memory.array_buffers'
}
