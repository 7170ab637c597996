import { describe, expect, it } from 'vitest'
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { PlayedProcess, START_MS } from './testing/played-process'

const clients: SeriesDeclaration = { name: 'clients.ws', kind: 'clients', unit: 'count' }
const streams: SeriesDeclaration = { name: 'streams.ws', kind: 'streams', unit: 'count', matches: 'clients.ws' }

describe('orphaned', () => {
  it('R3: streams that stay above their clients are flagged after two minutes, with both numbers', () => {
    const process = new PlayedProcess([clients, streams])
    expect(process.play(60, () => [200, 200])).toEqual([])
    expect(process.play(120, () => [200, 412])).toEqual([])
    expect(process.play(11, () => [200, 412])).toEqual(['orphaned streams.ws'])
    expect(process.only().sinceMs).toBe(START_MS + 60_000)
    expect(process.only().reason).toBe(
      'streams.ws has been above clients.ws for 2 min 10 s: 412 against 200; streams are not removed with their clients.',
    )
  })

  it('R3: a leak of one stream in ten clients that go is found, while the clients come and go', () => {
    const process = new PlayedProcess([clients, streams])
    const wave = (second: number) => 200 + Math.round(20 * Math.sin(second / 7))
    expect(process.play(600, (second) => [wave(second), wave(second)])).toEqual([])
    expect(process.play(400, (second) => [wave(second), wave(second) + Math.floor(second / 5)])).toEqual([
      'orphaned streams.ws',
    ])
  })

  it('R3: a spike of streams is fine, again and again', () => {
    const process = new PlayedProcess([clients, streams])
    for (let minute = 0; minute < 60; minute++) {
      expect(process.play(60, (second) => [200, second < 30 ? 900 : 200])).toEqual([])
    }
  })

  it('R3: streams that follow two seconds behind their clients are fine, however fast those change', () => {
    const process = new PlayedProcess([clients, streams])
    const saw = (second: number) => Math.max(0, 40 * (second % 100))
    expect(process.play(2_000, (second) => [saw(second), saw(Math.max(0, second - 2))])).toEqual([])
  })

  it('R3: one more than its partner, or one in a hundred, is fine for ever', () => {
    expect(new PlayedProcess([clients, streams]).play(3_600, () => [3, 4])).toEqual([])
    expect(new PlayedProcess([clients, streams]).play(3_600, () => [2_000, 2_020])).toEqual([])
    expect(new PlayedProcess([clients, streams]).play(3_600, () => [3, 5])).toEqual(['orphaned streams.ws'])
  })

  it('R3: clients without their streams are told as such', () => {
    const process = new PlayedProcess([clients, streams])
    process.play(130, () => [200, 150])
    expect(process.only().reason).toBe(
      'streams.ws has been below clients.ws for 2 min 9 s: 150 against 200; there are clients without their streams.',
    )
  })

  it('R3: the flag goes a minute after the two agree again', () => {
    const process = new PlayedProcess([clients, streams])
    expect(process.play(200, () => [200, 400])).toEqual(['orphaned streams.ws'])
    expect(process.play(60, () => [200, 200])).toEqual(['orphaned streams.ws'])
    expect(process.play(2, () => [200, 200])).toEqual([])
  })

  it('R3: a partner that is not known, or not declared yet, breaks nothing', () => {
    const alone = new PlayedProcess([streams])
    expect(alone.play(600, () => [400])).toEqual([])
    alone.rules.addSeries([clients])
    expect(alone.play(600, () => [400, null])).toEqual([])
    expect(alone.play(130, () => [400, 100])).toEqual(['orphaned streams.ws'])
  })

  it('R3: a series that names itself as its partner is left alone', () => {
    expect(new PlayedProcess([{ ...streams, matches: 'streams.ws' }]).play(600, () => [400])).toEqual([])
  })
})
