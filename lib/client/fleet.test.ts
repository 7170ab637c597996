import { describe, expect, it } from 'vitest'
import type { FleetRow, Spark } from '../protocol/dashboard-wire'
import { applyFleetItems, fleetFromPage, withSample } from './fleet'
import { FleetDrawing } from './fleet-drawing'
import { beatOf } from './testing/beats'

const spark: Spark = { stepMs: 5_000, endMs: 100_000, values: [1, 2, 3, 4] }

const NUMBERS = ['a', 'b', 'c']

function row(id: string): FleetRow {
  const memory = { series: 'memory.rss', latestBytes: 1, limitBytes: null }
  const number = NUMBERS.indexOf(id)
  return { id, number, lastFrameAtMs: 100_000, memory, spark, state: 'live', flags: [] } as unknown as FleetRow
}

const fleet = fleetFromPage({ rows: [row('a'), row('b')], total: 2 })

describe('the fleet', () => {
  it('replaces only the row that a beat is of', () => {
    const next = applyFleetItems(fleet, [beatOf(0, 106_000, 9)])
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
    const next = applyFleetItems(fleet, [{ type: 'left', process: 'a' }, beatOf(0, 106_000, 9)])
    expect([[...next.rows.keys()], next.total, next.listed.map(({ id }) => id)]).toEqual([['b'], 1, ['b']])
    const back = applyFleetItems(next, [{ type: 'row', row: row('a') }])
    expect([...back.rows.keys()]).toEqual(['b', 'a'])
  })

  it('ignores a beat of a process that it does not know yet, and knows it by the number of its row', () => {
    const next = applyFleetItems(fleet, [beatOf(2, 106_000, 9)])
    expect([...next.rows.keys()]).toEqual(['a', 'b'])
    const known = applyFleetItems(next, [{ type: 'row', row: row('c') }, beatOf(2, 106_000, 9)])
    expect(known.rows.get('c')?.memory.latestBytes).toBe(9)
  })

  it('takes the beats of many rows in columns, each with its own time, its unknown values and its limit', () => {
    const next = applyFleetItems(fleet, [
      {
        type: 'beats',
        rows: [1, 0],
        fromMs: 106_000,
        afterMs: [0, -500],
        memoryBytes: [null, 9],
        limited: { names: ['memory.rss'], series: [null, 0], latestBytes: [null, 9], limitBytes: [null, 64] },
      },
    ])
    const [a, b] = [next.rows.get('a'), next.rows.get('b')]
    expect(a).toMatchObject({ lastFrameAtMs: 105_500, memory: { latestBytes: 9 } })
    expect(a?.limited).toEqual({ series: 'memory.rss', latestBytes: 9, limitBytes: 64 })
    expect(b).toMatchObject({ lastFrameAtMs: 106_000, memory: { latestBytes: null } })
    expect(b?.limited).toBe(fleet.rows.get('b')?.limited)
    expect(b?.spark.values).toEqual([2, 3, 4, null])
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

it('numbers of rows are forgotten with the connection: those of another life of the hub are other processes', () => {
  const drawing = new FleetDrawing({ nowMs: () => 0, changed: () => undefined })
  drawing.begin({ rows: [row('a'), row('b')], total: 2 })
  drawing.linkLost()
  drawing.take([beatOf(1, 106_000, 9)])
  expect(drawing.state?.rows.get('b')).toMatchObject({ lastFrameAtMs: 100_000 })
  drawing.begin({ rows: [{ ...row('a'), number: 1 }], total: 1 })
  drawing.take([beatOf(1, 106_000, 9)])
  drawing.linkLost()
  expect(drawing.state?.rows.get('a')).toMatchObject({ lastFrameAtMs: 106_000, memory: { latestBytes: 9 } })
})
