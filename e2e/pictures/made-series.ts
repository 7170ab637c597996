/** What each process of the made-up fleet reports at a time: the same number for the same time. */
import type { SeriesKind, Unit } from '../../lib/protocol/vocabulary'
import { HOUR, LEAKING, MINUTE, NOW, type Story } from './made-stories'

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
  const ago = Math.ceil(beforeMs / LIFE_MS)
  return { ageMs: ago * LIFE_MS - beforeMs, ago }
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
export interface MadeSeries {
  name: string
  kind: SeriesKind
  unit: Unit
  max?: number
  matches?: string
  values: Values
}

export const isLeaking = (story: Story) => story === LEAKING
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
