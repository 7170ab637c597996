/** Looks at the windows of one series and says whether one of them shows growth, or what stands in the way. */
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { chanceOfDay } from './day-rival'
import { aboveEarlier, firstAt, mayRise, mayRiseBeside, risesWith, risingForMs, type Points } from './points'
import { followsDays, steepestDay, tellsEarly, type Role } from './roles'
import { loadMoves, loadReaches } from './window-checks'
import { viewWindow, type Explainers, type WindowOptions, type WindowView } from './window-view'

const HOUR_MS = 3_600_000
/** A slope is worth adding up over looks while the chance that it is not above zero is below this. */
const WORTH_A_LOOK = 1e-2
/** Where a plain line leaves more than this chance of no slope, no shape beside it would leave less than the bar. */
const PLAIN_LINE = 0.05
/** Late windows begin anew all the time, so that each is looked at as one of many. */
const LATE_WINDOWS = 10
/** Lags of the load are chosen by what fits, which makes what is left over look surer than it is. */
const LOAD_CHOICES = 5
/** Shorter windows cannot tell a day from a line at all; in longer ones two harmonics of a day always stand beside it. */
const DAY_TELLS_FROM_MS = 4 * HOUR_MS
export const DAY_STANDS_FROM_MS = 30 * HOUR_MS
/** A day against growth, before anything is seen: counts follow people's days, memory does so seldom where no load is reported. */
const DAY_ODDS = { counts: 0.35, memory: 0.04 }
/** However short warm-up is set: nothing is called growth in a life younger than this and than its warm-up. */
const EARLIEST_MS = 10 * 60_000
/** Load that goes up and down once must have been seen for so many warm-ups (20 h at 40 min) before growth is told from it. */
const LOAD_SEEN_WARM_UPS = 30
/** How much of time the load must leave over: little of a week, more of some hours, in which all its lags look like a line. */
const APART_EARLY = 0.25

export interface SeriesToJudge {
  declaration: SeriesDeclaration
  role: Role
  startedAtMs: number
  nowMs: number
  warmUpMs: number
  /** Whether a rise in a window may be garbage that no collection has taken yet (G1.5). */
  mayBeGarbage: (fromMs: number, toMs: number, rise: number) => boolean
  /** The same floor by other means; what one of them says, the others must not deny. */
  candidates: readonly { points: Points; explain: Explainers }[]
}

/** Why a rise that looks certain is not called growth (yet). */
export type Obstacle = 'day' | 'load' | 'fill' | 'short' | 'filling' | 'garbage'

export interface Judgement {
  grows: WindowView | null
  /** The chance that the slope of `grows` is not above zero, with what stands against it. */
  chance: number
  obstacle: Obstacle | null
  /** The widest window that rises at all, for the record. */
  widest: WindowView | null
}

/** Whether a series of this age can be called growing at all. */
export function mayTell(declaration: SeriesDeclaration, role: Role, ageMs: number, warmUpMs: number): boolean {
  return ageMs >= warmUpMs || (ageMs >= earliestMs(warmUpMs) && tellsEarly(declaration, role))
}

export function judge(series: SeriesToJudge): Judgement {
  const found: Judgement = { grows: null, chance: 1, obstacle: null, widest: null }
  if (!mayTell(series.declaration, series.role, series.nowMs - series.startedAtMs, series.warmUpMs)) return found
  for (const { points, explain } of series.candidates) {
    if (points.count < 6) continue
    lookAt(series, points, explain, found)
    const { grows } = found
    if (grows === null) continue
    const slopePerMs = grows.posterior.slope * grows.unitPerMs
    const denied = series.candidates.some((other) => !risesWith(other.points, grows.fromMs, slopePerMs))
    if (!denied) return found
    found.grows = null
  }
  return found
}

/** How long at least growth must be gone before it can be seen to be: of warm-up, and of the time since the slope began. */
const GONE_FOR = { warmUps: 0.5, share: 0.2 }

/**
 * Whether what was seen to grow still rises, by a quarter of its slope at least: a look that is not certain again is no
 * evidence against it. `slopePerMs` held from `fromMs` to `toMs`.
 */
export function stillRises(series: SeriesToJudge, slopePerMs: number, fromMs: number, toMs: number): boolean {
  const { nowMs, warmUpMs, candidates } = series
  const goneMs = Math.max(GONE_FOR.warmUps * warmUpMs, GONE_FOR.share * (nowMs - fromMs))
  const sinceMs = Math.min(toMs, nowMs - goneMs)
  return candidates.some(({ points }) => risesWith(points, sinceMs, slopePerMs))
}

/** What the whole life after the steepest of warm-up says about the slope; for the record, with no bar to pass. */
export function widestView(series: SeriesToJudge): WindowView | null {
  const first = series.candidates[0]
  if (first === undefined) return null
  const { points, explain } = first
  const { startedAtMs, warmUpMs, nowMs } = series
  const { fromMs, warmUps } = windowAges(nowMs - startedAtMs, warmUpMs)[0] as AgedWindow
  const from = firstAt(points, startedAtMs + fromMs)
  const spanMs = points.count > from ? (points.times[points.count - 1] as number) - (points.times[from] as number) : 0
  return viewWindow(points, from, explain, {
    warmUpsMs: warmUps.map((share) => share * warmUpMs),
    startedAtMs,
    settleMs: 0.6 * warmUpMs,
    quantum: quantumOf(series.declaration, points),
    waves: explain.loads.length === 0 && spanMs > DAY_STANDS_FROM_MS ? 2 : 0,
  })
}

/** Differences below this mean nothing: one of a count, a ten-thousandth of an amount. */
export function quantumOf({ unit }: SeriesDeclaration, points: Points): number {
  return unit === 'count' ? 1 : Math.max(1e-4 * Math.abs(points.values[0] as number), 1e-9)
}

interface AgedWindow {
  fromMs: number
  /** Time constants of warm-ups that stand beside the slope, as shares of the longest. */
  warmUps: readonly number[]
}

/** Ages at which windows begin: after the steepest of warm-up, after all of it, and the last half, quarter and eighth. */
function windowAges(ageMs: number, warmUpMs: number): AgedWindow[] {
  if (ageMs < warmUpMs) {
    return [0.05, 0.25].map((share) => ({ fromMs: ageMs * share, warmUps: [0.04, 0.08, 0.16] }))
  }
  const late = [0.5, 0.75, 0.875].map((share) => ageMs * share)
  return [
    { fromMs: Math.min(0.3 * warmUpMs, ageMs / 4), warmUps: [0.1, 0.2, 0.4, 0.8] },
    { fromMs: warmUpMs, warmUps: [0.4, 0.8] },
    ...late
      .filter((fromMs) => fromMs >= warmUpMs && ageMs - fromMs >= warmUpMs)
      .map((fromMs) => ({ fromMs, warmUps: fromMs < 3 * warmUpMs ? [0.4, 0.8] : [] })),
  ]
}

function lookAt(series: SeriesToJudge, points: Points, explain: Explainers, found: Judgement): void {
  const { declaration, startedAtMs, warmUpMs, role } = series
  const ageMs = series.nowMs - startedAtMs
  const loaded = explain.loads.length > 0
  const quantum = quantumOf(declaration, points)
  for (const [which, { fromMs, warmUps }] of windowAges(ageMs, warmUpMs).entries()) {
    const from = firstAt(points, startedAtMs + fromMs)
    if (from >= points.count) continue
    const spanMs = (points.times[points.count - 1] as number) - (points.times[from] as number)
    const may = loaded
      ? [points.times, explain.served ?? points.times].some((along) =>
          mayRiseBeside(points, from, along, explain.loads),
        )
      : mayRise(points, from, 1, spanMs > DAY_STANDS_FROM_MS)
    if (!may || (loaded && !loadTells(points, from, explain, spanMs / warmUpMs))) continue
    if (which > 0 && ageMs >= warmUpMs && spanMs < warmUpMs * (role === 'live' ? 0.5 : 1)) continue
    const daily = !loaded
    const options: WindowOptions = {
      warmUpsMs: warmUps.map((share) => share * warmUpMs),
      startedAtMs,
      settleMs: 0.6 * warmUpMs,
      quantum,
      waves: daily && spanMs > DAY_STANDS_FROM_MS ? 2 : 0,
      leastChance: PLAIN_LINE,
    }
    const view = viewWindow(points, from, explain, options)
    if (view === null) continue
    found.widest ??= view
    let chance = view.posterior.tailBelow(0) * (which > 1 ? LATE_WINDOWS : 1) * (loaded ? LOAD_CHOICES : 1)
    if (
      chance > WORTH_A_LOOK ||
      view.early < 0.2 ||
      view.late < 0.55 ||
      view.stands < 2.5 ||
      view.late > 4 ||
      !view.topsAll
    )
      continue
    if (which > 1 && !reachesNewHigh(points, view, startedAtMs + 0.25 * warmUpMs)) continue
    const obstacle = obstacleOf(series, points, view)
    if (obstacle !== null) {
      found.obstacle ??= obstacle
      continue
    }
    if (daily && spanMs <= DAY_STANDS_FROM_MS && !steeperThanDay(declaration, view)) {
      chance = spanMs < DAY_TELLS_FROM_MS ? 1 : Math.max(chance, chanceOfDays(series, points, explain, quantum))
      if (chance > WORTH_A_LOOK) {
        found.obstacle ??= 'day'
        continue
      }
    }
    found.grows = view
    found.chance = chance
    return
  }
}

/** Whether load has been still, or has come and gone, or moved too little for what rose, so that growth can be told from it. */
function loadTells(points: Points, from: number, explain: Explainers, spanWarmUps: number): boolean {
  if (spanWarmUps >= LOAD_SEEN_WARM_UPS || !loadReaches(points, from, explain.loads)) return true
  const { swing, turns, wentBack } = loadMoves(explain.loads[1], from, points.count - from)
  return swing <= 0.2 || turns >= 6 || (turns >= 2 && wentBack)
}

/** A rise to where the life has been before is the way back of a batch, a sweep or a day. */
function reachesNewHigh(points: Points, view: WindowView, sinceMs: number): boolean {
  return aboveEarlier(points, sinceMs, view.fromMs, (view.toMs - view.fromMs) / 5) > 0.3 * riseOf(view)
}

function obstacleOf(series: SeriesToJudge, points: Points, view: WindowView): Obstacle | null {
  const { declaration, startedAtMs, nowMs, warmUpMs, role } = series
  const ageMs = nowMs - startedAtMs
  const spanMs = view.toMs - view.fromMs
  if (view.apart < (view.loadSwing > 0 && spanMs < LOAD_SEEN_WARM_UPS * warmUpMs ? APART_EARLY : 0.03))
    return view.loadSwing > 0 ? 'load' : 'fill'
  if (
    declaration.kind === 'pool' &&
    declaration.max !== undefined &&
    fillsFromStart(points, view, startedAtMs, declaration.max)
  )
    return 'filling'
  if (ageMs < warmUpMs) {
    const isEarly = ageMs >= earliestMs(warmUpMs) && straightAndLarge(declaration, role, points, view)
    if (!isEarly) return 'short'
    return series.mayBeGarbage(view.fromMs, view.toMs, riseOf(view)) ? 'garbage' : null
  }
  if (series.mayBeGarbage(view.fromMs, view.toMs, riseOf(view))) return 'garbage'
  // What slows down while a warm-up may just have ended is most likely one.
  if (ageMs < 1.5 * warmUpMs && view.early > 2) return 'short'
  if (ageMs < 2 * warmUpMs && view.stands < 4) return 'short'
  // A step or a batch shows as a late, short rise: it has to last, against the life and against a new warm-up.
  if (spanMs < Math.min(ageMs / 6, 12 * HOUR_MS)) return 'short'
  return risingForMs(points, startedAtMs + 0.25 * warmUpMs) < 0.75 * warmUpMs ? 'short' : null
}

/** A bounded pool whose line begins at nothing, or that stands at its bound, is filling: the bound stops it. One beyond has none. */
function fillsFromStart(points: Points, view: WindowView, startedAtMs: number, max: number): boolean {
  const now = points.values[points.count - 1] as number
  const slopePerMs = view.posterior.slope * view.unitPerMs
  const atStart = view.mean - slopePerMs * ((view.fromMs + view.toMs) / 2 - startedAtMs)
  if (now > 1.02 * max) return false
  return atStart < 0.25 * now || now > 0.98 * max
}

function riseOf({ posterior, unitPerMs, fromMs, toMs }: WindowView): number {
  return posterior.slope * unitPerMs * (toMs - fromMs)
}

function earliestMs(warmUpMs: number): number {
  return Math.max(0.4 * warmUpMs, EARLIEST_MS)
}

/** Before warm-up must be over: only a straight rise of something exact, by half of what was there. */
function straightAndLarge(declaration: SeriesDeclaration, role: Role, points: Points, view: WindowView): boolean {
  const start = Math.abs(points.values[firstAt(points, view.fromMs)] as number)
  return tellsEarly(declaration, role) && isStraight(view, 0.7, 1.4) && riseOf(view) > 0.5 * start
}

function isStraight(view: WindowView, least: number, most: number): boolean {
  return view.early > least && view.early < most && view.late > least && view.late < most
}

function steeperThanDay({ kind, unit }: SeriesDeclaration, view: WindowView): boolean {
  return view.posterior.quantile(0.05) * view.unitPerMs * HOUR_MS >= steepestDay(kind, unit) * view.mean
}

/** The chance that a day's wave is what rises, over all of the life but its steepest warm-up. */
function chanceOfDays(series: SeriesToJudge, points: Points, explain: Explainers, quantum: number): number {
  const { startedAtMs, nowMs, warmUpMs, declaration } = series
  const from = firstAt(points, startedAtMs + Math.min(0.5 * warmUpMs, (nowMs - startedAtMs) / 4))
  return chanceOfDay(points, from, {
    quantum,
    fill: explain.fill,
    warmUpMs: 0.4 * warmUpMs,
    startedAtMs,
    odds: followsDays(declaration.kind, declaration.unit) ? DAY_ODDS.counts : DAY_ODDS.memory,
  })
}
