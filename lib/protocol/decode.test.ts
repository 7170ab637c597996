import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Hello } from './agent-wire'
import { decodeEvents, decodeFrames, decodeHello, decodeSeries, decodeWatch } from './decode'
import { LIMITS } from './limits'
import { WIRE_CODES } from './vocabulary'

const NOW_MS = Date.UTC(2026, 10, 21, 12)

const hello = (): Hello => ({
  protocol: 1,
  process: {
    service: 'gateway',
    instance: 'host-a/0',
    boot: 'b-1',
    pid: 4711,
    host: 'host-a',
    runtime: 'node v20.20.2',
    startedAtMs: NOW_MS - 60_000,
    version: '1.4.2',
    labels: { zone: 'a' },
    limits: { heapBytes: 1_610_612_736 },
  },
  series: [
    { name: 'pool.mesh', kind: 'pool', unit: 'count', max: 1000 },
    { name: 'streams.ws', kind: 'streams', unit: 'count', matches: 'clients.ws' },
  ],
})

/** A copy of the good hello in which the value at `path` is another one. */
function helloWith(path: string, value: unknown): unknown {
  const copy = structuredClone(hello()) as unknown
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  let at = copy as Record<string, unknown>
  for (const key of keys) at = at[key] as Record<string, unknown>
  at[last] = value
  return copy
}

describe('decodeHello', () => {
  it('takes a good hello as it came', () => {
    expect(decodeHello(hello(), NOW_MS)).toEqual({ ok: true, value: hello() })
  })

  it('hands on what the agent can be asked, and leaves out words that this hub does not know', () => {
    const decoded = decodeHello(helloWith('commands', ['heap-profile', 'levitate', 7, 'gc', 'gc']), NOW_MS)
    expect(decoded).toEqual({ ok: true, value: { ...hello(), commands: ['gc', 'heap-profile'] } })
    expect(decodeHello(helloWith('commands', null), NOW_MS)).toEqual({ ok: true, value: hello() })
  })

  it.each([
    ['protocol', 2, 'unsupported_protocol', 'hello.protocol is 2'],
    ['protocol', undefined, 'unsupported_protocol', 'hello.protocol is nothing'],
    ['process', null, 'bad_hello', 'hello.process must be an object'],
    ['process.service', '', 'bad_hello', 'hello.process.service must not be empty'],
    ['process.instance', 'x'.repeat(201), 'bad_hello', 'hello.process.instance has more than 200 characters'],
    ['process.host', 'a\u0007b', 'bad_hello', 'hello.process.host holds a character that cannot be printed'],
    ['process.boot', 7, 'bad_hello', 'hello.process.boot must be text; 7 came'],
    ['process.pid', -1, 'bad_hello', 'hello.process.pid must be a whole number'],
    ['process.startedAtMs', 12, 'bad_hello', 'before the year 2000'],
    ['process.labels', { a: 1 }, 'bad_hello', 'hello.process.labels["a"] must be text; 1 came'],
    [
      'process.limits',
      { heapBytes: 0 },
      'bad_hello',
      'hello.process.limits.heapBytes must be a number of bytes above 0',
    ],
    ['series', {}, 'bad_hello', 'hello.series must be a list'],
    ['commands', 'gc', 'bad_hello', 'hello.commands must be a list; "gc" came'],
    ['series.0.name', '9lives', 'bad_hello', 'hello.series[0].name is "9lives"'],
    ['series.0.name', 'a'.repeat(121), 'bad_hello', 'at most 120 characters'],
    ['series.1.kind', 'sprocket', 'bad_hello', 'hello.series[1].kind is "sprocket"; it must be one of memory, pool'],
    ['series.0.unit', 'MB', 'bad_hello', 'hello.series[0].unit is "MB"'],
    ['series.0.max', -5, 'bad_hello', 'hello.series[0].max must be a number above 0; -5 came'],
    ['series.1.matches', 'no spaces', 'bad_hello', 'hello.series[1].matches is "no spaces"'],
    ['series.1.name', 'pool.mesh', 'bad_hello', 'hello.series[1] declares "pool.mesh" a second time'],
  ])('refuses a hello whose %s is %j with %s', (path, value, code, sentence) => {
    const answer = decodeHello(helloWith(path, value), NOW_MS)
    expect(answer).toMatchObject({ ok: false, code })
    expect(answer.ok ? '' : answer.message).toContain(sentence)
  })

  it('refuses more series than a process may have, counting those that are declared already', () => {
    const many = Array.from({ length: 1000 }, (_, n) => ({ name: `s.${n}`, kind: 'gauge', unit: 'count' }))
    expect(decodeHello(helloWith('series', many), NOW_MS).ok).toBe(true)
    const answer = decodeSeries({ series: many }, new Set(['pool.mesh']))
    expect(answer).toMatchObject({ ok: false, code: 'too_many_series' })
  })

  it('refuses a label more than a process may have', () => {
    const labels = Object.fromEntries(Array.from({ length: LIMITS.labelsPerProcess + 1 }, (_, n) => [`l${n}`, 'x']))
    expect(decodeHello(helloWith('process.labels', labels), NOW_MS)).toMatchObject({ ok: false, code: 'bad_hello' })
  })

  it('takes names that are written with joiners', () => {
    expect(decodeHello(helloWith('process.instance', '👨‍💻 at home'), NOW_MS).ok).toBe(true)
  })

  it('leaves out what a newer agent may add, and takes the rest', () => {
    expect(decodeHello(helloWith('process.shoeSize', 43), NOW_MS)).toEqual({ ok: true, value: hello() })
  })
})

describe('decodeSeries', () => {
  it('refuses a name that this life has declared already', () => {
    const answer = decodeSeries({ series: [{ name: 'a', kind: 'gauge', unit: 'count' }] }, new Set(['a']))
    expect(answer).toMatchObject({ ok: false, code: 'bad_hello' })
  })
})

describe('decodeFrames', () => {
  const frames = (...values: unknown[]) => ({ frames: values })

  it('puts seqs, times and values into typed arrays, row by row, with NaN for what is not known', () => {
    const answer = decodeFrames(
      frames({ seq: 1, atMs: NOW_MS, values: [1, null] }, { seq: 2, atMs: NOW_MS + 1000, values: [-2.5, 1e308] }),
      2,
      NOW_MS,
    )
    expect(answer.ok && [answer.value.count, answer.value.width]).toEqual([2, 2])
    expect(answer.ok && answer.value.seqs).toEqual(Float64Array.of(1, 2))
    expect(answer.ok && answer.value.atMs).toEqual(Float64Array.of(NOW_MS, NOW_MS + 1000))
    expect(answer.ok && answer.value.values).toEqual(Float64Array.of(1, Number.NaN, -2.5, 1e308))
  })

  it.each([
    [{ seq: 0, atMs: NOW_MS, values: [1] }, 'frames[0].seq must be a whole number from 1; 0 came'],
    [{ seq: 1.5, atMs: NOW_MS, values: [1] }, 'frames[0].seq'],
    [{ seq: 3, atMs: NOW_MS, values: [] }, 'frames[0] (seq 3) has 0 values, and 1 series are declared'],
    [{ seq: 3, atMs: NOW_MS, values: [1, 2] }, 'frames[0] (seq 3) has 2 values'],
    [{ seq: 3, atMs: NOW_MS, values: ['1'] }, 'frames[0].values[0] must be a finite number or null; "1" came'],
    [{ seq: 3, atMs: NOW_MS, values: [Number.POSITIVE_INFINITY] }, 'finite number'],
    [{ seq: 3, atMs: NOW_MS + 0.5, values: [1] }, 'frames[0].atMs must be whole milliseconds'],
    [{ seq: 3, atMs: 946_684_799_999, values: [1] }, 'before the year 2000'],
    [{ seq: 3, atMs: NOW_MS + 86_400_001, values: [1] }, "more than a day ahead of the hub's clock"],
    [null, 'frames[0] must be an object; null came'],
  ])('refuses the frame %j and says where it is wrong', (frame, sentence) => {
    const answer = decodeFrames(frames(frame), 1, NOW_MS)
    expect(answer).toMatchObject({ ok: false, code: 'bad_frame' })
    expect(answer.ok ? '' : answer.message).toContain(sentence)
  })

  it('takes the first and the last moment that a target clock may show', () => {
    const first = { seq: 1, atMs: LIMITS.earliestAtMs, values: [] }
    const last = { seq: 2, atMs: NOW_MS + LIMITS.aheadMs, values: [] }
    expect(decodeFrames(frames(first, last), 0, NOW_MS).ok).toBe(true)
  })

  it('refuses a message of more frames than one may carry', () => {
    const many = Array.from({ length: 601 }, (_, n) => ({ seq: n + 1, atMs: NOW_MS, values: [] }))
    expect(decodeFrames({ frames: many }, 0, NOW_MS)).toMatchObject({ ok: false, code: 'bad_frame' })
    expect(decodeFrames({ frames: many.slice(0, 600) }, 0, NOW_MS).ok).toBe(true)
  })
})

describe('decodeEvents', () => {
  const event = { atMs: NOW_MS, type: 'cleanup', level: 'info', message: '12 removed', count: 12 }

  it('takes a good event as it came', () => {
    expect(decodeEvents({ events: [event] }, NOW_MS)).toEqual({ ok: true, value: [event] })
  })

  it.each([
    [{ ...event, level: 'fatal' }, 'events[0].level is "fatal"'],
    [{ ...event, type: '' }, 'events[0].type must not be empty'],
    [{ ...event, message: 'x'.repeat(4001) }, 'events[0].message has more than 4000 characters'],
    [{ ...event, count: -1 }, 'events[0].count must be a number from 0'],
  ])('refuses %j', (bad, sentence) => {
    const answer = decodeEvents({ events: [bad] }, NOW_MS)
    expect(answer).toMatchObject({ ok: false, code: 'bad_event' })
    expect(answer.ok ? '' : answer.message).toContain(sentence)
  })
})

describe('what no honest agent sends', () => {
  const nasty = fc.oneof(
    fc.jsonValue(),
    fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true, withTypedArray: true }),
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -0, 1e308, 2 ** 53, '__proto__', 'constructor', '\ud800'),
  )
  const proto = fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString')
  const mutated = fc
    .tuple(
      fc.constantFrom('protocol', 'process', 'process.service', 'process.labels', 'process.limits', 'series.0'),
      nasty,
    )
    .map(([path, value]) => helloWith(path, value))

  it('never makes a decoder throw: each answers with a value, or with a known code and a sentence', () => {
    fc.assert(
      fc.property(fc.oneof(nasty, mutated, fc.dictionary(proto, nasty)), fc.nat(5), (input, width) => {
        for (const answer of [
          decodeHello(input, NOW_MS),
          decodeFrames(input, width, NOW_MS),
          decodeFrames({ frames: [input] }, width, NOW_MS),
          decodeSeries(input, new Set()),
          decodeEvents(input, NOW_MS),
          decodeEvents({ events: [input] }, NOW_MS),
        ]) {
          if (answer.ok) continue
          expect(WIRE_CODES).toContain(answer.code)
          expect(answer.message).toMatch(/^[^\n]{10,500}$/u)
        }
        const watch = decodeWatch(input)
        if (!watch.ok) expect(watch.message.length).toBeGreaterThan(10)
      }),
      { numRuns: 3000 },
    )
  })

  it('never lets a label named __proto__ reach a prototype', () => {
    const labels = JSON.parse('{"__proto__": "x", "constructor": "y"}') as unknown
    const answer = decodeHello(helloWith('process.labels', labels), NOW_MS)
    expect(answer.ok && Object.entries(answer.value.process.labels ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
    expect(Object.getPrototypeOf(answer.ok && answer.value.process.labels)).toBe(Object.prototype)
  })

  it('takes from any frame that it accepts exactly the numbers that were sent', () => {
    const value = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: null })
    const frame = fc.record({
      seq: fc.integer({ min: 1 }),
      atMs: fc.integer({ min: LIMITS.earliestAtMs, max: NOW_MS }),
      values: fc.array(value, { minLength: 3, maxLength: 3 }),
    })
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 20 }), (sent) => {
        const answer = decodeFrames({ frames: sent }, 3, NOW_MS)
        if (!answer.ok) throw new Error(answer.message)
        const { block } = { block: answer.value }
        expect([...block.seqs]).toEqual(sent.map((f) => f.seq))
        expect([...block.values].map((v) => (Number.isNaN(v) ? null : v))).toEqual(sent.flatMap((f) => f.values))
      }),
    )
  })
})
