import { describe, expect, it } from 'vitest'
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { PlayedProcess } from './testing/played-process'

const MIB = 2 ** 20
const limits = { heapBytes: 512 * MIB, memoryBytes: 1_024 * MIB }
const memory = (name: string): SeriesDeclaration => ({ name, kind: 'memory', unit: 'bytes' })
const series = [memory('memory.rss'), memory('memory.heap_used'), memory('memory.live_set')]

describe('near-limit', () => {
  it('R5: a resident set above nine tenths of the memory limit is flagged after half a minute', () => {
    const process = new PlayedProcess(series, limits)
    expect(process.play(30, () => [950 * MIB, 100 * MIB, 80 * MIB])).toEqual([])
    expect(process.play(2, () => [950 * MIB, 100 * MIB, 80 * MIB])).toEqual(['near-limit memory.rss'])
    expect(process.only().reason).toBe('memory.rss has been near the memory limit for 31 s: 950 MiB of 1 GiB (93 %).')
  })

  it('R5: a heap full of garbage is fine as long as little remains after collections', () => {
    expect(new PlayedProcess(series, limits).play(600, () => [600 * MIB, 505 * MIB, 90 * MIB])).toEqual([])
  })

  it('R5: what remains after collections is held against the heap limit, not against the memory limit', () => {
    const process = new PlayedProcess(series, limits)
    expect(process.play(40, () => [700 * MIB, 505 * MIB, 480 * MIB])).toEqual(['near-limit memory.live_set'])
    expect(process.only().reason).toContain('480 MiB of 512 MiB (94 %)')
  })

  it('R5: until a collection has shown what remains, heap in use is held against the heap limit', () => {
    const process = new PlayedProcess(series, limits)
    expect(process.play(40, () => [700 * MIB, 480 * MIB, null])).toEqual(['near-limit memory.heap_used'])
    expect(process.play(1, () => [700 * MIB, 480 * MIB, 60 * MIB])).toEqual([])
    expect(process.play(300, (second) => [700 * MIB, 480 * MIB, second % 2 ? 60 * MIB : null])).toEqual([])
  })

  it('R5: a peak of a few seconds is fine', () => {
    const process = new PlayedProcess(series, limits)
    expect(process.play(600, (second) => [(second % 60 < 20 ? 1_000 : 500) * MIB, 0, 0])).toEqual([])
  })

  it('R5: the flag stays until memory was below 85 % for a minute', () => {
    const process = new PlayedProcess(series, limits)
    process.play(60, () => [1_000 * MIB, 0, 0])
    expect(process.play(300, () => [900 * MIB, 0, 0])).toEqual(['near-limit memory.rss'])
    expect(process.play(60, () => [800 * MIB, 0, 0])).toEqual(['near-limit memory.rss'])
    expect(process.play(2, () => [800 * MIB, 0, 0])).toEqual([])
  })

  it('R5: without a limit there is nothing to be near', () => {
    expect(new PlayedProcess(series).play(600, () => [1e12, 1e12, 1e12])).toEqual([])
  })

  it('R5: a series that is declared during the life is judged from then on', () => {
    const process = new PlayedProcess([], limits)
    process.rules.addSeries([memory('memory.heap_used')])
    expect(process.play(40, () => [500 * MIB])).toEqual(['near-limit memory.heap_used'])
  })
})
