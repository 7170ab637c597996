import { beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_RULE_SETTINGS } from './settings'
import { Silence } from './silence'

const START_MS = Date.UTC(2026, 10, 21, 12)
/** The target's clock is an hour behind. */
const BEHIND_MS = 3_600_000

let nowMs: number
let last: number | null
let silence: Silence

function begin(settings = DEFAULT_RULE_SETTINGS.silent): void {
  nowMs = START_MS
  last = null
  silence = new Silence(nowMs, settings)
}

function frames(count: number, everyMs = 1_000): void {
  for (let frame = 0; frame < count; frame++) {
    nowMs += everyMs
    silence.framed(nowMs, last)
    last = nowMs - BEHIND_MS
  }
}

function quiet(ms: number): boolean {
  nowMs += ms
  silence.step(nowMs, last)
  return silence.isRaised
}

beforeEach(() => begin())

describe('silent', () => {
  it('R10: is flagged after a minute without a frame, and not before, since the last frame on its own clock', () => {
    frames(30)
    expect(quiet(59_999)).toBe(false)
    expect(quiet(1)).toBe(true)
    expect(silence.flag()).toEqual({
      flag: 'silent',
      sinceMs: START_MS + 30_000 - BEHIND_MS,
      reason: 'No frame came for more than 1 min.',
    })
  })

  it('R10: a process that said hello and never sent a frame is told as such', () => {
    expect(quiet(60_000)).toBe(true)
    expect(silence.flag()).toMatchObject({ sinceMs: START_MS, reason: 'It said hello, and no frame came since.' })
  })

  it('R10: goes once frames have come again for five seconds, and says until then that they do', () => {
    frames(3)
    quiet(130_000)
    frames(5)
    expect(silence.flag()).toMatchObject({
      sinceMs: START_MS + 3_000 - BEHIND_MS,
      reason: 'Frames come again after 2 min 11 s without any; it counts as silent until they have come for 5 s.',
    })
    frames(1)
    expect(silence.flag()).toBeUndefined()
    expect(quiet(59_000)).toBe(false)
  })

  it('R10: a single frame amid silence does not end it, and the time of the first silence stands', () => {
    frames(3)
    quiet(100_000)
    frames(1)
    expect(quiet(59_000)).toBe(true)
    expect(silence.flag()?.reason).toMatch(/^Frames come again/u)
    expect(quiet(1_000)).toBe(true)
    expect(silence.flag()).toMatchObject({
      sinceMs: START_MS + 3_000 - BEHIND_MS,
      reason: 'No frame came for more than 1 min.',
    })
    frames(5)
    expect(silence.isRaised).toBe(true)
    frames(1)
    expect(silence.isRaised).toBe(false)
  })

  it('R10: a silence that nobody looked at is noted by the frame that ends it', () => {
    frames(3)
    nowMs += 600_000
    silence.framed(nowMs, last)
    expect(silence.isRaised).toBe(true)
  })

  it('R10: a process that reports once a minute is never silent once holdMs is longer than that', () => {
    begin({ holdMs: 150_000, clearMs: 5_000 })
    for (let minute = 0; minute < 60; minute++) {
      frames(1, 60_000)
      expect(silence.isRaised).toBe(false)
    }
    expect(quiet(150_000)).toBe(true)
    frames(1, 60_000)
    expect(silence.isRaised).toBe(true)
    frames(1, 60_000)
    expect(silence.isRaised).toBe(false)
  })

  it('R10: with clearMs 0 the first frame ends it', () => {
    begin({ holdMs: 1_000, clearMs: 0 })
    quiet(1_000)
    frames(1)
    expect(silence.flag()).toBeUndefined()
  })

  it('R10: says when it is due', () => {
    frames(2)
    expect(silence.dueAtMs).toBe(START_MS + 62_000)
  })
})
