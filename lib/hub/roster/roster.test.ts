import { beforeEach, describe, expect, it } from 'vitest'
import type { LifeDescription, SeriesDeclaration } from '../../protocol/agent-wire'
import type { FrameBlock } from '../../protocol/frame-block'
import { DEFAULT_HUB_SETTINGS } from '../settings'
import { detailOf, rowOf, summaryOf } from './process-views'
import { Roster, type RosterOptions } from './roster'

const START_MS = Date.UTC(2026, 10, 21, 12)
const SERIES: SeriesDeclaration[] = [
  { name: 'memory.heap_used', kind: 'memory', unit: 'bytes' },
  { name: 'memory.rss', kind: 'memory', unit: 'bytes' },
  { name: 'pool.mesh', kind: 'pool', unit: 'count', max: 10 },
]
const life = (over: Partial<LifeDescription> = {}): LifeDescription => ({
  service: 'gateway',
  instance: '0',
  boot: 'b1',
  pid: 1,
  host: 'h',
  runtime: 'node',
  startedAtMs: START_MS,
  limits: { memoryBytes: 1_000 },
  ...over,
})
function block(seqs: number[], value = 7): FrameBlock {
  const rows = seqs.flatMap((seq) => [seq, seq * 2, value])
  return {
    count: seqs.length,
    width: 3,
    seqs: Float64Array.from(seqs),
    atMs: Float64Array.from(seqs, (seq) => START_MS + seq * 1_000),
    values: Float64Array.from(rows),
  }
}

let nowMs: number
let told: string[]
let roster: Roster

function makeRoster(over: Partial<RosterOptions> = {}): Roster {
  return new Roster({
    settings: DEFAULT_HUB_SETTINGS,
    watcher: {
      onRow: (entry) => told.push(`row ${entry.id} ${entry.state(nowMs)}`),
      onDetail: (entry) => told.push(`detail ${entry.life.boot}`),
      onAssessed: () => undefined,
      onFrames: (_entry, frames, rows) => told.push(`frames ${rows.map((row) => frames.seqs[row]).join()}`),
      onEvent: (_entry, event) => told.push(`event ${event.type}`),
      onLeft: (entry) => told.push(`left ${entry.id}`),
    },
    nowMs: () => nowMs,
    defer: (step) => (step(), true),
    capacity: 100,
    seriesCapacity: 1_000,
    keepGoneMs: 86_400_000,
    keepEvent: (entry, event) => told.push(`kept ${event.type} of ${entry.id}`),
    onNote: (message) => told.push(message),
    onTrouble: () => undefined,
    ...over,
  })
}

/** Ticks second by second, as the hub does. */
function passSeconds(count: number): void {
  for (let second = 0; second < count; second++) {
    nowMs += 1_000
    roster.tick()
  }
}

const summary = (id = 'p') => {
  const entry = roster.get(id)
  if (!entry) throw new Error(`no process ${id}`)
  return summaryOf(entry, nowMs)
}

beforeEach(() => {
  nowMs = START_MS
  told = []
  roster = makeRoster()
})

describe('the state of a process', () => {
  it('is live for 5 s after something came, stale for 60 s, and then gone and silent, and each change is told once', () => {
    roster.onLife('p', life(), SERIES, 1)
    roster.onFrames('p', 'b1', block([1]))
    told.length = 0
    passSeconds(4)
    expect(told).toEqual([])
    passSeconds(2)
    expect(told).toEqual(['row p stale'])
    passSeconds(50)
    expect(summary()).toMatchObject({ state: 'stale', flags: [] })
    passSeconds(5)
    expect(summary()).toMatchObject({ state: 'gone', flags: ['silent'], flagDetails: [{ sinceMs: START_MS + 1_000 }] })
    expect(told).toEqual(['row p stale', 'row p gone', 'detail b1'])
    passSeconds(200)
    expect(told).toHaveLength(3)
  })

  it('is live again with the first frame, without the flag after five seconds of them, and can become stale anew', () => {
    roster.onLife('p', life(), SERIES, 1)
    passSeconds(70)
    expect(summary().flags).toEqual(['silent'])
    told.length = 0
    roster.onFrames('p', 'b1', block([1]))
    expect(summary()).toMatchObject({ state: 'live', flags: ['silent'] })
    expect(told).toContain('row p live')
    for (let seq = 2; seq <= 6; seq++) {
      passSeconds(1)
      roster.onFrames('p', 'b1', block([seq]))
    }
    expect(summary()).toMatchObject({ state: 'live', flags: [] })
    passSeconds(6)
    expect(told.at(-1)).toBe('row p stale')
  })

  it('that was stale for a while, and is live again, becomes stale anew as soon', () => {
    roster.onLife('p', life(), SERIES, 1)
    passSeconds(20)
    roster.onFrames('p', 'b1', block([1]))
    told.length = 0
    passSeconds(6)
    expect(told).toEqual(['row p stale'])
  })

  it.each([10_000, 150_000])('is silent after as long as the settings say (%i ms), whatever its state', (holdMs) => {
    const rules = { ...DEFAULT_HUB_SETTINGS.rules, silent: { holdMs, clearMs: 0 } }
    roster = makeRoster({ settings: { ...DEFAULT_HUB_SETTINGS, rules } })
    roster.onLife('p', life(), SERIES, 1)
    for (let round = 0; round < 3; round++) {
      roster.onFrames('p', 'b1', block([round + 1]))
      expect(summary().flags).toEqual([])
      passSeconds(holdMs / 1_000 - 1)
      expect(summary().flags).toEqual([])
      passSeconds(2)
      expect(summary().flags).toEqual(['silent'])
    }
  })

  it('is no silence while a snapshot of it is taken, though it stands still for minutes; and is one after as long as ever', () => {
    roster.onLife('p', life(), SERIES, 1)
    roster.onFrames('p', 'b1', block([1]))
    told.length = 0
    roster.setCapturing('p', true)
    expect(told).toEqual(['row p live', 'detail b1'])
    passSeconds(150)
    expect(summary()).toMatchObject({ state: 'gone', flags: [] })
    roster.onFrames('p', 'b1', block([2]))
    roster.setCapturing('p', false)
    expect(summary()).toMatchObject({ state: 'live', flags: [] })
    passSeconds(59)
    expect(summary().flags).toEqual([])
    passSeconds(2)
    expect(summary().flags).toEqual(['silent'])
  })

  it('that was silent before it is captured stays so', () => {
    roster.onLife('p', life(), SERIES, 1)
    passSeconds(70)
    roster.setCapturing('p', true)
    passSeconds(10)
    expect(summary().flags).toEqual(['silent'])
  })

  it('stays live while frames come', () => {
    roster.onLife('p', life(), SERIES, 1)
    told.length = 0
    for (let seq = 1; seq <= 100; seq++) {
      roster.onFrames('p', 'b1', block([seq]))
      passSeconds(1)
    }
    expect(told.filter((word) => word.startsWith('row'))).toEqual([])
    expect(summary().state).toBe('live')
  })
})

describe('frames', () => {
  it('that are newer are shown, with the newest values of each series; late ones are left to history', () => {
    roster.onLife('p', life(), SERIES, 1)
    roster.onFrames('p', 'b1', block([3, 4]))
    roster.onFrames('p', 'b1', block([1, 2]))
    roster.onFrames('p', 'b1', block([2, 5]))
    expect(told.filter((word) => word.startsWith('frames'))).toEqual(['frames 3,4', 'frames 5'])
    expect(summary()).toMatchObject({
      lastFrameAtMs: START_MS + 5_000,
      series: [{ latest: 5 }, { latest: 10 }, { latest: 7 }],
    })
  })

  it('of an unknown process or another life change nothing', () => {
    roster.onFrames('p', 'b1', block([1]))
    roster.onLife('p', life(), SERIES, 1)
    roster.onFrames('p', 'b0', block([9]))
    expect(summary().lastFrameAtMs).toBe(null)
  })

  it('that break a rule raise its flag', () => {
    roster.onLife('p', life(), SERIES, 1)
    for (let seq = 1; seq <= 200; seq++) {
      nowMs += 1_000
      roster.onFrames('p', 'b1', block([seq], 10))
    }
    expect(summary()).toMatchObject({ flags: ['saturated'], flagDetails: [{ flag: 'saturated', series: 'pool.mesh' }] })
  })

  it('that grow raise the flag of growth, name the series, and make it the worst of the row', () => {
    roster = makeRoster({
      settings: { ...DEFAULT_HUB_SETTINGS, growth: { ...DEFAULT_HUB_SETTINGS.growth, warmUpMs: 60_000 } },
    })
    roster.onLife('p', life({ limits: { memoryBytes: 1e9 } }), SERIES, 1)
    for (let seq = 1; seq <= 3_600; seq++) {
      nowMs += 1_000
      const frame = block([seq], 5 + (seq % 3))
      // The resident set rises by ten kilobytes a second, faster than any day; the heap wanders and stays.
      frame.values.set([1e8 + ((seq * 7919) % 1_000), 2e8 + seq * 10_000 + ((seq * 104_729) % 5_000)])
      roster.onFrames('p', 'b1', frame)
    }
    expect(summary()).toMatchObject({ flags: ['growth'], flagDetails: [{ flag: 'growth', series: 'memory.rss' }] })
    const entry = roster.get('p')
    expect(entry && rowOf(entry, nowMs).worst).toMatchObject({ series: 'memory.rss', verdict: 'growing' })
  })

  it('give the row its memory, held against the limit that fits, and its spark', () => {
    roster.onLife('p', life(), SERIES, 1)
    roster.onFrames('p', 'b1', block([1, 2, 3, 4, 5, 6]))
    const entry = roster.get('p')
    const row = entry && rowOf(entry, nowMs)
    expect(row?.memory).toEqual({ series: 'memory.rss', latestBytes: 12, limitBytes: 1_000 })
    expect(row?.spark.values.slice(-2)).toEqual([8, 12])
    expect(row?.worst).toMatchObject({ series: 'memory.heap_used', verdict: 'collecting' })
  })
})

describe('lives', () => {
  it('a newer life takes over, with no values of the one before', () => {
    roster.onLife('p', life(), SERIES, 1)
    roster.onFrames('p', 'b1', block([50]))
    roster.onLife('p', life({ boot: 'b2', startedAtMs: START_MS + 1 }), SERIES, 2)
    expect(summary()).toMatchObject({
      boot: 'b2',
      lives: 2,
      series: [{ latest: null }, { latest: null }, { latest: null }],
    })
    roster.onFrames('p', 'b2', block([1]))
    expect(summary()).toMatchObject({ series: [{ latest: 1 }, { latest: 2 }, { latest: 7 }] })
  })

  it('an older life that speaks later is counted and noted, and changes nothing else', () => {
    roster.onLife('p', life(), SERIES, 1)
    roster.onLife('p', life({ boot: 'b0', startedAtMs: START_MS - 1 }), SERIES, null)
    expect(summary()).toMatchObject({ boot: 'b1', lives: 2 })
    expect(told).toContain('an older life of a process speaks; its frames go to history only')
  })

  it('the same life that says hello again goes on as it was, with what it appended', () => {
    roster.onLife('p', life(), SERIES, 1)
    roster.onFrames('p', 'b1', block([1]))
    const more: SeriesDeclaration = { name: 'late', kind: 'gauge', unit: 'count' }
    roster.onLife('p', life(), [...SERIES, more], 1)
    expect(summary().series.map(({ name, latest }) => [name, latest])).toEqual([
      ['memory.heap_used', 1],
      ['memory.rss', 2],
      ['pool.mesh', 7],
      ['late', null],
    ])
  })
})

describe('two agents of one process', () => {
  const SENTENCE =
    'Two agents speak for gateway 0 at once: boot "b1", which is shown, and boot "b2", which is not. Start one agent a process, or give each an instance of its own.'

  /** Both send a frame a second; those of the other are `lateMs` old. */
  function bothSpeak(seconds: number, firstSeq: number, lateMs = 0): void {
    for (let seq = firstSeq; seq < firstSeq + seconds; seq++) {
      passSeconds(1)
      roster.onFrames('p', 'b1', block([seq]))
      const other = block([seq])
      other.atMs[0] = (other.atMs[0] ?? 0) - lateMs
      roster.onFrames('p', 'b2', other)
    }
  }
  const notes = () => told.filter((word) => word === SENTENCE || word.includes('two-agents'))

  beforeEach(() => {
    roster.onLife('p', life({ boot: 'b2' }), SERIES, 1)
    roster.onLife('p', life(), SERIES, 2)
  })

  it('are told of after half a minute, once, in the log and as an event that is kept', () => {
    bothSpeak(30, 1)
    expect(notes()).toEqual([])
    bothSpeak(100, 31)
    expect(notes()).toEqual([SENTENCE, 'event two-agents', 'kept two-agents of p'])
    const entry = roster.get('p')
    expect(entry && detailOf(entry, nowMs).events).toMatchObject([
      { type: 'two-agents', level: 'warn', message: SENTENCE },
    ])
  })

  it('are not an old process that says its last while the next one starts', () => {
    bothSpeak(25, 1)
    for (let seq = 26; seq < 200; seq++) {
      passSeconds(1)
      roster.onFrames('p', 'b1', block([seq]))
    }
    bothSpeak(25, 200)
    expect(notes()).toEqual([])
  })

  it('are not a backlog of the life before', () => {
    bothSpeak(200, 1, 3_600_000)
    expect(notes()).toEqual([])
  })

  it('are not there while the current life is silent', () => {
    bothSpeak(1, 1)
    for (let seq = 2; seq < 200; seq++) {
      passSeconds(1)
      roster.onFrames('p', 'b2', block([seq]))
    }
    expect(notes()).toEqual([])
  })
})

describe('judging that has its turn later', () => {
  const SECONDS = Array.from({ length: 60 }, (_, n) => n + 1)
  let steps: (() => void)[]

  beforeEach(() => {
    steps = []
    roster = makeRoster({ defer: (step) => steps.push(step) > 0 })
    roster.onLife('p', life(), SERIES, 1)
  })

  it('is that of an outage’s frames: what is new is collecting until then, and nothing is of the life before', () => {
    roster.onFrames('p', 'b1', block(SECONDS))
    roster.onSeries('p', 'b1', [{ name: 'late', kind: 'gauge', unit: 'count' }])
    const entry = roster.get('p')
    if (!entry) throw new Error('no process')
    expect(entry.judgedSeries).toBe(3)
    expect(detailOf(entry, nowMs).series.map(({ verdict }) => verdict.verdict)).toEqual(
      Array.from({ length: 4 }, () => 'collecting'),
    )
    roster.onLife('p', life({ boot: 'b2', startedAtMs: START_MS + 1 }), SERIES, 2)
    expect(detailOf(entry, nowMs).series[0]?.verdict.sinceMs).toBe(START_MS + 1)
    for (const step of steps.splice(0)) step()
    expect(entry.judgedSeries).toBe(3)
    expect(detailOf(entry, nowMs).series).toHaveLength(3)
  })

  it('is not that of a second’s frame: it waits for nothing, and only a look of the detector waits', () => {
    for (const seq of SECONDS) roster.onFrames('p', 'b1', block([seq], 10))
    expect(roster.get('p')?.judgedSteps).toBe(60)
    // Two were due in this minute; the one that waits sees all that came.
    expect(steps).toHaveLength(1)
    steps.splice(0)[0]?.()
    roster.onFrames('p', 'b1', block([61], 10))
    expect(steps).toHaveLength(0)
  })

  it('a second’s frame waits behind those of an outage', () => {
    roster.onFrames('p', 'b1', block(SECONDS))
    roster.onFrames('p', 'b1', block([61]))
    const entry = roster.get('p')
    expect(steps).toHaveLength(3)
    expect(entry?.judgedSteps).toBe(0)
    for (const step of steps.splice(0)) step()
    expect(entry?.growth.verdict(0).evidence).toMatchObject({ ageMs: 61_000 })
  })
})

describe('one answer', () => {
  /** Every word, flag and full verdict of the process know of the same frames. */
  function expectConsistent(): string[] {
    const entry = roster.assessed('p')
    if (!entry) throw new Error('no process')
    const detail = detailOf(entry, nowMs)
    expect(detail.series.map(({ verdict }) => verdict.verdict)).toEqual(summary().series.map(({ verdict }) => verdict))
    const growing = detail.series.filter(({ verdict }) => verdict.verdict === 'growing')
    const flagged = detail.flagDetails.filter(({ flag }) => flag === 'growth')
    expect(flagged.map(({ series, sinceMs, reason }) => ({ series, sinceMs, reason }))).toEqual(
      growing.map(({ name, verdict: { sinceMs, reason } }) => ({ series: name, sinceMs, reason })),
    )
    return detail.flags
  }

  it('never contradicts itself while a backlog is judged, and has its flags with the last step, without a tick', () => {
    const steps: (() => void)[] = []
    roster = makeRoster({
      defer: (step) => steps.push(step) > 0,
      settings: { ...DEFAULT_HUB_SETTINGS, growth: { ...DEFAULT_HUB_SETTINGS.growth, warmUpMs: 60_000 } },
    })
    roster.onLife('p', life({ limits: { memoryBytes: 1e9 } }), SERIES, 1)
    for (let first = 1; first <= 3_600; first += 60) {
      const frames = block(
        Array.from({ length: 60 }, (_, n) => first + n),
        10,
      )
      for (let row = 0; row < 60; row++) {
        const seq = first + row
        frames.values.set([1e8 + ((seq * 7919) % 1_000), 2e8 + seq * 10_000 + ((seq * 104_729) % 5_000)], row * 3)
      }
      roster.onFrames('p', 'b1', frames)
    }
    // Of each message two: no step holds the thread for more than fifty frames and their looks.
    expect(steps).toHaveLength(120)
    for (const step of steps) {
      step()
      expectConsistent()
    }
    expect(summary().flags.toSorted()).toEqual(['growth', 'saturated'])
  })

  it('follows each step of judging by itself: a viewer is told of a flag when it is known', () => {
    const steps: (() => void)[] = []
    roster = makeRoster({ defer: (step) => steps.push(step) > 0 })
    roster.onLife('p', life(), SERIES, 1)
    roster.onFrames(
      'p',
      'b1',
      block(
        Array.from({ length: 200 }, (_, n) => n + 1),
        10,
      ),
    )
    told.length = 0
    expect(summary().flags).toEqual([])
    for (const step of steps) step()
    expect(told).toEqual(['row p live', 'detail b1'])
    expect(summary().flags).toEqual(['saturated'])
  })
})

describe('after a restart of the hub', () => {
  const kept = { process: 'p', life: life(), series: SERIES, lives: 3, lastFrameAtMs: START_MS - 3_600_000 }

  it('a process of before is listed as gone, with its lives, and is silent where it was so while the hub still listened', () => {
    roster.addKept(kept, START_MS - 3_600_000 + 90_000)
    expect(summary()).toMatchObject({ state: 'gone', lives: 3, lastFrameAtMs: START_MS - 3_600_000, flags: ['silent'] })
  })

  it('the time in which the hub was away is nobody’s silence; what comes after counts', () => {
    roster.addKept(kept, START_MS - 3_600_000 + 30_000)
    expect(summary()).toMatchObject({ state: 'gone', flags: [] })
    nowMs += 29_000
    roster.tick()
    expect(summary().flags).toEqual([])
    nowMs += 2_000
    roster.tick()
    expect(summary().flags).toEqual(['silent'])
  })

  it('what was true amid the history that is read back is told to nobody', () => {
    const steps: (() => void)[] = []
    roster = makeRoster({ defer: (step) => steps.push(step) > 0 })
    const entry = roster.addKept({ ...kept, lastFrameAtMs: START_MS + 400_000 }, START_MS + 400_000)
    const seqs = Array.from({ length: 400 }, (_, n) => n + 1)
    const frames = block(seqs, 10)
    // At its max for the first half, and then no more.
    for (let row = 200; row < 400; row++) frames.values[row * 3 + 2] = 1
    entry.endReplay(frames, () => roster.afterReplay(entry))
    told.length = 0
    const last = steps.pop()
    for (const step of steps) {
      step()
      expect(summary().flags).toEqual([])
      expect(detailOf(entry, nowMs).series[0]?.verdict.reason).toBe('What history holds of it is being judged again.')
    }
    expect(told).toEqual([])
    last?.()
    expect(told).toEqual(['row p live', 'detail b1'])
    expect(detailOf(entry, nowMs).series[0]?.verdict.reason).not.toContain('judged again')
  })

  it('what came while history was read is judged after it, and nothing twice', () => {
    const entry = roster.addKept(kept, START_MS)
    roster.onLife('p', life(), SERIES, 3)
    roster.onFrames('p', 'b1', block([6, 7], 10))
    entry.endReplay(block([1, 2, 3, 4, 5, 6], 10), () => roster.afterReplay(entry))
    expect(summary()).toMatchObject({ state: 'live', lastFrameAtMs: START_MS + 7_000, series: [{ latest: 7 }, {}, {}] })
    expect(entry.growth.verdict(0).evidence).toMatchObject({ ageMs: 7_000 })
  })
})

describe('the roster is bounded', () => {
  it('past its capacity the one that is away for longest leaves', () => {
    roster = makeRoster({ capacity: 3 })
    for (const id of ['a', 'b', 'c']) {
      roster.onLife(id, life(), SERIES, 1)
      nowMs += 1_000
    }
    roster.onFrames('a', 'b1', block([1]))
    roster.onLife('d', life(), SERIES, 1)
    expect([...roster.entries()].map(({ id }) => id)).toEqual(['a', 'c', 'd'])
    expect(told).toContain('left b')
  })

  it('who is gone for longer than it is told leaves', () => {
    roster.onLife('a', life(), SERIES, 1)
    nowMs += 86_400_000
    roster.onLife('b', life(), SERIES, 1)
    nowMs += 1
    roster.letGo()
    expect([...roster.entries()].map(({ id }) => id)).toEqual(['b'])
    expect(told.filter((word) => word.startsWith('left'))).toEqual(['left a'])
  })
})
