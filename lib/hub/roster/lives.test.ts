import { beforeEach, describe, expect, it } from 'vitest'
import type { SeriesDeclaration } from '../../protocol/agent-wire'
import { detailOf } from './process-views'
import { block, life, madeRoster, type MadeRoster, SERIES, START_MS } from './testing/made-roster'

let made: MadeRoster
beforeEach(() => {
  made = madeRoster()
})

describe('lives', () => {
  it('a newer life takes over, with no values of the one before', () => {
    made.roster.onLife('p', life(), SERIES, 1)
    made.roster.onFrames('p', 'b1', block([50]))
    made.roster.onLife('p', life({ boot: 'b2', startedAtMs: START_MS + 1 }), SERIES, 2)
    expect(made.summary()).toMatchObject({
      boot: 'b2',
      lives: 2,
      series: [{ latest: null }, { latest: null }, { latest: null }],
    })
    made.roster.onFrames('p', 'b2', block([1]))
    expect(made.summary()).toMatchObject({ series: [{ latest: 1 }, { latest: 2 }, { latest: 7 }] })
  })

  it('an older life that speaks later is counted and noted, and changes nothing else', () => {
    made.roster.onLife('p', life(), SERIES, 1)
    made.roster.onLife('p', life({ boot: 'b0', startedAtMs: START_MS - 1 }), SERIES, null)
    expect(made.summary()).toMatchObject({ boot: 'b1', lives: 2 })
    expect(made.told).toContain('an older life of a process speaks; its frames go to history only')
  })

  it('the same life that says hello again goes on as it was, with what it appended', () => {
    made.roster.onLife('p', life(), SERIES, 1)
    made.roster.onFrames('p', 'b1', block([1]))
    const more: SeriesDeclaration = { name: 'late', kind: 'gauge', unit: 'count' }
    made.roster.onLife('p', life(), [...SERIES, more], 1)
    expect(made.summary().series.map(({ name, latest }) => [name, latest])).toEqual([
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
      made.passSeconds(1)
      made.roster.onFrames('p', 'b1', block([seq]))
      const other = block([seq])
      other.atMs[0] = (other.atMs[0] ?? 0) - lateMs
      made.roster.onFrames('p', 'b2', other)
    }
  }
  const notes = () => made.told.filter((word) => word === SENTENCE || word.includes('two-agents'))

  beforeEach(() => {
    made.roster.onLife('p', life({ boot: 'b2' }), SERIES, 1)
    made.roster.onLife('p', life(), SERIES, 2)
  })

  it('are made.told of after half a minute, once, in the log and as an event that is kept', () => {
    bothSpeak(30, 1)
    expect(notes()).toEqual([])
    bothSpeak(100, 31)
    expect(notes()).toEqual([SENTENCE, 'event two-agents', 'kept two-agents of p'])
    const entry = made.roster.get('p')
    expect(entry && detailOf(entry, made.clock.nowMs).events).toMatchObject([
      { type: 'two-agents', level: 'warn', message: SENTENCE },
    ])
  })

  it('are not an old process that says its last while the next one starts', () => {
    bothSpeak(25, 1)
    for (let seq = 26; seq < 200; seq++) {
      made.passSeconds(1)
      made.roster.onFrames('p', 'b1', block([seq]))
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
      made.passSeconds(1)
      made.roster.onFrames('p', 'b2', block([seq]))
    }
    expect(notes()).toEqual([])
  })
})
