/** An alert as tests need one: a growth that fires. */
import type { Alert } from '../../lib/protocol/alerts'

export const NOW = Date.UTC(2026, 10, 21, 12)
const MINUTE = 60_000

export function alertOf(instance: string, more: Partial<Alert> = {}): Alert {
  return {
    id: `alert-${instance}`,
    rule: 'growth',
    process: `gateway.${instance}`,
    service: 'gateway',
    instance,
    labels: {},
    series: 'streams.ws',
    state: 'firing',
    sinceMs: NOW - 12 * MINUTE,
    pendingAtMs: NOW - 10 * MINUTE,
    firingAtMs: NOW - 8 * MINUTE,
    resolvedAtMs: null,
    isRaised: true,
    reason: 'streams.ws grows by 3,412 an hour.',
    growth: { slopePerHour: 3_412, slopeCi90: [3_300, 3_520], unit: 'count' },
    near: null,
    held: null,
    resolution: null,
    flapping: null,
    ack: null,
    silencedBy: [],
    ...more,
  }
}
