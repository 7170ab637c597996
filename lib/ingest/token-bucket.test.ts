import { expect, it } from 'vitest'
import { TokenBucket } from './token-bucket'

const LIMIT = { perSecond: 2, burst: 5 }

it('takes a burst, then as much as comes in, and never saves up more than a burst', () => {
  const bucket = new TokenBucket(LIMIT, 0)
  for (let n = 0; n < 5; n++) expect(bucket.take(1, 0)).toBe(true)
  expect(bucket.take(1, 0)).toBe(false)
  expect(bucket.take(1, 499)).toBe(false)
  expect(bucket.take(1, 500)).toBe(true)
  expect(bucket.take(1, 500)).toBe(false)
  for (let n = 0; n < 5; n++) expect(bucket.take(1, 3_600_000)).toBe(true)
  expect(bucket.take(1, 3_600_000)).toBe(false)
})

it('is not confused by a clock that goes back', () => {
  const bucket = new TokenBucket(LIMIT, 10_000)
  for (let n = 0; n < 5; n++) bucket.take(1, 10_000)
  expect(bucket.take(1, 0)).toBe(false)
  expect(bucket.take(1, 1_000)).toBe(true)
})
