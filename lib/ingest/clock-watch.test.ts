import { describe, expect, it } from 'vitest'
import type { AgentEvent } from '../protocol/agent-wire'
import { blockToFill } from '../protocol/frame-block'
import { ClockWatch } from './clock-watch'

const T0 = Date.UTC(2026, 0, 2)
const HOUR_MS = 3_600_000

/** A target whose clock may be set, and whose frames may come late. */
class Target {
  readonly watch = new ClockWatch()
  readonly told: AgentEvent[] = []
  seq = 0
  hubMs = T0
  skewMs = 250

  /** Frames a second apart, each in a message of its own. */
  run(seconds: number): this {
    for (let second = 0; second < seconds; second++) this.arrive([this.make()])
    return this
  }

  make(): [seq: number, atMs: number] {
    this.hubMs += 1_000
    return [++this.seq, this.hubMs + this.skewMs]
  }

  arrive(frames: readonly [seq: number, atMs: number][]): void {
    const block = blockToFill(frames.length, 0)
    block.seqs.set(frames.map(([seq]) => seq))
    block.atMs.set(frames.map(([, atMs]) => atMs))
    const event = this.watch.take(block, this.hubMs)
    if (event !== null) this.told.push(event)
  }

  get messages(): string[] {
    return this.told.map(({ message }) => message)
  }
}

describe('a clock that is set', () => {
  it.each([
    [-HOUR_MS, 'the clock moved by -1 h'],
    [HOUR_MS, 'the clock moved by +1 h'],
    [-2_500, 'the clock moved by -3 s'],
    [125_000, 'the clock moved by +2 min 5 s'],
    [-26 * HOUR_MS, 'the clock moved by -1 d 2 h'],
  ])('by %i ms is told once, at the first frame after it', (byMs, message) => {
    const target = new Target().run(10)
    target.skewMs += byMs
    target.run(10)
    const atMs = T0 + 11_000 + target.skewMs
    expect(target.told).toEqual([{ atMs, type: 'clock-moved', level: 'warn', message }])
  })

  it('back and forth each second is told once a minute, with how often', () => {
    const target = new Target().run(10)
    for (let second = 0; second < 90; second++) {
      target.skewMs += second % 2 === 0 ? HOUR_MS : -HOUR_MS
      target.run(1)
    }
    expect(target.told.map(({ count }) => count)).toEqual([undefined, 60])
  })

  it('in the middle of a message is told as well', () => {
    const target = new Target().run(3)
    const before = [target.make(), target.make()]
    target.skewMs -= HOUR_MS
    target.arrive([...before, target.make(), target.make()])
    expect(target.messages).toEqual(['the clock moved by -1 h'])
  })
})

describe('a clock that goes on', () => {
  it('is not told of: frames that come late, all at once, or sent again; a target that slept; nudges; frames that are missing', () => {
    const target = new Target().run(10)
    // An hour's outage, and all of it at once; then some of it again.
    const late = Array.from({ length: 3_600 }, () => target.make())
    for (let from = 0; from < late.length; from += 600) target.arrive(late.slice(from, from + 600))
    target.arrive(late.slice(0, 600))
    target.run(10)
    // Asleep for an hour.
    target.hubMs += HOUR_MS
    target.run(10)
    // Nudged.
    target.skewMs -= 1_500
    target.run(5)
    target.skewMs += 1_500
    target.run(5)
    // An outbox that overflowed.
    target.hubMs += 1_800_000
    target.seq += 1_800
    target.run(10)
    expect(target.told).toEqual([])
  })

  it('is not told of at its first frame, whatever its time', () => {
    const target = new Target()
    target.skewMs = -20 * HOUR_MS
    expect(target.run(5).told).toEqual([])
  })
})
