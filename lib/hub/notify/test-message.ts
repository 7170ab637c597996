/** What a channel is tried with: a message that looks like one in earnest, and says that nothing is wrong. */
import type { AlertMessage } from '../../protocol/alerts'

export function testMessage(id: string, nowMs: number, link: string): AlertMessage {
  return {
    schema: 'tidemark.alert/1',
    id,
    kind: 'test',
    atMs: nowMs,
    group: { service: 'tidemark', rule: 'growth' },
    title: 'this channel works, and nothing is wrong',
    count: 1,
    worst: [
      {
        id: 'test',
        process: 'test',
        instance: 'a process',
        series: 'memory.live_set',
        sinceMs: nowMs - 3_600_000,
        firingAtMs: nowMs,
        resolvedAtMs: null,
        reason: 'This is how an alert looks; its numbers are made up.',
        growth: {
          slopePerHour: 12_582_912,
          slopeCi90: [10_485_760, 14_680_064],
          unit: 'bytes',
          limitAtMs: [nowMs + 18_000_000, nowMs + 28_800_000],
          cause: 'somebody pressed the button that tries this channel',
        },
        near: null,
        flapping: null,
        ack: null,
        link,
      },
    ],
    link,
  }
}
