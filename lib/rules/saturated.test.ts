import { describe, expect, it } from 'vitest'
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { PlayedProcess, START_MS } from './testing/played-process'

const pool: SeriesDeclaration = { name: 'pool.mesh', kind: 'pool', unit: 'count', max: 1_000 }

describe('saturated', () => {
  it('R1: a pool that reaches its max and stays there is flagged after two minutes, and not before', () => {
    const process = new PlayedProcess([pool])
    expect(process.play(300, (second) => [400 + second])).toEqual([])
    expect(process.play(120, () => [1_000])).toEqual([])
    expect(process.play(10, () => [1_000])).toEqual(['saturated pool.mesh'])
    expect(process.only().sinceMs).toBe(START_MS + 300_000)
    expect(process.only().reason).toBe(
      'pool.mesh has been at its max of 1,000 for 2 min 9 s (now 1,000); every new entry pushes one out or waits.',
    )
  })

  it('R1: spikes to the max are fine, however many there are', () => {
    const process = new PlayedProcess([pool])
    for (let minute = 0; minute < 120; minute++) {
      expect(process.play(60, (second) => [second < 40 ? 1_000 : 300])).toEqual([])
    }
  })

  it('R1: a pool that is at its max nearly all the time is flagged although single samples dip', () => {
    const process = new PlayedProcess([pool])
    expect(process.play(400, (second) => [second % 10 === 9 ? 900 : 1_000])).toEqual(['saturated pool.mesh'])
  })

  it('R1: the flag stays while the pool hovers below its max, and goes a minute after it came down', () => {
    const process = new PlayedProcess([pool])
    expect(process.play(200, () => [1_000])).toEqual(['saturated pool.mesh'])
    expect(process.play(300, () => [970])).toEqual(['saturated pool.mesh'])
    expect(process.play(60, () => [600])).toEqual(['saturated pool.mesh'])
    expect(process.play(2, () => [600])).toEqual([])
  })

  it('R1: a pool that gets another max is held against that one from then on', () => {
    const process = new PlayedProcess([pool])
    expect(process.play(200, () => [1_000])).toEqual(['saturated pool.mesh'])
    process.rules.changeSeries([{ ...pool, max: 2_000 }])
    expect(process.words()).toEqual([])
    expect(process.rules.changes).toBe(2)
    expect(process.play(600, () => [1_000])).toEqual([])
    process.rules.changeSeries([{ ...pool, max: 500 }])
    expect(process.play(130, () => [1_000])).toEqual(['saturated pool.mesh'])
    expect(process.only().reason).toContain('its max of 500')
    process.rules.changeSeries([{ name: pool.name, kind: 'pool', unit: 'count' }])
    expect(process.play(600, () => [1_000])).toEqual([])
  })

  it('R1: a pool near its max but never at it is not flagged', () => {
    expect(new PlayedProcess([pool]).play(3_600, () => [980])).toEqual([])
  })

  it('R1: clients at their max are flagged after one minute', () => {
    const process = new PlayedProcess([{ name: 'clients.ws', kind: 'clients', unit: 'count', max: 10_000 }])
    expect(process.play(55, () => [10_000])).toEqual([])
    expect(process.play(10, () => [10_000])).toEqual(['saturated clients.ws'])
    expect(process.only().reason).toContain('the next client is refused')
  })

  it('R1: a full cache, a counter and a series without a max are never saturated', () => {
    const process = new PlayedProcess([
      { name: 'cache.fill', kind: 'gauge', unit: 'ratio', max: 1 },
      { name: 'served', kind: 'counter', unit: 'count', max: 10 },
      { name: 'pool.free', kind: 'pool', unit: 'count' },
    ])
    expect(process.play(1_000, () => [1, 10, 5_000])).toEqual([])
  })

  it('R6: values that are not known neither hold a rule nor break it', () => {
    const process = new PlayedProcess([pool])
    expect(process.play(70, () => [1_000])).toEqual([])
    expect(process.play(600, () => [null])).toEqual([])
    expect(process.play(49, () => [1_000])).toEqual([])
    expect(process.play(5, () => [1_000])).toEqual(['saturated pool.mesh'])
    expect(process.play(600, () => [null])).toEqual(['saturated pool.mesh'])
  })

  it('R6: a gap of minutes is not counted as time at the max', () => {
    const process = new PlayedProcess([pool])
    process.play(10, () => [1_000])
    process.atMs += 3_600_000
    expect(process.play(10, () => [1_000])).toEqual([])
  })

  it('R6: a process that reports once a minute is judged by the same time', () => {
    const process = new PlayedProcess([pool])
    expect(process.play(120, () => [1_000], 60)).toEqual([])
    expect(process.play(60, () => [1_000], 60)).toEqual(['saturated pool.mesh'])
  })

  it('R7: a new life begins without flags, and the change is counted', () => {
    const process = new PlayedProcess([pool])
    process.play(200, () => [1_000])
    expect(process.rules.changes).toBe(1)
    process.restart()
    expect(process.words()).toEqual([])
    expect(process.rules.changes).toBe(2)
    expect(process.play(60, () => [1_000])).toEqual([])
  })
})
