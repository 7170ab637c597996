/** What a hub says of the made-up fleet: its rows, and the detail of each process. */
import type { FleetRow } from '../../lib/protocol/dashboard-wire'
import type { ProcessDetail, SeriesDetail } from '../../lib/protocol/http-api'
import type { Flag, Verdict } from '../../lib/protocol/verdict'
import type { Unit, VerdictWord } from '../../lib/protocol/vocabulary'
import { isLeaking, type MadeSeries, memoryAt, SERIES } from './made-series'
import { idOf, MIB, MINUTE, NOW, type Story } from './made-stories'

const SPARK_STEP_MS = 10_000
const SPARK_STEPS = 60

export function rowOf(story: Story): FleetRow {
  const { service, instance, host, version, state, lives, memoryBytes, limitBytes, worst } = story
  const endMs = Math.floor(NOW / SPARK_STEP_MS) * SPARK_STEP_MS
  return {
    id: idOf(story),
    number: 0,
    service,
    instance,
    host,
    version,
    state,
    lives,
    pid: 4_000 + instance.length * 17 + service.length,
    boot: `boot-${service}-${lives}`,
    labels: { zone: host < 'host-c' ? 'north' : 'south' },
    startedAtMs: NOW - story.upMs,
    lastFrameAtMs: state === 'live' ? NOW - 400 : NOW - 41_000,
    flags: flagsOf(story),
    memory: { series: 'memory.rss', latestBytes: memoryBytes, limitBytes },
    limited: { series: 'memory.rss', latestBytes: memoryBytes, limitBytes },
    worst: {
      series: worst.series,
      verdict: worst.verdict,
      slopePerHour: worst.slopePerHour,
      slopeCi90: worst.slopePerHour === null ? null : intervalOf(worst.slopePerHour),
      unit: 'bytes',
      limitAtMs: limitOf(worst.limitInMs) ?? null,
    },
    spark: {
      stepMs: SPARK_STEP_MS,
      endMs,
      values: Array.from({ length: SPARK_STEPS }, (_, at) =>
        memoryAt(story, endMs - (SPARK_STEPS - 1 - at) * SPARK_STEP_MS),
      ),
    },
  }
}

function flagsOf({ flags }: Story): Flag[] {
  return flags.map((flag) => ({ ...flag }))
}

const intervalOf = (slope: number): [number, number] => [slope - 8 * MIB, slope + 8 * MIB]

function limitOf(inMs: Story['worst']['limitInMs']): [number, number | null] | undefined {
  if (!inMs) return undefined
  const [soonest, latest] = inMs
  return [NOW + soonest, latest === null ? null : NOW + latest]
}

const REASONS: Partial<Record<VerdictWord, string>> = {
  steady: 'Level for 3 h, within what its load explains.',
  growing: 'It grows whatever the load, in each of the last 6 windows.',
}

export function detailOf(story: Story): ProcessDetail {
  const { service, instance, host, version, state, lives, limitBytes } = story
  const row = rowOf(story)
  return {
    id: row.id,
    service,
    instance,
    host,
    version,
    state,
    lives,
    pid: row.pid,
    boot: row.boot,
    runtime: 'node 20.20.2',
    labels: row.labels,
    limits: { memoryBytes: limitBytes, heapBytes: 768 * MIB },
    startedAtMs: row.startedAtMs,
    lastFrameAtMs: row.lastFrameAtMs,
    flags: story.flags.map(({ flag }) => flag),
    flagDetails: flagsOf(story),
    series: SERIES.map((made) => seriesOf(story, made)),
    events: [
      { atMs: NOW - 40 * MINUTE, type: 'deploy', level: 'info', message: 'gateway 1.4.2' },
      { atMs: NOW - 190_000, type: 'cleanup', level: 'info', message: 'swept streams that ended', count: 12 },
      {
        atMs: NOW - 64_000,
        type: 'rejected',
        level: 'warn',
        message: 'a client above the limit of its address',
        count: 3,
      },
    ],
  }
}

/** It has said who it is. */
export function freshOf(story: Story): ProcessDetail {
  return { ...detailOf(story), lastFrameAtMs: null, series: [], events: [] }
}

function seriesOf(story: Story, { name, kind, unit, max, matches, values }: MadeSeries): SeriesDetail {
  return {
    name,
    kind,
    unit,
    ...(max === undefined ? {} : { max }),
    ...(matches === undefined ? {} : { matches }),
    latest: values(story, NOW - 400),
    ...(kind === 'pending' ? { floor: 14 } : {}),
    verdict: verdictOf(story, name, unit),
  }
}

/** What would explain the rise of its memory. */
const CAUSE = 'streams.ws'
/** What grows with its memory, an hour. */
const GROWN: Record<string, number> = { 'streams.ws': 1_385, 'memory.live_set': 38 * MIB }

function verdictOf(story: Story, name: string, unit: Unit): Verdict {
  const isWorst = name === story.worst.series
  const grown = isLeaking(story) ? GROWN[name] : undefined
  const verdict = isWorst ? story.worst.verdict : grown === undefined ? 'steady' : 'growing'
  const slope = isWorst ? story.worst.slopePerHour : (grown ?? (unit === 'bytes' ? 0.3 * MIB : 0))
  const limitAtMs = isWorst ? limitOf(story.worst.limitInMs) : undefined
  return {
    verdict,
    sinceMs: verdict === 'growing' ? NOW - 42 * MINUTE : NOW - story.upMs,
    slopePerHour: slope,
    slopeCi90: slope === null ? null : unit === 'bytes' ? intervalOf(slope) : [slope * 0.96, slope * 1.04],
    unit,
    ...(limitAtMs ? { limitAtMs } : {}),
    reason:
      story.flags.find((flag) => flag.flag === 'growth' && flag.series === name)?.reason ??
      REASONS[verdict] ??
      'Not judged yet.',
    evidence: verdict === 'growing' && isLeaking(story) && name !== CAUSE ? { likelyCause: CAUSE } : {},
  }
}
