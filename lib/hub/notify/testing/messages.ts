/** Messages and channels as tests write them: only what a test is about is said. */
import type { AlertMessage, AlertTold, Channel, ChannelSettings } from '../../../protocol/alerts'

export const BEGIN_MS = Date.UTC(2026, 10, 21, 14, 0)

export function told(over: Partial<AlertTold> = {}): AlertTold {
  return {
    id: 'alert-1',
    process: 'gateway~host-a%2F0',
    instance: 'host-a/0',
    series: 'memory.live_set',
    sinceMs: BEGIN_MS - 22 * 60_000,
    firingAtMs: BEGIN_MS,
    resolvedAtMs: null,
    reason: 'memory.live_set grows by 12.0 MiB an hour and nothing of the load explains it.',
    growth: {
      slopePerHour: 12_582_912,
      slopeCi90: [10_485_760, 14_680_064],
      unit: 'bytes',
      limitAtMs: [BEGIN_MS + 5 * 3_600_000, BEGIN_MS + 8 * 3_600_000],
      cause: 'streams.ws grows with it',
    },
    near: { id: 17, title: 'gateway 1.4.2', kind: 'deploy', atMs: BEGIN_MS - 26 * 60_000, beforeMs: 4 * 60_000 },
    flapping: null,
    ack: null,
    link: 'http://tidemark.example/process?id=gateway~host-a%2F0&at=1',
    ...over,
  }
}

export function alertMessage(over: Partial<AlertMessage> = {}): AlertMessage {
  return {
    schema: 'tidemark.alert/1',
    id: 'message-1',
    kind: 'firing',
    atMs: BEGIN_MS,
    group: { service: 'gateway', rule: 'growth' },
    title: 'gateway: 40 processes grow',
    count: 40,
    worst: [told()],
    link: 'http://tidemark.example/alerts?service=gateway&rule=growth',
    ...over,
  }
}

export function channelOf<S extends ChannelSettings>(
  settings: S,
  over: Partial<Channel> = {},
): Channel & { settings: S } {
  return {
    id: `${settings.kind}-1`,
    name: settings.kind,
    isEnabled: true,
    match: {},
    escalateAfterMs: null,
    mayReachPrivate: true,
    ...over,
    settings,
  }
}
