import { afterEach, expect, test } from 'vitest'
import type { Refusal } from '../lib/protocol/agent-wire'
import type { WireCode } from '../lib/protocol/vocabulary'
import { Delivery } from './delivery'
import { EventQueue } from './event-queue'
import { describeLife } from './identity'
import { openLink } from './link'
import { Outbox } from './outbox'
import { SeriesTable } from './series-table'
import { startTestHub, type TestHub, type TestHubOptions } from './testing/wire-hub'
import { Warnings } from './warnings'

/** Everything between the outbox and a real socket, with a clock that the test moves. */
class Rig {
  nowMs = Date.UTC(2026, 0, 1)
  readonly told: string[] = []
  readonly table: SeriesTable
  readonly outbox: Outbox
  readonly events = new EventQueue(10)
  readonly delivery: Delivery
  readonly #waiting = new Set<{ holds: () => boolean; resolve: () => void }>()

  constructor(url: string, { outboxFrames = 900, token }: { outboxFrames?: number; token?: string } = {}) {
    const warnings = new Warnings()
    warnings.warn = (code, _cause, message) => void this.told.push(`${code}: ${message}`)
    this.table = new SeriesTable(warnings)
    this.outbox = new Outbox(outboxFrames)
    const link = openLink(url, token, {
      opened: () => this.#then(() => this.delivery.opened(this.nowMs)),
      closed: () => this.#then(() => this.delivery.closed()),
      refused: (answer) => this.#then(() => this.delivery.refused(answer, this.nowMs)),
      unreachable: () => {},
      command: () => Promise.resolve({ ok: false, code: 'not_available', message: 'no' }),
      guard: (act) => act(),
    })
    const { table, outbox, events } = this
    const life = describeLife({ service: 'rig', env: {} })
    this.delivery = new Delivery({ life, table, outbox, events, link, warnings, nowMs: () => this.nowMs })
    link.connect()
  }

  declare(...names: string[]): void {
    for (const name of names) this.table.add({ name, kind: 'gauge', unit: 'count' }, () => 1)
  }

  /** `count` frames, a second apart. */
  frames(count: number): void {
    for (let at = 0; at < count; at++) {
      this.nowMs += 1_000
      this.table.read()
      this.outbox.push(this.nowMs, this.table.row, this.table.width)
      this.delivery.pump(this.nowMs)
    }
  }

  /** Resolves when the link has said something after which `holds`. */
  until(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.add({ holds, resolve }))
  }

  #then(act: () => void): void {
    act()
    for (const waiter of this.#waiting) {
      if (!waiter.holds()) continue
      this.#waiting.delete(waiter)
      waiter.resolve()
    }
  }
}

const toStop: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const stop of toStop.splice(0).toReversed()) await stop()
})

async function hubAt(options?: TestHubOptions): Promise<TestHub> {
  const hub = await startTestHub(options)
  toStop.push(() => hub.kill())
  return hub
}

function rigFor(hub: { url: string }, options?: { outboxFrames?: number; token?: string }): Rig {
  const rig = new Rig(hub.url, options)
  toStop.push(() => rig.delivery.stop())
  return rig
}

/** Waits on the hub's messages, and lets the answers reach the agent. */
async function settled(rig: Rig): Promise<void> {
  while (!rig.delivery.isSettled) await new Promise((resolve) => setTimeout(resolve, 5))
}

const refusal = (code: WireCode, message = 'because'): Refusal => ({ ok: false, code, message })

test('A backlog of ten minutes arrives whole, in messages of at most 600 frames, each frame once.', async () => {
  const hub = await hubAt()
  const rig = rigFor(hub)
  rig.declare('a')
  rig.frames(800)
  await settled(rig)
  expect([...hub.frames.keys()]).toEqual(Array.from({ length: 800 }, (_, index) => index + 1))
  expect([...hub.deliveries.values()].every((times) => times === 1)).toBe(true)
  expect(hub.largestMessage()).toBe(600)
  expect(rig.delivery.ledger.durableSeq).toBe(800)
})

test('A backlog of a thousand wide series stays below the limit of a message.', async () => {
  const hub = await hubAt()
  const rig = rigFor(hub)
  const help = 'é'.repeat(500)
  for (let at = 0; at < 1_000; at++) {
    const name = `series_${at}_${'x'.repeat(90)}`
    rig.table.add({ name, kind: 'gauge', unit: 'count', help }, () => -Math.PI * 1e-300)
  }
  rig.frames(200)
  await settled(rig)
  expect(hub.frames.size).toBe(200)
  expect(hub.hellos).toHaveLength(1)
  expect(hub.largestMessage()).toBeLessThan(25)
})

test('An outbox that overflows while the hub is away loses the oldest frames, and the hub is told how many.', async () => {
  const away = await hubAt()
  await away.kill()
  const rig = rigFor(away, { outboxFrames: 20 })
  rig.declare('a')
  rig.frames(50)
  const hub = await hubAt({ port: away.port })
  await settled(rig)
  expect([...hub.frames.keys()]).toEqual(Array.from({ length: 20 }, (_, index) => index + 31))
  expect(rig.delivery.ledger.framesLost).toBe(30)
  expect(hub.events).toEqual([
    expect.objectContaining({
      type: 'log',
      level: 'warn',
      count: 30,
      message: expect.stringContaining('30 frames were lost (1 to 30)'),
    }),
  ])
})

test('A series declared later is announced, and the frames of before it say null of it.', async () => {
  const hub = await hubAt()
  const rig = rigFor(hub)
  rig.declare('a')
  rig.frames(1)
  await hub.until(() => hub.frames.size === 1)
  rig.declare('b')
  rig.frames(2)
  await settled(rig)
  rig.frames(1)
  await settled(rig)
  expect(hub.series).toEqual(['a', 'b'])
  expect(hub.frames.get(1)?.values).toEqual([1])
  expect(hub.frames.get(4)?.values).toEqual([1, 1])
})

test('Frames of before a series was declared, sent after it, are as wide as the others.', async () => {
  const away = await hubAt()
  await away.kill()
  const rig = rigFor(away)
  rig.declare('a')
  rig.frames(2)
  rig.declare('b')
  rig.frames(1)
  const hub = await hubAt({ port: away.port })
  await settled(rig)
  expect([...hub.frames.values()].map(({ values }) => values)).toEqual([
    [1, null],
    [1, null],
    [1, 1],
  ])
})

test('What was sent without an answer is sent again after a new connection.', async () => {
  const hub = await hubAt()
  let isSilent = true
  hub.answerWith = (said) => (said === 'frames' && isSilent ? 'silent' : undefined)
  const rig = rigFor(hub)
  rig.declare('a')
  await rig.until(() => rig.delivery.state === 'greeting')
  await hub.until(() => hub.hellos.length === 1)
  rig.frames(3)
  await new Promise((resolve) => setImmediate(resolve))
  expect(rig.outbox.size).toBe(3)
  isSilent = false
  rig.nowMs += 11_000
  rig.delivery.pump(rig.nowMs)
  await settled(rig)
  expect([...hub.frames.keys()]).toEqual([1, 2, 3])
  expect(hub.hellos).toHaveLength(2)
})

test('A wrong token closes the link, is told with the hub’s sentence, and is tried again after a minute and not before.', async () => {
  const hub = await hubAt({ token: 'right' })
  const rig = rigFor(hub, { token: 'wrong' })
  rig.declare('a')
  await rig.until(() => rig.delivery.state === 'waiting')
  expect(rig.told).toEqual(['TIDEMARK_REFUSED: the hub refuses (bad_token): the token is not the hub’s.'])
  rig.frames(59)
  expect(rig.delivery.state).toBe('waiting')
  rig.frames(2)
  expect(rig.delivery.state).toBe('away')
  await rig.until(() => rig.delivery.state === 'waiting')
  expect(rig.outbox.size).toBe(61)
})

test.each(['unsupported_protocol', 'bad_hello', 'max_agents_reached', 'rate_limited'] as const)(
  'A hello that is refused with %s is said again later, and nothing is lost.',
  async (code) => {
    const hub = await hubAt()
    hub.answerWith = (said) => (said === 'hello' ? refusal(code) : undefined)
    const rig = rigFor(hub)
    rig.declare('a')
    rig.frames(1)
    await rig.until(() => rig.delivery.state === 'waiting')
    expect(rig.told).toEqual([`TIDEMARK_REFUSED: the hub refuses (${code}): because`])
    hub.answerWith = () => undefined
    rig.frames(61)
    await settled(rig)
    expect(hub.frames.size).toBe(62)
  },
)

test('A frame that the hub refuses is given up alone, counted and told; all others arrive.', async () => {
  const away = await hubAt()
  await away.kill()
  const rig = rigFor(away)
  rig.declare('a')
  rig.frames(40)
  const hub = await hubAt({ port: away.port })
  hub.answerWith = (said, message) => {
    if (said !== 'frames') return undefined
    const { frames } = message as { frames: { seq: number }[] }
    return frames.some(({ seq }) => seq === 17) ? refusal('bad_frame', 'frames[0].atMs is strange.') : undefined
  }
  await settled(rig)
  expect([...hub.frames.keys()].sort((a, b) => a - b)).toEqual(
    Array.from({ length: 40 }, (_, index) => index + 1).filter((seq) => seq !== 17),
  )
  expect(rig.delivery.ledger.framesLost).toBe(1)
  expect(hub.events[0]).toMatchObject({ count: 1, message: expect.stringContaining('1 frames were lost (17 to 17)') })
  expect(rig.told[0]).toContain('frames[0].atMs is strange.')
})

test('A hub that asks for less gets nothing for a while, and then all.', async () => {
  const hub = await hubAt()
  const rig = rigFor(hub)
  rig.declare('a')
  await hub.until(() => hub.hellos.length === 1)
  let asked = 0
  hub.answerWith = (said) => (said === 'frames' && asked++ === 0 ? refusal('rate_limited') : undefined)
  rig.frames(1)
  while (rig.told.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  rig.frames(1)
  expect(asked).toBe(1)
  rig.frames(3)
  await settled(rig)
  expect([...hub.frames.keys()]).toEqual([1, 2, 3, 4, 5])
})

test('Series that the hub does not take are left out, and the frames go on without them.', async () => {
  const hub = await hubAt()
  hub.answerWith = (said) => (said === 'series' ? refusal('too_many_series', 'at most 1 are taken.') : undefined)
  const rig = rigFor(hub)
  rig.declare('a')
  await hub.until(() => hub.hellos.length === 1)
  rig.declare('b')
  rig.frames(3)
  await settled(rig)
  rig.frames(1)
  await settled(rig)
  expect(hub.frames.get(4)?.values).toEqual([1])
  expect(rig.told[0]).toContain('at most 1 are taken.')
})

test('Events that the hub refuses are let go, and the next ones arrive.', async () => {
  const hub = await hubAt()
  let isRefusing = true
  hub.answerWith = (said) => (said === 'events' && isRefusing ? refusal('bad_event') : undefined)
  const rig = rigFor(hub)
  rig.declare('a')
  rig.events.push({ atMs: rig.nowMs, type: 'log', level: 'info', message: 'first' })
  rig.frames(1)
  await settled(rig)
  isRefusing = false
  rig.events.push({ atMs: rig.nowMs, type: 'log', level: 'info', message: 'second' })
  rig.frames(1)
  await settled(rig)
  expect(hub.events.map(({ message }) => message)).toEqual(['second'])
})
