/** A verdict for the outside, from what the table remembers. */
import type { SeriesDeclaration } from '../protocol/agent-wire'
import type { Interval, Verdict } from '../protocol/verdict'
import type { Peaks, SeriesLimit } from './limits'
import type { LoadTold } from './load-told'
import type { PastLives } from './past-lives'
import { reasonOf, type Facts } from './reasons'
import { restartsOf, sayHidden } from './restarts'
import type { Role } from './roles'
import type { SeriesTable } from './series-table'
import type { GrowthSettings } from './settings'
import { likelyCause, sharesOf } from './story'

export interface Surroundings {
  series: readonly SeriesDeclaration[]
  roles: readonly Role[]
  table: SeriesTable
  settings: GrowthSettings
  startedAtMs: number
  nowMs: number
  peaks: Peaks
  loadOf: 'client' | 'request' | null
  /** What the load did between two times. */
  loadBetween: (fromMs: number, toMs: number) => LoadTold | null
  /** Major collections of this life. */
  collections: number
  /** What the lives that ended before this one have in common. */
  past: PastLives | null
}

export function describe(index: number, around: Surroundings): Verdict {
  const { series, table, peaks } = around
  const declaration = series[index] as SeriesDeclaration
  const facts = factsOf(index, around)
  const verdict: Verdict = {
    verdict: facts.word,
    sinceMs: table.time(index, 'sinceMs'),
    slopePerHour: facts.slopePerHour,
    slopeCi90: facts.slopeCi90,
    unit: declaration.unit,
    reason: reasonOf(facts),
    evidence: {
      cause: facts.cause,
      slopeFromMs: facts.fromMs,
      slopeToMs: facts.toMs,
      chanceOfNoSlope: known(table.get(index, 'chance')),
      ageMs: around.nowMs - around.startedAtMs,
      lives: facts.cause === 'pooled' ? facts.lives : null,
      hidden: facts.hidden,
      likelyCause: facts.likelyCause?.series ?? null,
      bytesEach: facts.likelyCause?.bytesEach ?? null,
      limit: peaks.limitOf(index) ?? null,
    },
  }
  if (facts.share !== null) verdict.share = facts.share
  if (facts.limitAtMs !== null) verdict.limitAtMs = facts.limitAtMs
  if (facts.conclusiveAtMs !== null && facts.word === 'collecting') verdict.conclusiveAtMs = facts.conclusiveAtMs
  return verdict
}

function factsOf(index: number, around: Surroundings): Facts {
  const { series, roles, table, peaks, nowMs } = around
  const declaration = series[index] as SeriesDeclaration
  const word = table.word(index)
  const slopePerHour = known(table.get(index, 'slopePerHour'))
  const [low, high] = [table.get(index, 'lowPerHour'), table.get(index, 'highPerHour')]
  const share = known(table.get(index, 'shareSlope'))
  const growing = word === 'growing' && slopePerHour !== null
  const limit = peaks.find(index)
  return {
    declaration,
    role: roles[index] as Role,
    word,
    cause: table.cause(index),
    nowMs,
    startedAtMs: around.startedAtMs,
    warmUpMs: around.settings.warmUpMs,
    horizonMs: around.settings.horizonMs,
    fromMs: known(table.time(index, 'fromMs')),
    toMs: known(table.time(index, 'toMs')),
    slopePerHour,
    slopeCi90: slopePerHour === null ? null : [low, high],
    load: loadFor(index, around),
    share: growing && share !== null && around.loadOf !== null ? shareOf(share, around.loadOf) : null,
    limit: limit === undefined ? null : { limit: limit.limit, of: limit.of },
    limitAtMs: growing ? peaks.reachedAt(index, nowMs, low, high) : null,
    conclusiveAtMs: known(table.time(index, 'conclusiveAtMs')),
    collections: around.collections,
    lives: table.get(index, 'lives'),
    hidden:
      growing && table.cause(index) === 'pooled'
        ? hiddenOf(declaration, slopePerHour, [low, high], around, limit)
        : null,
    likelyCause: likelyCause(index, series, table),
    shares: sharesOf(index, series, table),
  }
}

/** What restarts hide of a series that all lives together show to grow. */
function hiddenOf(
  { name, unit }: SeriesDeclaration,
  slopePerHour: number,
  slopeCi90: Interval,
  { past }: Surroundings,
  limit: SeriesLimit | undefined,
): string | null {
  const restarts = past && restartsOf(past.lengthsMs, past.peakOf(name))
  return restarts && sayHidden(restarts, slopePerHour, slopeCi90, limit?.limit ?? null, unit)
}

/** Over the window of a slope that is told, else over the life; a series of clients is itself the load. */
function loadFor(index: number, { series, table, startedAtMs, nowMs, loadBetween }: Surroundings): LoadTold | null {
  if (series[index]?.kind === 'clients') return null
  const ofLife = table.word(index) === 'load-driven'
  const fromMs = ofLife ? startedAtMs : (known(table.time(index, 'fromMs')) ?? startedAtMs)
  return loadBetween(fromMs, ofLife ? nowMs : (known(table.time(index, 'toMs')) ?? nowMs))
}

/** What was served is counted in client-hours, or in requests. */
function shareOf(slope: number, of: 'client' | 'request'): { of: 'client' | 'request'; slope: number } {
  return { of, slope }
}

function known(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
