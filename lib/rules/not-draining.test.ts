import { describe, expect, it } from 'vitest'
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { PlayedProcess } from './testing/played-process'

const pending: SeriesDeclaration = { name: 'pending.calls', kind: 'pending', unit: 'count' }
const requests: SeriesDeclaration = { name: 'load.requests', kind: 'counter', unit: 'count' }
const clients: SeriesDeclaration = { name: 'clients.ws', kind: 'clients', unit: 'count' }

/** Calls that come and go around `mean`, by about its root, the same in every run. */
function busy(second: number, mean: number): number {
  const swing = Math.sin(second * 1.7) + Math.sin(second * 0.73) + Math.sin(second * 2.9)
  return Math.max(0, Math.round(mean + Math.sqrt(mean) * swing))
}

describe('not-draining', () => {
  it('R4: calls that never end raise the floor, and five windows of it are flagged', () => {
    const process = new PlayedProcess([pending])
    expect(process.play(360, (second) => [busy(second, 4)])).toEqual([])
    expect(process.play(300, (second) => [busy(second, 4) + second])).toEqual([])
    expect(process.play(120, (second) => [busy(second, 4) + 300 + second])).toEqual(['not-draining pending.calls'])
    expect(process.only().reason).toMatch(
      /^pending\.calls has not come back to its floor for \d+ min( \d+ s)?: at least \d+ were pending all through the last full 1 min, and \d is normal; some calls never end, or end far later than before\.$/u,
    )
  })

  it('R4: says to where calls have to come back once that is learned, and no earlier', () => {
    const process = new PlayedProcess([requests, pending])
    process.play(30, (second) => [second * 10, busy(second, 4)])
    expect(process.floors().size).toBe(0)
    process.play(600, (second) => [300 + second * 10, busy(second, 4)])
    const floor = process.floors().get(1) ?? Number.NaN
    expect(floor).toBeGreaterThan(4)
    expect(floor).toBeLessThan(20)
    // What is stuck is no new floor.
    process.play(600, (second) => [6_300 + second * 10, busy(second, 4) + 300])
    expect(process.floors().get(1)).toBeCloseTo(floor, -1)
  })

  it('R4: a process that keeps every call from its start on is flagged within seven minutes', () => {
    const process = new PlayedProcess([pending])
    expect(process.play(300, (second) => [second])).toEqual([])
    expect(process.play(120, (second) => [300 + second])).toEqual(['not-draining pending.calls'])
  })

  it.each([15, 30, 50, 70])('R4: calls that get stuck %i s after the start are not taken for normal', (stuckAt) => {
    const process = new PlayedProcess([pending])
    const frame = (second: number) => [busy(second, 4) + (second < stuckAt ? 0 : 300)]
    expect(process.play(300, frame)).toEqual([])
    expect(process.play(140, (second) => frame(300 + second))).toEqual(['not-draining pending.calls'])
  })

  it('R4: calls that wait from the first second on, one for each worker of a queue, are normal', () => {
    const process = new PlayedProcess([pending])
    expect(process.play(7_200, (second) => [second < 5 ? second * 10 : 50])).toEqual([])
  })

  it.each([2, 5])('R4: a batch that is flushed every %i minutes is fine, also in its first hour', (minutes) => {
    const process = new PlayedProcess([pending])
    for (let flush = 0; flush < 60; flush++) {
      for (let tenth = 0; tenth < minutes * 6; tenth++) {
        expect(process.play(10, (second) => [tenth * 10 + second])).toEqual([])
      }
    }
  })

  it('R4: a batch that is flushed every twelve minutes is flagged once at most, and no longer than until it is flushed', () => {
    const process = new PlayedProcess([pending])
    const flagged: number[] = []
    for (let flush = 0; flush < 20; flush++) {
      for (let minute = 0; minute < 12; minute++) {
        const words = process.play(60, (second) => [minute * 60 + second])
        if (words.length > 0) flagged.push(flush)
        if (words.length > 0 && minute === 0) {
          expect(process.only().reason).toMatch(/came back to its floor \d+ s ago, after \d+ min.* above it\.$/u)
        }
      }
    }
    expect(new Set(flagged).size).toBeLessThanOrEqual(2)
    expect(Math.max(0, ...flagged)).toBeLessThan(2)
    expect(process.words()).toEqual([])
  })

  it('R4: calls that get stuck amid batches are still found, later by half a batch', () => {
    const process = new PlayedProcess([pending])
    for (let flush = 0; flush < 6; flush++) expect(process.play(300, (second) => [second])).toEqual([])
    expect(process.play(600, (second) => [300 + (second % 300)])).toEqual(['not-draining pending.calls'])
  })

  it('R4: a level of many calls that come and go is fine although nothing was pending at the start', () => {
    const process = new PlayedProcess([pending])
    process.play(40, () => [0])
    expect(process.play(3_600, (second) => [busy(second, 300)])).toEqual([])
  })

  it('R4: clients with a call each are fine although none was there at the start', () => {
    const process = new PlayedProcess([pending, clients])
    process.play(45, () => [0, 0])
    expect(process.play(1_200, () => [500, 500])).toEqual([])
    const tried = new PlayedProcess([pending, clients])
    tried.play(45, () => [0, 1])
    expect(tried.play(1_200, () => [500, 500])).toEqual([])
    expect(tried.play(600, () => [900, 500])).toEqual(['not-draining pending.calls'])
  })

  it('R4: calls of a service that was idle, and then is busy and slower, are fine', () => {
    const process = new PlayedProcess([pending, requests])
    let served = 0
    process.play(600, (second) => [0, second % 20 === 0 ? ++served : served])
    expect(process.play(1_800, (second) => [busy(second, 60), (served += 200)])).toEqual([])
  })

  it('R4: calls of one caller that died and never come back are flagged, although the floor rises only once', () => {
    const process = new PlayedProcess([pending])
    process.play(600, (second) => [busy(second, 4)])
    expect(process.play(360, (second) => [busy(second, 4) + 300])).toEqual(['not-draining pending.calls'])
  })

  it('R4: spikes that come back are fine, however high', () => {
    const process = new PlayedProcess([pending])
    expect(process.play(7_200, (second) => [second % 120 < 90 ? 5_000 : 2])).toEqual([])
  })

  it('R4: a slow backend of two minutes is fine', () => {
    const process = new PlayedProcess([pending])
    process.play(600, (second) => [busy(second, 4)])
    expect(process.play(120, () => [200])).toEqual([])
    expect(process.play(600, (second) => [busy(second, 4)])).toEqual([])
  })

  it('R4: ten times the requests may have ten times the calls pending', () => {
    const process = new PlayedProcess([pending, requests])
    let served = 0
    const frame = (rate: number) => (second: number) => [busy(second, rate / 5), (served += rate)]
    expect(process.play(900, frame(20))).toEqual([])
    expect(process.play(900, frame(200))).toEqual([])
    expect(process.play(900, frame(2_000))).toEqual([])
  })

  it('R4: calls that rise while the requests do not are flagged', () => {
    const process = new PlayedProcess([pending, requests])
    let served = 0
    process.play(600, (second) => [busy(second, 40), (served += 200)])
    expect(process.play(600, (second) => [busy(second, 40) + second / 4, (served += 200)])).toEqual([
      'not-draining pending.calls',
    ])
  })

  it('R4: a day of more and less load is fine without any series that tells the load', () => {
    const process = new PlayedProcess([pending])
    const day = (second: number) => 5 + 60 * (1 - Math.cos((second / 86_400) * 2 * Math.PI))
    expect(process.play(86_400, (second) => [busy(second, day(second))])).toEqual([])
  })

  it('R4: more clients may have more calls pending', () => {
    const process = new PlayedProcess([pending, clients])
    process.play(600, () => [50, 50])
    expect(process.play(600, () => [500, 500])).toEqual([])
    expect(process.play(600, () => [800, 500])).toEqual(['not-draining pending.calls'])
  })

  it('R4: the flag goes with the first window in which all came back, and tells of it until then', () => {
    const process = new PlayedProcess([pending])
    process.play(600, (second) => [busy(second, 4)])
    expect(process.play(590, (second) => [busy(second, 4) + 300])).toEqual(['not-draining pending.calls'])
    process.play(10, (second) => [busy(second, 4)])
    expect(process.only().reason).toBe('pending.calls came back to its floor 9 s ago, after 9 min 45 s above it.')
    expect(process.play(60, (second) => [busy(second, 4)])).toEqual([])
  })

  it('R4: the flag stays while the floor is below the line that raised it, but not back', () => {
    const process = new PlayedProcess([pending])
    process.play(600, (second) => [busy(second, 4)])
    expect(process.play(600, () => [40])).toEqual(['not-draining pending.calls'])
    expect(process.play(600, () => [13])).toEqual(['not-draining pending.calls'])
    expect(process.play(120, () => [5])).toEqual([])
  })

  it('R4: a higher level that lasts while nobody flagged it becomes normal', () => {
    const process = new PlayedProcess([pending, clients])
    process.play(600, () => [5, 10])
    // What the clients explain, for longer than normal is remembered.
    process.play(14 * 3_600, () => [50, 100], 10)
    expect(process.play(1_200, () => [55, 10])).toEqual([])
  })

  it('R6: unknown values and gaps neither raise nor clear', () => {
    const process = new PlayedProcess([pending])
    process.play(600, (second) => [busy(second, 4)])
    expect(process.play(600, () => [null])).toEqual([])
    process.atMs += 7_200_000
    process.play(400, (second) => [busy(second, 4) + 300])
    expect(process.words()).toEqual(['not-draining pending.calls'])
    expect(process.play(600, () => [null])).toEqual(['not-draining pending.calls'])
  })
})
