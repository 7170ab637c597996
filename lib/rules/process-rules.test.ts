import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { ProcessRules } from './process-rules'
import { DEFAULT_RULE_SETTINGS } from './settings'
import { PlayedProcess, START_MS } from './testing/played-process'

const series: SeriesDeclaration[] = [
  { name: 'pool.mesh', kind: 'pool', unit: 'count', max: 1_000 },
  { name: 'clients.ws', kind: 'clients', unit: 'count', max: 10_000 },
  { name: 'streams.ws', kind: 'streams', unit: 'count', matches: 'clients.ws' },
  { name: 'pending.calls', kind: 'pending', unit: 'count' },
  { name: 'rejected.ws', kind: 'counter', unit: 'count' },
  { name: 'memory.rss', kind: 'memory', unit: 'bytes' },
]

describe('the rules of a process', () => {
  it('R6: hold each series on its own, and say every flag that is up', () => {
    const process = new PlayedProcess(series, { memoryBytes: 1_000 })
    expect(process.play(600, () => [400, 200, 200, 0, 0, 500])).toEqual([])
    const broken = process.play(400, (second) => [1_000, 10_000, 12_000, 500, second, 980])
    expect(broken.sort()).toEqual([
      'near-limit memory.rss',
      'not-draining pending.calls',
      'orphaned streams.ws',
      'rejecting clients.ws',
      'saturated clients.ws',
      'saturated pool.mesh',
    ])
  })

  it('R6: read a frame at its offset in a block of many', () => {
    const rules = new ProcessRules(DEFAULT_RULE_SETTINGS)
    rules.startLife({ boot: 'b', startedAtMs: START_MS, limits: {}, series })
    const block = new Float64Array(200 * series.length)
    for (let row = 0; row < 200; row++) block.set([1_000, 5, 5, 0, 0, 1], row * series.length)
    for (let row = 0; row < 200; row++) rules.push(START_MS + row * 1_000, block, row * series.length)
    expect(rules.flags().map(({ series: name }) => name)).toEqual(['pool.mesh'])
  })

  it('R6: frames of nothing known raise nothing', () => {
    const process = new PlayedProcess(series, { memoryBytes: 1_000, heapBytes: 1_000 })
    expect(process.play(3_600, () => series.map(() => null))).toEqual([])
    expect(process.rules.changes).toBe(0)
  })

  it('R6: a clock that was set back neither raises nor clears by itself', () => {
    const process = new PlayedProcess(series)
    process.play(60, () => [1_000, 5, 5, 0, 0, 1])
    process.atMs -= 86_400_000
    expect(process.play(60, () => [1_000, 5, 5, 0, 0, 1])).toEqual([])
    expect(process.play(10, () => [1_000, 5, 5, 0, 0, 1])).toEqual(['saturated pool.mesh'])
  })

  it('R7: say nothing before the first life', () => {
    const rules = new ProcessRules(DEFAULT_RULE_SETTINGS)
    rules.addEvents([{ atMs: START_MS, type: 'rejected', level: 'warn', message: 'full' }])
    rules.push(START_MS, new Float64Array(), 0)
    expect(rules.flags()).toEqual([])
  })

  it('R6: whatever comes, every flag has a time and a reason with numbers in it', () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.constant(0),
      fc.double({ min: 0, max: 1e15, noNaN: true }),
      fc.constant(1_000),
    )
    const frame = fc.array(value, { minLength: series.length, maxLength: series.length })
    const stretch = fc.record({
      frame,
      seconds: fc.integer({ min: 1, max: 400 }),
      skippedMs: fc.integer({ min: -500_000, max: 500_000 }),
    })
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 20 }), (stretches) => {
        const process = new PlayedProcess(series, { memoryBytes: 1_000, heapBytes: 1_000 })
        for (const { frame: values, seconds, skippedMs } of stretches) {
          process.play(seconds, () => values)
          process.atMs += skippedMs
          for (const { reason, sinceMs } of process.rules.flags()) {
            expect(reason).not.toMatch(/NaN|undefined|Infinity/u)
            expect(Number.isFinite(sinceMs)).toBe(true)
          }
        }
      }),
      { numRuns: 200 },
    )
  })
})
