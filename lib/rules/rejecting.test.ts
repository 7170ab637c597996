import { describe, expect, it } from 'vitest'
import type { AgentEvent, SeriesDeclaration } from '../protocol/agent-wire'
import { PlayedProcess } from './testing/played-process'

const clients: SeriesDeclaration = { name: 'clients.ws', kind: 'clients', unit: 'count', max: 10_000 }
const rejected: SeriesDeclaration = { name: 'rejected.ws', kind: 'counter', unit: 'count' }

function rejection(atMs: number, count?: number): AgentEvent {
  return {
    atMs,
    type: 'rejected',
    level: 'warn',
    message: 'max_clients_reached',
    ...(count === undefined ? {} : { count }),
  }
}

describe('rejecting', () => {
  it('R2: clients that are refused again and again for a minute are flagged, with the rate', () => {
    const process = new PlayedProcess([clients, rejected])
    expect(process.play(60, () => [9_000, 0])).toEqual([])
    expect(process.play(58, (second) => [9_800, second * 2])).toEqual([])
    expect(process.play(10, (second) => [9_800, 116 + second * 2])).toEqual(['rejecting clients.ws'])
    expect(process.only().reason).toBe(
      'Clients of clients.ws are refused: 134 in 1 min 6 s (122 a minute), with 9,800 of at most 10,000 connected.',
    )
  })

  it('R2: a burst of rejections is fine, however large', () => {
    const process = new PlayedProcess([clients, rejected])
    process.play(10, () => [10, 0])
    for (let burst = 0; burst < 50; burst++) {
      expect(process.play(300, (second) => [10, burst * 5_000 + Math.min(second, 5) * 1_000])).toEqual([])
    }
  })

  it('R2: the flag goes after two minutes without a rejection, and not by a short lull', () => {
    const process = new PlayedProcess([clients, rejected])
    expect(process.play(120, (second) => [10_000, second])).toContain('rejecting clients.ws')
    expect(process.play(100, () => [5_000, 119])).toContain('rejecting clients.ws')
    expect(process.play(5, (second) => [5_000, 120 + second])).toContain('rejecting clients.ws')
    expect(process.play(130, () => [5_000, 124])).toContain('rejecting clients.ws')
    expect(process.play(20, () => [5_000, 124])).toEqual([])
  })

  it('R2: a counter that starts high, is unknown for a while, or falls, is no rejection', () => {
    const process = new PlayedProcess([clients, rejected])
    process.play(60, () => [100, 70_000])
    process.play(60, () => [100, null])
    process.play(60, () => [100, 70_000])
    expect(process.play(300, () => [100, 12])).toEqual([])
  })

  it.each([
    ['rejected.ws', 'rejecting clients.ws'],
    ['clients.ws.rejected', 'rejecting clients.ws'],
    ['rejections', 'rejecting clients.ws'],
    ['max_clients_reached', 'rejecting clients.ws'],
    ['rejected.login', 'rejecting rejected.login'],
    ['requests.served', undefined],
  ])('R2: a counter called %s leads to %s', (name, flag) => {
    const process = new PlayedProcess([{ ...rejected, name }, clients])
    expect(process.play(120, (second) => [second, 50])).toEqual(flag === undefined ? [] : [flag])
  })

  it('R2: a counter says by `matches` whose rejections it counts', () => {
    const other: SeriesDeclaration = { name: 'clients.tcp', kind: 'clients', unit: 'count' }
    const process = new PlayedProcess([clients, other, { ...rejected, name: 'rejected.all', matches: 'clients.tcp' }])
    expect(process.play(120, (second) => [50, 60, second])).toEqual(['rejecting clients.tcp'])
    expect(process.only().reason).toContain('with 60 connected')
  })

  it('R2: clients that are declared after their counter are found', () => {
    const process = new PlayedProcess([rejected])
    process.rules.addSeries([clients])
    expect(process.play(120, (second) => [second, 10])).toEqual(['rejecting clients.ws'])
  })

  it('R2: events of type rejected count where there is no counter', () => {
    const process = new PlayedProcess([clients])
    for (let step = 0; step < 9; step++) {
      process.rules.addEvents([rejection(process.atMs, 40)])
      process.play(10, () => [9_000])
    }
    expect(process.words()).toEqual(['rejecting clients.ws'])
    expect(process.only().reason).toContain('360 in 1 min 29 s')
  })

  it('R2: events beside a counter do not count twice', () => {
    const process = new PlayedProcess([clients, rejected])
    for (let step = 0; step < 20; step++) {
      process.rules.addEvents([rejection(process.atMs)])
      process.play(10, () => [9_000, 0])
    }
    expect(process.words()).toEqual([])
  })

  it('R2: events of other types are no rejections', () => {
    const process = new PlayedProcess([clients])
    for (let step = 0; step < 20; step++) {
      process.rules.addEvents([{ ...rejection(process.atMs), type: 'cleanup' }])
      process.play(10, () => [9_000])
    }
    expect(process.words()).toEqual([])
  })
})
