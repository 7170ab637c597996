/** A process as it is shown: in a list over HTTP, by itself, and as a row of the fleet. */
import type { FleetRow, LimitedMemory } from '../../protocol/dashboard-wire'
import type {
  ProcessDetail,
  ProcessIdentity,
  ProcessSummary,
  SeriesDetail,
  SeriesSummary,
} from '../../protocol/http-api'
import type { VerdictWord } from '../../protocol/vocabulary'
import type { SeriesDeclaration } from '../../protocol/agent-wire'
import { verdictOf } from './assess'
import { limitBytesOf, limitedIndexOf } from './memory-series'
import type { ProcessEntry } from './process-entry'

export function summaryOf(entry: ProcessEntry, nowMs: number): ProcessSummary {
  const series = entry.series.map((declared, index): SeriesSummary => ({
    ...withLatest(entry, declared, index),
    verdict: entry.words[index] ?? 'collecting',
  }))
  return { ...identityOf(entry, nowMs), series }
}

export function detailOf(entry: ProcessEntry, nowMs: number): ProcessDetail {
  const floors = entry.rules.floors()
  const floorOf = (index: number) => {
    const floor = floors.get(index)
    return floor === undefined ? {} : { floor }
  }
  const series = entry.series.map((declared, index): SeriesDetail => ({
    ...withLatest(entry, declared, index),
    ...floorOf(index),
    verdict: verdictOf(entry, index),
  }))
  return { ...identityOf(entry, nowMs), series, events: entry.events.read() }
}

export function rowOf(entry: ProcessEntry, nowMs: number): FleetRow {
  const { life } = entry
  const memory = entry.series[entry.memoryIndex]
  return {
    id: entry.id,
    number: entry.number,
    service: life.service,
    instance: life.instance,
    host: life.host,
    pid: life.pid,
    boot: life.boot,
    ...(life.version === undefined ? {} : { version: life.version }),
    labels: life.labels ?? {},
    state: entry.state(nowMs),
    ...(entry.isCapturing ? { isCapturing: true as const } : {}),
    startedAtMs: life.startedAtMs,
    lives: entry.lives,
    lastFrameAtMs: entry.lastFrameAtMs,
    flags: entry.flags,
    memory: {
      series: memory?.name ?? null,
      latestBytes: known(entry.newest[entry.memoryIndex]),
      limitBytes: limitBytesOf(memory, life.limits ?? {}),
    },
    limited: limitedOf(entry),
    worst: worstOf(entry),
    spark: entry.spark.read(),
  }
}

/** The memory that is nearest to a limit of its own, as it is now. */
export function limitedOf({ series, life, newest }: ProcessEntry): LimitedMemory | null {
  const limits = life.limits ?? {}
  const index = limitedIndexOf(series, limits, newest)
  const limitBytes = limitBytesOf(series[index], limits)
  if (limitBytes === null) return null
  return { series: series[index]?.name ?? '', latestBytes: known(newest[index]), limitBytes }
}

function identityOf(entry: ProcessEntry, nowMs: number): ProcessIdentity {
  const { life } = entry
  return {
    id: entry.id,
    service: life.service,
    instance: life.instance,
    host: life.host,
    pid: life.pid,
    boot: life.boot,
    runtime: life.runtime,
    ...(life.version === undefined ? {} : { version: life.version }),
    labels: life.labels ?? {},
    limits: life.limits ?? {},
    state: entry.state(nowMs),
    startedAtMs: life.startedAtMs,
    lives: entry.lives,
    lastFrameAtMs: entry.lastFrameAtMs,
    flags: [...new Set(entry.flags.map(({ flag }) => flag))],
    flagDetails: entry.flags,
  }
}

function withLatest(
  entry: ProcessEntry,
  declared: SeriesDeclaration,
  index: number,
): SeriesDeclaration & { latest: number | null } {
  return { ...declared, latest: known(entry.newest[index]) }
}

const HOW_BAD: Record<VerdictWord, number> = {
  growing: 5,
  'load-driven': 4,
  'warming-up': 3,
  collecting: 2,
  falling: 1,
  steady: 0,
}

/** The worst verdict, of memory before others; among those that grow, the one that meets its limit first. */
function worstOf(entry: ProcessEntry): FleetRow['worst'] {
  if (entry.lastFrameAtMs === null) return null
  const candidates = worstIndexes(entry)
  let worst: FleetRow['worst'] = null
  for (const index of candidates) {
    const { verdict, slopePerHour, slopeCi90, unit, limitAtMs = null } = verdictOf(entry, index)
    if (worst && soonest(limitAtMs) >= soonest(worst.limitAtMs)) continue
    worst = { series: entry.series[index]?.name ?? '', verdict, slopePerHour, slopeCi90, unit, limitAtMs }
  }
  return worst
}

/** All that grow and are as bad as the worst; else the first of the worst, because a full verdict costs a fit. */
function worstIndexes(entry: ProcessEntry): number[] {
  let worst: number[] = []
  let worstRank = Number.NEGATIVE_INFINITY
  for (const [index, { kind }] of entry.series.entries()) {
    const word = entry.words[index]
    if (word === undefined || kind === 'counter') continue
    const rank = HOW_BAD[word] * 2 + (kind === 'memory' ? 1 : 0)
    if (rank > worstRank) {
      worstRank = rank
      worst = [index]
    } else if (rank === worstRank && word === 'growing') worst.push(index)
  }
  return worst
}

function soonest(limitAtMs: [number, number | null] | null): number {
  return limitAtMs?.[0] ?? Number.POSITIVE_INFINITY
}

/** `NaN` is what the hub holds for "not known"; outside that is `null`. */
export function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value
}
