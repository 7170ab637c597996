import { describe, expect, it } from 'vitest'
import { bandPath, linePath } from './shapes'

describe('the path of a line', () => {
  it('is broken where a value is not known', () => {
    const points = [
      { x: 0, y: 1 },
      { x: 1, y: 2.04 },
      { x: 2, y: null },
      { x: 3, y: 4 },
      { x: 4, y: 5 },
    ]
    expect(linePath(points)).toBe('M0 1L1 2M3 4L4 5')
  })
})

describe('the path of a band', () => {
  it('goes along the tops and back along the floors, once for each stretch that is known', () => {
    const tops = [
      { x: 0, y: 1 },
      { x: 1, y: 2 },
      { x: 2, y: null },
      { x: 3, y: 4 },
      { x: 4, y: 5 },
    ]
    const floors = [9, 8, null, 6, 7].map((y, x) => ({ x, y }))
    expect(bandPath(tops, floors)).toBe('M0 1L1 2L1 8L0 9ZM3 4L4 5L4 7L3 6Z')
  })

  it('is nothing where nothing is known', () => expect(bandPath([{ x: 0, y: null }], [])).toBe(''))
})
