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

  it('is now where nothing ever came', () => expect(new LiveEdge().edgeMs(NOW)).toBe(NOW))
})
