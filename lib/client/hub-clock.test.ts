import { expect, it } from 'vitest'
import { HubClock } from './hub-clock'

it('is the page’s own until the hub said what time it is, then the hub’s at once, and follows it smoothly', () => {
  let localMs = 1_000
  const clock = new HubClock(() => localMs)
  expect(clock.nowMs()).toBe(1_000)
  clock.read(61_000)
  expect(clock.nowMs()).toBe(61_000)
  localMs = 2_000
  expect(clock.nowMs()).toBe(62_000)
  // A batch that waited for 800 ms moves it by a tenth of a second, and not back by 800.
  clock.read(61_200)
  expect(clock.nowMs()).toBe(61_900)
})
