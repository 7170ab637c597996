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
  it('R4: calls that never end raise the floor, and three windows of it are flagged', () => {
    const process = new PlayedProcess([pending])
    expect(process.play(360, (second) => [busy(second, 4)])).toEqual([])
    expect(process.play(60, (second) => [busy(second, 4) + second])).toEqual([])
    expect(process.play(120, (second) => [busy(second, 4) + 60 + second])).toEqual([])
    expect(process.play(180, (second) => [busy(second, 4) + 180 + second])).toEqual(['not-draining pending.calls'])
    expect(process.only().reason).toMatch(
      /^pending\.calls has not come back to its floor for \d+ min( \d+ s)?: at least \d+ were pending all through the last 1 min, and \d is normal; some calls never end\.$/u,
    )
  })

  it('R4: a process that keeps every call from its start on is flagged within six minutes', () => {
    const process = new PlayedProcess([pending])
    expect(process.play(180, (second) => [second])).toEqual([])
    expect(process.play(185, (second) => [180 + second])).toEqual(['not-draining pending.calls'])
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

  it('R4: the flag goes when two windows in a row came back down', () => {
    const process = new PlayedProcess([pending])
    process.play(600, (second) => [busy(second, 4)])
    expect(process.play(600, (second) => [busy(second, 4) + 300])).toEqual(['not-draining pending.calls'])
    expect(process.play(60, (second) => [busy(second, 4)])).toEqual(['not-draining pending.calls'])
    expect(process.play(180, (second) => [busy(second, 4)])).toEqual([])
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
