/** In what order a process is judged, and that no answer knows more than another. */
import { beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_HUB_SETTINGS } from '../settings'
import { NOBODY } from './nobody'
import { detailOf } from './process-views'
import type { RosterOptions } from './roster'
import { block, life, madeRoster, type MadeRoster, SERIES, START_MS } from './testing/made-roster'

let made: MadeRoster

function begin(over: Partial<RosterOptions> = {}): void {
  made = madeRoster(over)
}

beforeEach(() => begin())

describe('judging that has its turn later', () => {
  const SECONDS = Array.from({ length: 60 }, (_, n) => n + 1)
  let steps: (() => void)[]

  beforeEach(() => {
    steps = []
    begin({ defer: (step) => steps.push(step) > 0 })
    made.roster.onLife('p', life(), SERIES, 1)
  })

  it('is that of an outage’s frames: what is new is collecting until then, and nothing is of the life before', () => {
    made.roster.onFrames('p', 'b1', block(SECONDS))
    made.roster.onSeries('p', 'b1', [{ name: 'late', kind: 'gauge', unit: 'count' }])
    const entry = made.roster.get('p')
    if (!entry) throw new Error('no process')
    expect(entry.judgedSeries).toBe(3)
    expect(detailOf(entry, made.clock.nowMs).series.map(({ verdict }) => verdict.verdict)).toEqual(
      Array.from({ length: 4 }, () => 'collecting'),
    )
    made.roster.onLife('p', life({ boot: 'b2', startedAtMs: START_MS + 1 }), SERIES, 2)
    expect(detailOf(entry, made.clock.nowMs).series[0]?.verdict.sinceMs).toBe(START_MS + 1)
    for (const step of steps.splice(0)) step()
    expect(entry.judgedSeries).toBe(3)
    expect(detailOf(entry, made.clock.nowMs).series).toHaveLength(3)
  })

  it('is not that of a second’s frame: it waits for nothing, and only a look of the detector waits', () => {
    for (const seq of SECONDS) made.roster.onFrames('p', 'b1', block([seq], 10))
    expect(made.roster.get('p')?.judgedSteps).toBe(60)
    // Two were due in this minute; the one that waits sees all that came.
    expect(steps).toHaveLength(1)
    steps.splice(0)[0]?.()
    made.roster.onFrames('p', 'b1', block([61], 10))
    expect(steps).toHaveLength(0)
  })

  it('a second’s frame waits behind those of an outage', () => {
    made.roster.onFrames('p', 'b1', block(SECONDS))
    made.roster.onFrames('p', 'b1', block([61]))
    const entry = made.roster.get('p')
    expect(steps).toHaveLength(3)
    expect(entry?.judgedSteps).toBe(0)
    for (const step of steps.splice(0)) step()
    expect(entry?.growth.verdict(0).evidence).toMatchObject({ ageMs: 61_000 })
  })
})

describe('one answer', () => {
  /** Every word, flag and full verdict of the process know of the same frames. */
  function expectConsistent(): string[] {
    const entry = made.roster.assessed('p')
    if (!entry) throw new Error('no process')
    const detail = detailOf(entry, made.clock.nowMs)
    expect(detail.series.map(({ verdict }) => verdict.verdict)).toEqual(
      made.summary().series.map(({ verdict }) => verdict),
    )
    const growing = detail.series.filter(({ verdict }) => verdict.verdict === 'growing')
    const flagged = detail.flagDetails.filter(({ flag }) => flag === 'growth')
    expect(flagged.map(({ series, sinceMs, reason }) => ({ series, sinceMs, reason }))).toEqual(
      growing.map(({ name, verdict: { sinceMs, reason } }) => ({ series: name, sinceMs, reason })),
    )
    return detail.flags
  }

  it('never contradicts itself while a backlog is judged, and has its flags with the last step, without a tick', () => {
    const steps: (() => void)[] = []
    begin({
      defer: (step) => steps.push(step) > 0,
      settings: { ...DEFAULT_HUB_SETTINGS, growth: { ...DEFAULT_HUB_SETTINGS.growth, warmUpMs: 60_000 } },
    })
    made.roster.onLife('p', life({ limits: { memoryBytes: 1e9 } }), SERIES, 1)
    for (let first = 1; first <= 3_600; first += 60) {
      const frames = block(
        Array.from({ length: 60 }, (_, n) => first + n),
        10,
      )
      for (let row = 0; row < 60; row++) {
        const seq = first + row
        frames.values.set([1e8 + ((seq * 7919) % 1_000), 2e8 + seq * 10_000 + ((seq * 104_729) % 5_000)], row * 3)
      }
      made.roster.onFrames('p', 'b1', frames)
    }
    // Of each message two: no step holds the thread for more than fifty frames and their looks.
    expect(steps).toHaveLength(120)
    for (const step of steps) {
      step()
      expectConsistent()
    }
    expect(made.summary().flags.toSorted()).toEqual(['growth', 'saturated'])
  })

  it('follows each step of judging by itself: a viewer is made.told of a flag when it is known', () => {
    const steps: (() => void)[] = []
    begin({ defer: (step) => steps.push(step) > 0 })
    made.roster.onLife('p', life(), SERIES, 1)
    made.roster.onFrames(
      'p',
      'b1',
      block(
        Array.from({ length: 200 }, (_, n) => n + 1),
        10,
      ),
    )
    made.told.length = 0
    expect(made.summary().flags).toEqual([])
    for (const step of steps) step()
    expect(made.told).toEqual(['row p live', 'detail b1'])
    expect(made.summary().flags).toEqual(['saturated'])
  })
})

describe('after a restart of the hub', () => {
  const kept = { process: 'p', life: life(), series: SERIES, lives: 3, lastFrameAtMs: START_MS - 3_600_000 }

  it('a process of before is listed as gone, with its lives, and is silent where it was so while the hub still listened', () => {
    made.roster.addKept(kept, START_MS - 3_600_000 + 90_000)
    expect(made.summary()).toMatchObject({
      state: 'gone',
      lives: 3,
      lastFrameAtMs: START_MS - 3_600_000,
      flags: ['silent'],
    })
  })

  it('the time in which the hub was away is nobody’s silence; what comes after counts', () => {
    made.roster.addKept(kept, START_MS - 3_600_000 + 30_000)
    expect(made.summary()).toMatchObject({ state: 'gone', flags: [] })
    made.clock.nowMs += 29_000
    made.roster.tick()
    expect(made.summary().flags).toEqual([])
    made.clock.nowMs += 2_000
    made.roster.tick()
    expect(made.summary().flags).toEqual(['silent'])
  })

  it('what was true amid the history that is read back is made.told to nobody', () => {
    const steps: (() => void)[] = []
    begin({ defer: (step) => steps.push(step) > 0 })
    const entry = made.roster.addKept({ ...kept, lastFrameAtMs: START_MS + 400_000 }, START_MS + 400_000)
    const seqs = Array.from({ length: 400 }, (_, n) => n + 1)
    const frames = block(seqs, 10)
    // At its max for the first half, and then no more.
    for (let row = 200; row < 400; row++) frames.values[row * 3 + 2] = 1
    entry.endReplay(frames, () => made.roster.afterReplay(entry))
    made.told.length = 0
    const last = steps.pop()
    for (const step of steps) {
      step()
      expect(made.summary().flags).toEqual([])
      expect(detailOf(entry, made.clock.nowMs).series[0]?.verdict.reason).toBe(
        'What history holds of it is being judged again.',
      )
    }
    expect(made.told).toEqual([])
    last?.()
    expect(made.told).toEqual(['row p live', 'detail b1'])
    expect(detailOf(entry, made.clock.nowMs).series[0]?.verdict.reason).not.toContain('judged again')
  })

  it('what came while history was read is judged after it, and nothing twice', () => {
    const entry = made.roster.addKept(kept, START_MS)
    made.roster.onLife('p', life(), SERIES, 3)
    made.roster.onFrames('p', 'b1', block([6, 7], 10))
    entry.endReplay(block([1, 2, 3, 4, 5, 6], 10), () => made.roster.afterReplay(entry))
    expect(made.summary()).toMatchObject({
      state: 'live',
      lastFrameAtMs: START_MS + 7_000,
      series: [{ latest: 7 }, {}, {}],
    })
    expect(entry.growth.verdict(0).evidence).toMatchObject({ ageMs: 7_000 })
  })
})

describe('how often a process is assessed', () => {
  /** Three minutes of frames, a second apart and some ms late; answers how often somebody was told in the last thirty that it was assessed. */
  function assessedWhile(value: number): number {
    let assessed = 0
    begin({ watcher: { ...NOBODY, onAssessed: () => assessed++ } })
    made.roster.onLife('p', life({ limits: {} }), SERIES, 1)
    for (let seq = 1; seq <= 180; seq++) {
      made.clock.nowMs += 1_000 + (seq % 3)
      if (seq === 151) assessed = 0
      made.roster.onFrames('p', 'b1', block([seq], value))
    }
    return assessed
  }

  it('at every fifth frame, with a flag, whose reason tells for how long, as without one', () => {
    expect(assessedWhile(10)).toBe(6)
    expect(made.summary().flags).toEqual(['saturated'])
    expect(made.roster.get('p')?.flags[0]?.reason).toMatch(/for (?:2 min 5\d s|3 min)/u)
    expect(assessedWhile(5)).toBe(6)
    expect(made.summary().flags).toEqual([])
  })

  it('at once where a word is another one, flag or not', () => {
    const growth = { ...DEFAULT_HUB_SETTINGS.growth, warmUpMs: 20_000 }
    const wrong: number[] = []
    begin({ settings: { ...DEFAULT_HUB_SETTINGS, growth } })
    made.roster.onLife('p', life({ limits: {} }), SERIES, 1)
    const words = new Set<string>()
    for (let seq = 1; seq <= 120; seq++) {
      made.clock.nowMs += 1_000
      made.roster.onFrames('p', 'b1', block([seq], 5))
      const entry = made.roster.get('p')
      for (const [index, word] of (entry?.words ?? []).entries()) {
        words.add(word)
        if (word !== entry?.growth.verdictWord(index)) wrong.push(seq)
      }
    }
    expect(words.size).toBeGreaterThan(1)
    expect(wrong).toEqual([])
  })
})
