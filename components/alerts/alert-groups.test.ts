import { describe, expect, it } from 'vitest'
import { alertOf, NOW } from '../testing/alert'
import { groupAlerts } from './alert-groups'

const ACK = { atMs: NOW, by: 'Ann', note: '' }
const namesOf = (groups: ReturnType<typeof groupAlerts>) => groups.map(({ service, rule }) => `${service} ${rule}`)

describe('groups of alerts', () => {
  it('are of one service and rule, and what waits for somebody stands first', () => {
    const groups = groupAlerts([
      alertOf('a', { state: 'pending', rule: 'orphaned' }),
      alertOf('b', { ack: ACK, rule: 'rejecting' }),
      alertOf('c', { silencedBy: ['s'], rule: 'saturated' }),
      alertOf('d', { service: 'worker' }),
      alertOf('e'),
      alertOf('f'),
    ])
    expect(namesOf(groups)).toEqual([
      'gateway growth',
      'worker growth',
      'gateway rejecting',
      'gateway saturated',
      'gateway orphaned',
    ])
    expect(groups.map(({ standing }) => standing)).toEqual([
      'waiting',
      'waiting',
      'acknowledged',
      'silenced',
      'pending',
    ])
  })

  it('name their worst first: the soonest limit, then the steepest slope', () => {
    const growth = { slopePerHour: 1, slopeCi90: null, unit: 'bytes' as const }
    const [group] = groupAlerts([
      alertOf('slow', { growth }),
      alertOf('steep', { growth: { ...growth, slopePerHour: 9 } }),
      alertOf('soon', { growth: { ...growth, limitAtMs: [NOW + 1_000, null] } }),
      alertOf('known', { growth: { ...growth, slopePerHour: 99 }, ack: ACK }),
    ])
    expect(group?.alerts.map(({ instance }) => instance)).toEqual(['soon', 'steep', 'slow', 'known'])
    expect(group?.waiting).toBe(3)
  })

  it('began when the first of them did', () => {
    const [group] = groupAlerts([alertOf('a', { sinceMs: NOW - 5 }), alertOf('b', { sinceMs: NOW - 9 })])
    expect(group?.sinceMs).toBe(NOW - 9)
  })
})
