/** A row of the list of all processes: a calm process at a quarter of its limit. */
import type { FleetRow } from '../../lib/protocol/dashboard-wire'
import { NOW } from './alert'

const MIB = 1_048_576

export function fleetRow(instance: string, more: Partial<FleetRow> = {}): FleetRow {
  return {
    id: `gateway.${instance}`,
    number: instance.charCodeAt(0),
    service: 'gateway',
    instance,
    host: 'h',
    pid: 1,
    boot: 'b',
    labels: {},
    state: 'live',
    startedAtMs: NOW - 11_400_000,
    lives: 4,
    lastFrameAtMs: NOW,
    flags: [],
    memory: { series: 'memory.rss', latestBytes: 128 * MIB, limitBytes: 512 * MIB },
    limited: { series: 'memory.rss', latestBytes: 128 * MIB, limitBytes: 512 * MIB },
    worst: null,
    spark: { stepMs: 5_000, endMs: NOW - 5_000, values: [1, null, 2] },
    ...more,
  }
}
