/** A fleet that is made up, so that its pictures are the same on every machine: who runs, and what befell each of them. */
import { NOW } from '../../components/testing/alert'
import { processId } from '../../lib/protocol/process-id'
import type { FlagWord, ProcessState, VerdictWord } from '../../lib/protocol/vocabulary'

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
    {
      flag: 'growth',
      series: 'streams.ws',
      reason:
        'streams.ws rose 970 in 42 min (1,385 an hour, 90 % between 1,330 and 1,440) while clients stayed at 238.',
      sinceMs: NOW - 42 * MINUTE,
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

/** Said hello, and has sent nothing yet. */
export const FRESH: Story = calm('mailer', 'host-e/0', 0, { upMs: 2_000 })

export const idOf = ({ service, instance }: Story) => processId(service, instance)
