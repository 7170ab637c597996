/** With the settings as they are shipped: what a large fleet hears. */
import { describe, expect, it } from 'vitest'
import { DEFAULT_ALERT_SETTINGS } from './settings'
import type { ObservedProcess, RaisedFlag } from './shapes'
import { aFlag, aProcess, growing, HOUR, MINUTE, PlayedBook, SECOND } from './testing/played-book'

const MIB = 1_048_576
const FLEET = 1_000

type Up = [ObservedProcess, RaisedFlag[]]

/** A fixed sequence that looks like none: when each of the fleet is found out. */
function spread(at: number): number {
  return ((at * 7_919) % FLEET) / FLEET
}

function playFleet(overMs: number, services: number, forMs: number): PlayedBook {
  const played = new PlayedBook({ settings: { ...DEFAULT_ALERT_SETTINGS, escalateAfterMs: [30 * MINUTE] } })
  const startMs = played.nowMs
  const fleet = Array.from({ length: FLEET }, (_, at): Up => [
    aProcess(`host-${at}/0`, { service: `service-${at % services}` }),
    [aFlag('growth', 'memory.live_set', growing((1 + spread(at)) * MIB, [20 + at / 100, 30 + at / 100]))],
  ])
  while (played.nowMs < startMs + forMs) {
    const passedMs = played.nowMs - startMs
    played.play(
      10 * SECOND,
      fleet.filter((_, at) => spread(at) * overMs <= passedMs),
      10 * SECOND,
    )
  }
  return played
}

describe('a fleet of 1,000 processes that begins to leak together', () => {
  it.each([
    ['at once', 0],
    ['within ten minutes of each other', 10 * MINUTE],
    ['within twenty-five minutes of each other', 25 * MINUTE],
  ])('A9: is one message a service within an hour, when it is found out %s', (_when, overMs) => {
    const played = playFleet(overMs, 1, HOUR)
    const first = played.sent.filter(({ audience }) => audience.includes(null))
    expect(first.map(({ message }) => [message.kind, message.count])).toEqual([['firing', FLEET]])
  })

  it('A8: is one message a service and channel where there are five services, and one more for whom it is escalated to', () => {
    const played = playFleet(10 * MINUTE, 5, HOUR)
    const told = played.sent.map(({ message, audience }) => `${message.group.service} ${String(audience)}`)
    expect(told).toHaveLength(10)
    expect(new Set(told).size).toBe(10)
  })
})
