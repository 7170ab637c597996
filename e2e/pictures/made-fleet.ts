/** A fleet that is made up, so that its pictures are the same on every machine: who runs, and what each of them shows. */
import type { FleetRow } from '../../lib/protocol/dashboard-wire'
import type { ProcessDetail, SeriesDetail } from '../../lib/protocol/http-api'
import { processId } from '../../lib/protocol/process-id'
import type { Flag, Verdict } from '../../lib/protocol/verdict'
import type { FlagWord, ProcessState, SeriesKind, Unit, VerdictWord } from '../../lib/protocol/vocabulary'
import { NOW } from '../../components/testing/alert'

export { NOW }
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const MIB = 1_048_576

export interface Story {
  service: string
  instance: string
  host: string
  version: string
  state: ProcessState
  lives: number
  upMs: number
  memoryBytes: number
  limitBytes: number
  /** Of its memory, over the minutes of its sparkline. */
  riseBytesPerHour: number
  /** Of what its worst series is concluded. */
  worst: { series: string; verdict: VerdictWord; slopePerHour: number | null; limitInMs?: [number, number | null] }
  flags: { flag: FlagWord; series?: string; reason: string; sinceMs: number }[]
}

const calm = (service: string, instance: string, memoryMib: number, more: Partial<Story> = {}): Story => ({
  service,
  instance,
  host: instance.split('/')[0] ?? instance,
  version: '1.4.2',
  state: 'live',
  lives: 1,
  upMs: 26 * HOUR,
  memoryBytes: memoryMib * MIB,
  limitBytes: 1_024 * MIB,
  riseBytesPerHour: 0,
  worst: { series: 'memory.live_set', verdict: 'steady', slopePerHour: 0.4 * MIB },
  flags: [],
  ...more,
})

export const LEAKING: Story = calm('gateway', 'host-a/0', 612, {
  upMs: 3 * HOUR + 12 * MINUTE,
  riseBytesPerHour: 74 * MIB,
  worst: { series: 'memory.rss', verdict: 'growing', slopePerHour: 74 * MIB, limitInMs: [5 * HOUR, 7 * HOUR] },
  flags: [
    {
      flag: 'growth',
      series: 'memory.rss',
      reason: 'memory.rss grows by 74 MiB an hour (66 to 82), whatever the load.',
      sinceMs: NOW - 42 * MINUTE,
    },
    {
      flag: 'orphaned',
      series: 'streams.ws',
      reason: 'streams.ws holds 1,212, and clients.ws, which it should match, 240.',
      sinceMs: NOW - 38 * MINUTE,
    },
  ],
})

export const SIBLING: Story = calm('gateway', 'host-b/0', 231)

export const MASKED: Story = calm('worker', 'host-a/1', 418, {
  version: '2.0.1',
  lives: 7,
  upMs: 51 * MINUTE,
  riseBytesPerHour: 160 * MIB,
  flags: [
    {
      flag: 'restart-masked',
      series: 'memory.rss',
      reason: 'memory.rss grew in each of the last 6 lives, and every restart began anew.',
      sinceMs: NOW - 30 * MINUTE,
    },
  ],
  worst: { series: 'memory.rss', verdict: 'growing', slopePerHour: 160 * MIB, limitInMs: [3.8 * HOUR, null] },
})

export const STORIES: readonly Story[] = [
  LEAKING,
  SIBLING,
  calm('gateway', 'host-c/0', 240, {
    worst: { series: 'memory.live_set', verdict: 'load-driven', slopePerHour: 12 * MIB },
  }),
  calm('api', 'host-a/0', 310, {
    flags: [
      {
        flag: 'rejecting',
        series: 'pool.mesh',
        reason: 'pool.mesh turned 48 away within the last minute.',
        sinceMs: NOW - 4 * MINUTE,
      },
    ],
  }),
  calm('api', 'host-b/0', 296),
  MASKED,
  calm('worker', 'host-b/1', 402, { version: '2.0.1' }),
  calm('cache', 'host-c/2', 880, {
    upMs: 9 * MINUTE,
    worst: { series: 'memory.live_set', verdict: 'warming-up', slopePerHour: null },
  }),
  calm('relay', 'host-d/0', 128, { state: 'stale' }),
]

export const idOf = ({ service, instance }: Story) => processId(service, instance)

const SPARK_STEP_MS = 10_000
const SPARK_STEPS = 60

export function rowOf(story: Story): FleetRow {
  const { service, instance, host, version, state, lives, memoryBytes, limitBytes, worst } = story
  const endMs = Math.floor(NOW / SPARK_STEP_MS) * SPARK_STEP_MS
  return {
    id: idOf(story),
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

/** The same for the same time, and as uneven as a real one. */
export function ripple(atMs: number, of: number): number {
  const step = Math.floor(atMs / 1_000)
  return (Math.sin(step / 7 + of) + Math.sin(step / 2.3 + of * 2) * 0.5 + Math.sin(step * 1.7 + of) * 0.3) / 1.8
}

/** Of a life that is over, for a process that has had some. */
export const LIFE_MS = 55 * MINUTE

/** How long the life of that time had lasted then, and how many lives ago it was. */
function lifeAt({ upMs, lives }: Story, atMs: number): { ageMs: number; ago: number } {
  const beforeMs = NOW - upMs - atMs
  if (lives === 1 || beforeMs <= 0) return { ageMs: -beforeMs, ago: 0 }
  return { ageMs: LIFE_MS - (beforeMs % LIFE_MS), ago: Math.ceil(beforeMs / LIFE_MS) }
}

/** A sawtooth of collections on a rise, which every life begins anew, each a little steeper than the one before. */
export function memoryAt(story: Story, atMs: number): number {
  const { memoryBytes, riseBytesPerHour, upMs } = story
  const { ageMs, ago } = lifeAt(story, atMs)
  const startBytes = memoryBytes - (riseBytesPerHour * upMs) / HOUR
  const tooth = ((atMs / 1_000) % 47) / 47
  const risen = (ageMs / HOUR) * riseBytesPerHour * (1 - 0.08 * ago)
  return Math.round(startBytes + risen + (tooth - 0.5) * 0.06 * memoryBytes)
}

/** What was left after the newest collection of its life. */
function liveSetAt(story: Story, atMs: number): number {
  const lifeFromMs = atMs - lifeAt(story, atMs).ageMs
  return Math.round(memoryAt(story, Math.max(lifeFromMs, Math.floor(atMs / 47_000) * 47_000)) * 0.52)
}

type Values = (story: Story, atMs: number) => number | null
interface MadeSeries {
  name: string
  kind: SeriesKind
  unit: Unit
  max?: number
  matches?: string
  values: Values
}

const isLeaking = (story: Story) => story === LEAKING
const kept = (story: Story, atMs: number) => (isLeaking(story) ? Math.max(0, 970 + (atMs - NOW) / 2_600) : 0)
const clients = (atMs: number) => Math.round(238 + 6 * ripple(atMs, 3))
const share =
  (part: number): Values =>
  (story, atMs) =>
    Math.round(memoryAt(story, atMs) * part)

/** What each of them reports, in the order of its frames. */
export const SERIES: readonly MadeSeries[] = [
  { name: 'memory.rss', kind: 'memory', unit: 'bytes', values: (story, atMs) => memoryAt(story, atMs) },
  { name: 'memory.heap_used', kind: 'memory', unit: 'bytes', values: share(0.58) },
  { name: 'memory.heap_total', kind: 'memory', unit: 'bytes', values: share(0.66) },
  {
    name: 'memory.live_set',
    kind: 'memory',
    unit: 'bytes',
    values: liveSetAt,
  },
  { name: 'memory.external', kind: 'memory', unit: 'bytes', values: share(0.14) },
  { name: 'memory.unattributed', kind: 'memory', unit: 'bytes', values: share(0.17) },
  {
    name: 'gc.major_count',
    kind: 'counter',
    unit: 'count',
    values: (_, atMs) => Math.floor(atMs / 47_000) - 33_000_000,
  },
  { name: 'gc.pause_ms', kind: 'gauge', unit: 'ms', values: (_, atMs) => Math.max(0, 2 + 3 * ripple(atMs, 9)) },
  { name: 'loop.delay_p99_ms', kind: 'gauge', unit: 'ms', values: (_, atMs) => 4 + 2 * ripple(atMs, 5) },
  {
    name: 'load.requests',
    kind: 'counter',
    unit: 'count',
    values: (_, atMs) => Math.floor((atMs - NOW + 6 * HOUR) / 4),
  },
  {
    name: 'pool.mesh',
    kind: 'pool',
    unit: 'count',
    max: 300,
    values: (_, atMs) => Math.round(180 + 20 * ripple(atMs, 1)),
  },
  { name: 'clients.ws', kind: 'clients', unit: 'count', max: 10_000, values: (_, atMs) => clients(atMs) },
  { name: 'registry.services', kind: 'registry', unit: 'count', values: () => 42 },
  {
    name: 'streams.ws',
    kind: 'streams',
    unit: 'count',
    matches: 'clients.ws',
    values: (story, atMs) => clients(atMs) + Math.round(kept(story, atMs)),
  },
  {
    name: 'pending.calls',
    kind: 'pending',
    unit: 'count',
    values: (_, atMs) => Math.round(9 + 8 * Math.abs(ripple(atMs, 2))),
  },
]

export function frameOf(story: Story, atMs: number): (number | null)[] {
  const seq = Math.floor((atMs - (NOW - story.upMs)) / 1_000)
  return [seq, atMs, ...SERIES.map(({ values }) => values(story, atMs))]
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

function seriesOf(story: Story, { name, kind, unit, max, matches, values }: MadeSeries): SeriesDetail {
  return {
    name,
    kind,
    unit,
    ...(max === undefined ? {} : { max }),
    ...(matches === undefined ? {} : { matches }),
    latest: values(story, NOW - 400),
    verdict: verdictOf(story, name, unit),
  }
}

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
    evidence: {},
  }
}
