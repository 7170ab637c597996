import { describe, expect, it } from 'vitest'
import type { FleetRow, Spark } from '../protocol/dashboard-wire'
import { applyFleetItems, fleetFromPage, withSample } from './fleet'

const spark: Spark = { stepMs: 5_000, endMs: 100_000, values: [1, 2, 3, 4] }

function row(id: string): FleetRow {
  const memory = { series: 'memory.rss', latestBytes: 1, limitBytes: null }
  return { id, lastFrameAtMs: 100_000, memory, spark, state: 'live', flags: [] } as unknown as FleetRow
}

const fleet = fleetFromPage({ rows: [row('a'), row('b')], total: 2 })

describe('the fleet', () => {
  it('replaces only the row that a beat is of', () => {
    const next = applyFleetItems(fleet, [{ type: 'beat', process: 'a', atMs: 106_000, memoryBytes: 9 }])
    expect(next.rows.get('b')).toBe(fleet.rows.get('b'))
    expect(next.rows.get('a')?.memory.latestBytes).toBe(9)
    expect(next.rows.get('a')?.spark.values).toEqual([2, 3, 4, 9])
    expect(next.listed).toBe(fleet.listed)
  })

  it('lists rows anew when one is new, and counts it', () => {
    const next = applyFleetItems(fleet, [{ type: 'row', row: row('c') }])
    expect([next.rows.size, next.total, next.listed.length]).toEqual([3, 3, 3])
  })

  it('lists rows anew when one stands otherwise, and not for every number of one that is flagged', () => {
    const flagged = { ...row('a'), flags: [{ flag: 'growth', sinceMs: 1, reason: 'by 5 an hour' }] } as FleetRow
    const first = applyFleetItems(fleet, [{ type: 'row', row: flagged }])
    expect(first.listed[0]).toBe(flagged)
    const told = { ...flagged, flags: [{ flag: 'growth', sinceMs: 1, reason: 'by 6 an hour' }] } as FleetRow
    const second = applyFleetItems(first, [{ type: 'row', row: told }])
    expect(second.listed).toBe(first.listed)
    expect(second.rows.get('a')).toBe(told)
  })

  it('takes a process out that left the list, and counts it off', () => {
    const next = applyFleetItems(fleet, [
      { type: 'left', process: 'a' },
      { type: 'beat', process: 'a', atMs: 106_000, memoryBytes: 9 },
    ])
    expect([[...next.rows.keys()], next.total, next.listed.map(({ id }) => id)]).toEqual([['b'], 1, ['b']])
    const back = applyFleetItems(next, [{ type: 'row', row: row('a') }])
    expect([...back.rows.keys()]).toEqual(['b', 'a'])
  })

  it('ignores a beat of a process that it does not know yet', () => {
    const next = applyFleetItems(fleet, [{ type: 'beat', process: 'z', atMs: 1, memoryBytes: 1 }])
    expect([...next.rows.keys()]).toEqual(['a', 'b'])
  })
})

describe('a sparkline', () => {
  it('takes a further sample of the same step as its value', () => {
    expect(withSample(spark, 104_999, 7)).toEqual({ ...spark, values: [1, 2, 3, 7] })
  })

  it('shows skipped steps as gaps', () => {
    expect(withSample(spark, 110_000, 7)).toEqual({ stepMs: 5_000, endMs: 110_000, values: [3, 4, null, 7] })
    expect(withSample(spark, 900_000, 7).values).toEqual([null, null, null, 7])
  })

  it('does not go back', () => expect(withSample(spark, 90_000, 7)).toBe(spark))
})
