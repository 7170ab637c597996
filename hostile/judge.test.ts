import { describe, expect, it } from 'vitest'
import type { Noticed } from './honest'
import { allowedFor, faultsOf, NO_DELAYS, verdictOf } from './judge'
import type { HostileRow } from './run'

const noticed = (over: Partial<Noticed> = {}): Noticed => ({
  ackMs: [100, 500, 900],
  viewMs: [10, 20, 30],
  askMs: [5],
  askFaults: 0,
  cuts: 0,
  ...over,
})
const row = (over: Partial<HostileRow> = {}): HostileRow => ({
  name: 'a crowd',
  delays: NO_DELAYS,
  leftOut: null,
  met: '',
  before: noticed(),
  during: noticed(),
  sent: 10,
  lost: 0,
  residentBefore: 1,
  residentAfter: 1,
  fault: null,
  ...over,
})

describe('a row', () => {
  it('may show what the quiet stretches of the run showed together, what it says itself, and some slack', () => {
    const delays = { acks: { median: 6_000, longest: 12_000 }, views: NO_DELAYS.views }
    const disk = row({ delays, before: noticed({ ackMs: [100, 700, 1_100] }) })
    expect(allowedFor(disk, [row(), disk])).toEqual({
      acks: { median: 700 + 6_000 + 500, longest: 1_100 + 12_000 + 2_000 },
      views: { median: 20 + 500, longest: 30 + 2_000 },
    })
  })

  it('that shows as much has no fault, and one ms more in the median or the longest is one that names it', () => {
    const at = (ackMs: number[], viewMs: number[]) => faultsOf([row({ during: noticed({ ackMs, viewMs }) })])
    expect(at([1_000, 1_000, 2_900], [520, 520, 2_030])).toEqual([])
    expect(at([1_001, 1_001, 2_901], [521, 521, 2_031])).toEqual([
      'a crowd: the median of acknowledgements is 1001 ms, and may be 1000 ms.',
      'a crowd: the longest of acknowledgements is 2901 ms, and may be 2900 ms.',
      'a crowd: the median of views is 521 ms, and may be 520 ms.',
      'a crowd: the longest of views is 2031 ms, and may be 2030 ms.',
    ])
  })

  it('in which nothing came, something was lost or cut, or the hub ended has a sentence for each', () => {
    expect(
      faultsOf([row({ during: noticed({ ackMs: [], viewMs: [], cuts: 2 }), lost: 3, fault: 'SIGKILL: ' })]),
    ).toEqual([
      'a crowd: the hub ended by itself, SIGKILL: .',
      'a crowd: 3 of 10 frames of honest agents were lost.',
      'a crowd: 2 connections of honest agents and viewers were cut.',
      'a crowd: no acknowledgements came during it.',
      'a crowd: no views came during it.',
    ])
  })

  it('that was left out is not judged, and is a status of its own until somebody says that the others are enough', () => {
    const rows = [row(), row({ name: 'a disk', leftOut: 'it takes root', during: noticed({ ackMs: [] }) })]
    expect(verdictOf(rows, false)).toEqual({
      status: 3,
      sentences: ['a disk: left out, it takes root; --allow-left-out takes the others for enough.'],
    })
    expect(verdictOf(rows, true)).toEqual({ status: 0, sentences: ['a disk: left out, it takes root.'] })
    expect(verdictOf([row({ lost: 1 }), ...rows], true).status).toBe(1)
    expect(verdictOf([row()], false)).toEqual({ status: 0, sentences: [] })
  })
})
