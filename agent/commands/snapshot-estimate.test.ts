import { expect, test } from 'vitest'
import { estimateSnapshot } from './snapshot-estimate'

const FREE = 100e9

test.each([
  [25e6, 1_900, 436e6],
  [94e6, 9_500, 1.57e9],
  [458e6, 60_000, 7.2e9],
])(
  'Of %d bytes in small objects the pause that was measured lies in the estimate, and the memory does too.',
  (usedBytes, pauseMs, memoryBytes) => {
    const {
      pauseMs: [from, to],
      memoryBytes: need,
    } = estimateSnapshot({ usedBytes, largeBytes: 0, freeBytes: FREE }, null)
    expect(from).toBeLessThan(pauseMs)
    expect(to).toBeGreaterThan(pauseMs)
    expect(Math.abs(need - memoryBytes)).toBeLessThan(0.15 * memoryBytes)
  },
)

test('It is refused where less than twice what it takes is free, with the figures; at twice it is not.', () => {
  const heap = { usedBytes: 100e6, largeBytes: 0 }
  expect(estimateSnapshot({ ...heap, freeBytes: 3.2e9 }, null)).toMatchObject({ isAllowed: true, reason: null })
  expect(estimateSnapshot({ ...heap, freeBytes: 3.1e9 }, null)).toMatchObject({
    isAllowed: false,
    reason: 'a snapshot of this heap takes up to 1,600 MB, and twice that has to be free: 3,100 MB are.',
  })
})

test('Large objects weigh less, and a snapshot that was taken says more than what is assumed.', () => {
  const small = estimateSnapshot({ usedBytes: 100e6, largeBytes: 0, freeBytes: FREE }, null)
  const large = estimateSnapshot({ usedBytes: 100e6, largeBytes: 90e6, freeBytes: FREE }, null)
  expect(large.pauseMs[1]).toBeLessThan(small.pauseMs[1] / 2)
  expect(large.memoryBytes).toBeLessThan(small.memoryBytes / 2)
  const again = estimateSnapshot(
    { usedBytes: 200e6, largeBytes: 0, freeBytes: FREE },
    { pauseMs: 1_000, weightBytes: 100e6 },
  )
  expect(again.pauseMs).toEqual([1_400, 3_100])
})
