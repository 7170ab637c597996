import { describe, expect, it } from 'vitest'
import { driven, rowsOf } from './testing/driven-core'
import { frames, life, T0 } from './testing/made-up'

const ALL = { fromMs: 0, toMs: T0 * 2 }

describe('what a life knows', () => {
  it('is each seq once, whoever sends it again, before and after it was sealed and after a crash', () => {
    const core = driven()
    core.write([life('b1', ['a'])], [frames('b1', [])])
    core.write(
      [],
      [
        frames('b1', [
          [1, T0, 1],
          [2, T0 + 1, 2],
          [2, T0 + 1, 99],
        ]),
      ],
    )
    core.write(
      [],
      [
        frames('b1', [
          [2, T0 + 1, 98],
          [5, T0 + 4, 5],
        ]),
      ],
    )
    core.core.tend((core.nowMs += 700_000))
    core.write(
      [],
      [
        frames('b1', [
          [1, T0, 97],
          [3, T0 + 2, 3],
          [5, T0 + 4, 96],
        ]),
      ],
    )
    core.crash()
    core.write([], [frames('b1', [[3, T0 + 2, 95]])])
    expect(core.write([life('b1', ['a'])], []).lives).toMatchObject([
      {
        lives: 1,
        knownSeqs: [
          [1, 3],
          [5, 5],
        ],
      },
    ])
    const [a] = core.series({ names: ['a'], ...ALL })
    expect(a && rowsOf(a)).toEqual([
      [T0, 1],
      [T0 + 1, 2],
      [T0 + 2, 3],
      [T0 + 4, 5],
    ])
  })
})

describe('the series of a life', () => {
  const named = (...names: string[]) => names.map((name) => ({ name, kind: 'gauge', unit: 'count' }))

  it('keep their columns when they are told in another order, or only some of them, and those that are new come after', () => {
    const core = driven()
    core.write([life('b1', ['a', 'b'])], [])
    core.write([], [frames('b1', [[1, T0, 10, 20]])])
    expect(core.write([life('b1', ['b'])], []).lives?.[0]?.series).toEqual(named('a', 'b'))
    expect(core.write([life('b1', ['c', 'b'])], []).lives?.[0]?.series).toEqual(named('a', 'b', 'c'))
    core.write([], [frames('b1', [[2, T0 + 1, 11, 21, 31]])])
    const answer = core.series({ names: ['a', 'b', 'c'], ...ALL })
    expect(answer.map(({ mean }) => [...mean])).toEqual([
      [10, 11],
      [20, 21],
      [Number.NaN, 31],
    ])
  })

  it('may get another max and help, and keep their kind and unit', () => {
    const core = driven()
    const told = (over: object) => ({ ...life('b1', []), series: [{ ...named('a')[0], ...over }] }) as never
    core.write([told({ max: 10 })], [])
    const opened = core.write([told({ max: 20, kind: 'pool', unit: 'bytes' })], []).lives?.[0]
    expect(opened?.series).toEqual([{ name: 'a', kind: 'gauge', unit: 'count', max: 20 }])
  })

  it('are never more than a life may have: those that are new are left out, and the answer says so', () => {
    const core = driven()
    const names = Array.from({ length: 999 }, (_, n) => `s${n}`)
    core.write([life('b1', names)], [])
    expect(core.write([life('b1', ['x', 'y'])], []).lives?.[0]?.series).toHaveLength(999)
    expect(core.write([life('b1', ['x'])], []).lives?.[0]?.series).toHaveLength(1_000)
  })
})

describe('the newest life', () => {
  it('is the one that started last by its own clock, in whatever order they said hello', () => {
    const core = driven()
    const started = (boot: string, startedAtMs: number) => {
      const one = life(boot, ['a'])
      return { ...one, life: { ...one.life, startedAtMs } }
    }
    core.write([started('new', T0 + 500), started('old', T0)], [])
    expect(core.core.processes()).toMatchObject([{ life: { boot: 'new' }, lives: 2 }])
    expect(core.core.reader.replay('api.a', 0, 1)?.boot).toBe('new')
    core.write([started('same', T0 + 500)], [])
    expect(core.core.processes()).toMatchObject([{ life: { boot: 'same' }, lives: 3 }])
  })
})

describe('the events of a process', () => {
  it('are its newest ones, oldest first, and no more than may be kept', () => {
    const core = driven({ retention: { eventsPerProcess: 3 } })
    core.write([life('b1', ['a'])], [])
    const events = [1, 2, 3, 4, 5].map((count) => ({
      atMs: T0 + count,
      type: 'cleanup',
      level: 'info' as const,
      message: 'swept',
      count,
    }))
    core.core.write({
      batch: 99,
      nowMs: T0,
      lives: [],
      events: [{ process: 'api.a', boot: 'b1', events }],
      notes: [],
      names: { from: 0, names: [] },
      frames: new Float64Array(),
    })
    expect(core.core.newestEvents('api.a', 10)).toEqual(events.slice(2))
    expect(core.core.newestEvents('api.a', 1)).toEqual(events.slice(4))
    expect(core.rows('event')).toBe(3)
    expect(core.core.newestEvents('nobody.b', 1)).toEqual([])
  })

  it('are found by their type and time, ordered by time, however many came after them', () => {
    const core = driven()
    core.write([life('b1', ['a'])], [])
    const event = (type: string, afterMs: number) => ({ atMs: T0 + afterMs, type, level: 'warn' as const, message: '' })
    const steps = [event('clock-moved', 4_000), event('clock-moved', 1_000), event('clock-moved', 9_000)]
    const others = Array.from({ length: 200 }, (_, n) => event('cleanup', n * 100))
    core.core.write({
      batch: 99,
      nowMs: T0,
      lives: [],
      events: [{ process: 'api.a', boot: 'b1', events: [...steps, ...others] }],
      notes: [],
      names: { from: 0, names: [] },
      frames: new Float64Array(),
    })
    const between = (fromMs: number, toMs: number, process = 'api.a') =>
      core.core.notes.eventsBetween({ process, type: 'clock-moved', fromMs: T0 + fromMs, toMs: T0 + toMs })
    expect(between(1_000, 4_000)).toEqual([steps[1], steps[0]])
    expect(between(1_001, 20_000)).toEqual([steps[0], steps[2]])
    expect(between(4_001, 8_999)).toEqual([])
    expect(between(0, 20_000, 'nobody.b')).toEqual([])
  })
})
