import { describe, expect, it } from 'vitest'
import { collectionPause, formatPause } from './pause'

describe('the pause of a collection', () => {
  it('is told as it was measured: 60 to 90 ms at 94 MB, 300 to 420 ms at 458 MB', () => {
    const small = collectionPause(94e6)
    expect(small[0]).toBeGreaterThanOrEqual(50)
    expect(small[1]).toBeLessThanOrEqual(95)
    const large = collectionPause(458e6)
    expect(large[0]).toBeGreaterThanOrEqual(250)
    expect(large[1]).toBeLessThanOrEqual(440)
  })

  it('is never told as none, and never as more than is known', () => {
    expect(formatPause(collectionPause(0))).toBe('2 to 4 ms')
    expect(formatPause([1_400, 3_100])).toBe('1.4 to 3.1 s')
    expect(formatPause(null)).toBe('not known')
    expect(formatPause([Number.NaN, 3])).toBe('not known')
  })
})
