/** Messages that somebody could send: right ones, and what comes of them when a hostile or broken program has a hand in it. */
import type { Random } from './random'

export const EVENTS = ['hello', 'frames', 'series', 'events', 'watch'] as const
export type FuzzEvent = (typeof EVENTS)[number]

export const FORMS = ['valid', 'mutated', 'wrong-type', 'added', 'truncated', 'bytes'] as const
export type FuzzForm = (typeof FORMS)[number]

export interface FuzzMessage {
  event: FuzzEvent
  form: FuzzForm
  /** Text that may be no JSON at all; absent where `input` stands in the place of the message. */
  text?: string | Buffer
  input?: unknown
}

/** As it goes over a socket. */
export function textOf({ text, input }: FuzzMessage): string | Buffer {
  if (text !== undefined) return text
  try {
    return JSON.stringify(input) ?? 'undefined'
  } catch {
    // What cannot be written cannot be sent: it is an attempt at the decoder alone.
    return 'null'
  }
}

/** Of a hello whose series these messages are about. */
export const FUZZ_WIDTH = 3

export function messageOf(random: Random, nowMs: number): FuzzMessage {
  const event = random.of(EVENTS)
  const form = random.of(FORMS)
  const input = VALID[event](random, nowMs)
  switch (form) {
    case 'valid':
      return { event, form, input }
    case 'mutated':
      for (let times = 1 + random.below(3); times > 0; times--) mutate(input, random)
      return { event, form, input }
    case 'wrong-type':
      return { event, form, input: random.of(HOSTILE) }
    case 'added':
      addKey(input, random)
      return { event, form, input }
    case 'truncated': {
      const text = JSON.stringify(input)
      return { event, form, text: text.slice(0, random.below(text.length)) }
    }
    case 'bytes':
      return { event, form, text: damaged(JSON.stringify(input), random) }
    default:
      return form satisfies never
  }
}

type Json = Record<string, unknown>

const SERVICES = ['gateway', 'api', 'a/b c', '日本語', '=1+1', '__proto__', 'constructor']
const text = (random: Random) => random.of(SERVICES)
const SERIES_NAMES = ['memory.rss', 'pool.mesh', 'load.requests']

/** From few names, so that what is kept of them is bounded and memory can be held to be flat. */
const VALID: Record<FuzzEvent, (random: Random, nowMs: number) => Json> = {
  hello: (random, nowMs) => ({
    protocol: 1,
    process: {
      service: text(random),
      instance: `slot/${random.below(8)}`,
      boot: `boot-${random.below(4)}`,
      pid: random.below(60_000),
      host: text(random),
      runtime: 'node v20',
      startedAtMs: nowMs - random.below(1e8),
      ...(random.next() < 0.5 ? { version: '1.2.3', labels: { zone: text(random) }, limits: { heapBytes: 1e9 } } : {}),
    },
    series: seriesOf(random),
  }),
  frames: (random, nowMs) => {
    const first = random.below(1e6)
    const frames = Array.from({ length: 1 + random.below(3) }, (_, n) => ({
      seq: first + n + 1,
      atMs: nowMs - random.below(1e7),
      values: Array.from({ length: FUZZ_WIDTH }, () => (random.next() < 0.1 ? null : random.next() * 1e9)),
    }))
    return { frames }
  },
  series: (random) => ({ series: seriesOf(random) }),
  events: (random, nowMs) => ({
    events: [
      {
        atMs: nowMs - random.below(1e7),
        type: random.of(['cleanup', 'log', 'deploy']),
        level: 'info',
        message: text(random),
      },
    ],
  }),
  watch: (random) => ({ fleet: random.next() < 0.5, process: random.of([text(random), 'gateway.slot']) }),
}

function seriesOf(random: Random): Json[] {
  return SERIES_NAMES.map((name, at) => ({
    name,
    kind: ['memory', 'pool', 'counter'][at],
    unit: at === 0 ? 'bytes' : 'count',
    ...(at === 1 ? { max: 1 + random.below(1_000) } : {}),
  }))
}

function nested(depth: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = wrap(value)
  return value
}

/** Values that have broken programs before. The large ones are made once, and read by whoever gets them. */
const HOSTILE: readonly unknown[] = [
  null,
  undefined,
  true,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -0,
  1e308,
  -1e308,
  5e-324,
  2 ** 53,
  -1,
  0.5,
  4_102_444_800_000,
  '',
  ' ',
  '__proto__',
  '\u0000',
  '\ud800',
  '\u202egnp.exe',
  'x'.repeat(5_000),
  '💥'.repeat(200),
  '=cmd|/c calc',
  '<script>alert(1)</script>',
  [],
  {},
  [[]],
  [null],
  Array.from({ length: 20_000 }, () => 1),
  Array.from({ length: 2_000 }, () => ({})),
  Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`k${n}`, n])),
  nested(500, (inner) => [inner]),
  nested(500, (inner) => ({ a: inner })),
  JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
  { length: 1e9 },
  { toString: 1, valueOf: null },
  { toJSON: 'no' },
  Buffer.from([0xff, 0xfe, 0x00]),
]

/** Puts something hostile in the place of something somewhere inside, or takes it away. */
function mutate(message: Json, random: Random): void {
  let at: Json = message
  for (;;) {
    const keys = Object.keys(at)
    if (keys.length === 0) return
    const key = random.of(keys)
    const inner = at[key]
    if (typeof inner === 'object' && inner !== null && random.next() < 0.75 && isOwn(inner)) {
      at = inner as Json
      continue
    }
    if (random.next() < 0.15) delete at[key]
    else set(at, key, random.of(HOSTILE))
    return
  }
}

/** What was put in by an earlier mutation is shared, and stays as it is. */
function isOwn(value: object): boolean {
  return !HOSTILE.includes(value)
}

const KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'length',
  '0',
  '',
  'x'.repeat(300),
]

function addKey(message: Json, random: Random): void {
  let at: Json = message
  while (random.next() < 0.6) {
    const inner = Object.values(at).filter((value) => typeof value === 'object' && value !== null && isOwn(value))
    if (inner.length === 0) break
    at = random.of(inner) as Json
  }
  set(at, random.of(KEYS), random.of(HOSTILE))
}

/** As JSON brings it: `__proto__` is a key like any other. */
function set(at: Json, key: string, value: unknown): void {
  if (Array.isArray(at) && key === 'length') return
  Object.defineProperty(at, key, { value, enumerable: true, configurable: true, writable: true })
}

/** Bytes of a right message with some of them turned into others, most of which are no UTF-8. */
function damaged(json: string, random: Random): Buffer {
  const bytes = Buffer.from(json)
  for (let times = 1 + random.below(6); times > 0; times--) bytes[random.below(bytes.length)] = random.below(256)
  return bytes
}
