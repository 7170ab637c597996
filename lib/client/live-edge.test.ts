import { describe, expect, it } from 'vitest'
import { LiveEdge } from './live-edge'

const NOW = Date.UTC(2026, 10, 21, 12)

describe('the live edge', () => {
  it('is the newest frame while frames come', () => {
    const edge = new LiveEdge()
    edge.noteArrival(NOW - 40, NOW)
    expect(edge.edgeMs(NOW + 900)).toBe(NOW - 40)
  })

  it('goes on with time when none come, so that the silence is seen', () => {
    const edge = new LiveEdge()
    edge.noteArrival(NOW - 40, NOW)
    expect(edge.edgeMs(NOW + 60_000)).toBe(NOW + 60_000 - 40)
  })

  it('is on the target’s clock where that differs, whatever old frames come late', () => {
    const edge = new LiveEdge()
    edge.noteArrival(NOW - 600_000, NOW)
    edge.noteArrival(NOW - 900_000, NOW + 10)
    expect(edge.newestMs).toBe(NOW - 600_000)
    expect(edge.edgeMs(NOW + 60_000)).toBe(NOW - 540_000)
  })

  it('says by how much the clocks differ once enough came at once, and nothing of a second', () => {
    const edge = new LiveEdge()
    for (let n = 0; n < 4; n += 1) edge.noteArrival(NOW + n * 1_000 + 12_000, NOW + n * 1_000 + 400)
    expect(edge.clockAheadMs).toBeNull()
    edge.noteArrival(NOW + 16_000, NOW + 4_300)
    expect(edge.clockAheadMs).toBe(12_000)
    const late = new LiveEdge()
    for (let n = 0; n < 9; n += 1) late.noteArrival(NOW - 60_000, NOW + n)
    expect(late.clockAheadMs).toBe(-60_000)
    late.noteArrival(NOW - 900, NOW)
    expect(late.clockAheadMs).toBeNull()
  })

  it('follows a clock that is set while somebody looks', () => {
    const edge = new LiveEdge()
    const arrive = (fromS: number, toS: number, aheadMs: number) => {
      for (let n = fromS; n < toS; n += 1) edge.noteArrival(NOW + n * 1_000 + aheadMs, NOW + n * 1_000 + 300)
    }
    arrive(0, 20, 30_000)
    expect(edge.clockAheadMs).toBe(30_000)
    arrive(20, 150, 0)
    expect(edge.clockAheadMs).toBeNull()
    arrive(150, 300, -10_000)
    expect(edge.clockAheadMs).toBe(-10_000)
  })

  it('is now where nothing ever came', () => expect(new LiveEdge().edgeMs(NOW)).toBe(NOW))
})
