import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { queuedDelivery } from './deliveries'
import { type Receiver, startReceiver } from './testing/http-receiver'
import { alertMessage, BEGIN_MS, channelOf } from './testing/messages'
import { testBench } from './testing/test-dispatcher'

let receiver: Receiver
const bench = testBench()

beforeEach(async () => {
  receiver = await startReceiver()
})

afterEach(async () => {
  await bench.stopAll()
  await receiver.stop()
})

const hook = (over: Parameters<typeof channelOf>[1] = {}) => channelOf({ kind: 'webhook', url: receiver.url }, over)
const ids = () => receiver.received.map(({ headers }) => headers['x-tidemark-id'])

describe('a message', () => {
  it('is saved as waiting before it is sent, and as sent with what came back', async () => {
    const { dispatcher, disk } = await bench.start([hook()])
    receiver.answer = (response) => {
      expect(disk.deliveries.get('message-1:webhook-1')).toMatchObject({ state: 'queued', tries: 0 })
      response.writeHead(202).end('thank you')
    }
    await dispatcher.dispatch(alertMessage(), ['webhook-1'])
    expect(await disk.sent('message-1:webhook-1')).toEqual({
      id: 'message-1:webhook-1',
      message: 'message-1',
      channel: 'webhook-1',
      channelName: 'webhook',
      state: 'sent',
      queuedAtMs: BEGIN_MS,
      tries: 1,
      attempts: [{ atMs: BEGIN_MS, tookMs: 0, ok: true, answer: 'the server answered 202 Accepted: thank you' }],
      nextAtMs: null,
    })
    expect(disk.saves).toEqual([['queued'], ['sent']])
    expect(dispatcher.counts).toEqual({ sent: 1, failed: 0, overflowed: 0, triesFailed: 0 })
  })

  it('goes to each of its channels once, though one is named twice', async () => {
    const { dispatcher, disk } = await bench.start([hook({ id: 'a' }), hook({ id: 'b' })])
    await dispatcher.dispatch(alertMessage(), ['a', 'b', 'a'])
    await Promise.all([disk.sent('message-1:a'), disk.sent('message-1:b')])
    expect(ids()).toEqual(['message-1', 'message-1'])
  })

  it('that its caller has saved is taken without another save, and not twice', async () => {
    const channel = hook()
    const { dispatcher, disk } = await bench.start([channel])
    const delivery = queuedDelivery(alertMessage(), channel, BEGIN_MS)
    await dispatcher.take(alertMessage(), [delivery, delivery])
    await disk.sent(delivery.id)
    await bench.stopAll()
    expect(disk.saves).toEqual([['sent']])
    expect(receiver.received).toHaveLength(1)
  })

  it('that cannot be saved is sent all the same, and the fault is told', async () => {
    const { dispatcher, troubles } = await bench.start([hook()], {
      save: () => Promise.reject(new Error('the disk is full')),
    })
    await dispatcher.dispatch(alertMessage(), ['webhook-1'])
    await receiver.until(1)
    expect(troubles[0]).toBe('what became of 1 deliveries could not be saved: the disk is full')
  })
})

describe('a try that fails', () => {
  it('is made again after 1 s, 2 s, 4 s … 5 min, with the same id', async () => {
    receiver.answer = (response) => response.writeHead(500).end('try later')
    const { dispatcher, disk, clock } = await bench.start([hook()])
    await dispatcher.dispatch(alertMessage(), ['webhook-1'])
    const pauses: number[] = []
    for (let tries = 1; tries <= 11; tries += 1) {
      const { nextAtMs } = await disk.tried('message-1:webhook-1', tries)
      const pauseMs = (nextAtMs ?? 0) - clock.nowMs()
      pauses.push(pauseMs / 1_000)
      await dispatcher.settled()
      clock.turn(pauseMs)
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
    receiver.answer = (response) => response.end()
    await disk.tried('message-1:webhook-1', 12)
    await dispatcher.settled()
    clock.turn(300_000)
    const { tries, attempts } = await disk.sent('message-1:webhook-1')
    expect(tries).toBeGreaterThanOrEqual(12)
    // The newest ten are remembered.
    expect(attempts).toHaveLength(10)
    expect(attempts[0]?.answer).toBe('the server answered 500 Internal Server Error: try later')
    expect(new Set(ids())).toEqual(new Set(['message-1']))
  })

  it('waits up to a fifth less, by chance, so that channels do not come back in step', async () => {
    receiver.answer = (response) => response.writeHead(500).end()
    const { dispatcher, disk } = await bench.start([hook()], { random: () => 0.5 })
    await dispatcher.dispatch(alertMessage(), ['webhook-1'])
    expect((await disk.tried('message-1:webhook-1', 1)).nextAtMs).toBe(BEGIN_MS + 900)
  })

  it('waits as long as the server asks for, at most an hour', async () => {
    receiver.answer = (response) => response.writeHead(429, { 'retry-after': '120' }).end()
    const { dispatcher, disk, clock } = await bench.start([hook()])
    await dispatcher.dispatch(alertMessage(), ['webhook-1'])
    expect((await disk.tried('message-1:webhook-1', 1)).nextAtMs).toBe(BEGIN_MS + 120_000)
    receiver.answer = (response) => response.writeHead(503, { 'retry-after': '999999' }).end()
    await dispatcher.settled()
    clock.turn(120_000)
    expect((await disk.tried('message-1:webhook-1', 2)).nextAtMs).toBe(clock.nowMs() + 3_600_000)
  })

  it.each([400, 401, 403, 404, 410, 422, 303])('is the last where the server answers %i', async (status) => {
    receiver.answer = (response) => response.writeHead(status).end('no')
    const { dispatcher, disk } = await bench.start([hook()])
    await dispatcher.dispatch(alertMessage(), ['webhook-1'])
    expect(await disk.failed('message-1:webhook-1')).toMatchObject({ tries: 1, nextAtMs: null })
  })

  it.each([408, 425, 429, 500, 502, 503, 504])('is made again where the server answers %i', async (status) => {
    receiver.answer = (response) => response.writeHead(status).end()
    const { dispatcher, disk } = await bench.start([hook()])
    await dispatcher.dispatch(alertMessage(), ['webhook-1'])
    expect(await disk.tried('message-1:webhook-1', 1)).toMatchObject({ state: 'queued' })
  })

  it('is given up after so many tries, and says so', async () => {
    receiver.answer = (response) => response.writeHead(500).end()
    const { dispatcher, disk, clock } = await bench.start([hook()], { settings: { maxTries: 2 } })
    await dispatcher.dispatch(alertMessage(), ['webhook-1'])
    await disk.tried('message-1:webhook-1', 1)
    await dispatcher.settled()
    clock.turn(1_000)
    const { attempts } = await disk.failed('message-1:webhook-1')
    expect(attempts.map(({ answer }) => answer)).toEqual([
      'the server answered 500 Internal Server Error',
      'the server answered 500 Internal Server Error',
      'given up after 2 tries',
    ])
    expect(dispatcher.counts).toMatchObject({ failed: 1, triesFailed: 2 })
  })

  it('is given up when the next one would be too late', async () => {
    receiver.answer = (response) => response.writeHead(500).end()
    const { dispatcher, disk } = await bench.start([hook()], { settings: { maxAgeMs: 500 } })
    await dispatcher.dispatch(alertMessage(), ['webhook-1'])
    expect((await disk.failed('message-1:webhook-1')).attempts.at(-1)?.answer).toBe('given up: it is too old')
  })
})

describe('messages for one channel', () => {
  const inGroup = (id: string, service: string, kind: 'firing' | 'resolved' = 'firing') =>
    alertMessage({ id, kind, group: { service, rule: 'growth' } })

  it('of one group keep their order: a "resolved" waits for its "firing"', async () => {
    receiver.answer = (response) => response.writeHead(receiver.received.length === 1 ? 500 : 200).end()
    const { dispatcher, disk, clock } = await bench.start([hook()])
    await dispatcher.dispatch(inGroup('m1', 'gateway'), ['webhook-1'])
    await disk.tried('m1:webhook-1', 1)
    await dispatcher.dispatch(inGroup('m2', 'gateway', 'resolved'), ['webhook-1'])
    await dispatcher.settled()
    clock.turn(1_000)
    await disk.sent('m2:webhook-1')
    expect(ids()).toEqual(['m1', 'm1', 'm2'])
  })

  it('of another group are not held up by one that is refused again and again', async () => {
    receiver.answer = (response, { headers }) =>
      response.writeHead(headers['x-tidemark-id'] === 'bad' ? 500 : 200).end()
    const { dispatcher, disk, clock } = await bench.start([hook()])
    await dispatcher.dispatch(inGroup('bad', 'mesh'), ['webhook-1'])
    await disk.tried('bad:webhook-1', 1)
    await dispatcher.dispatch(inGroup('m1', 'gateway'), ['webhook-1'])
    await dispatcher.dispatch(inGroup('m2', 'gateway'), ['webhook-1'])
    await dispatcher.settled()
    clock.turn(1_000)
    await disk.sent('m2:webhook-1')
    expect(disk.deliveries.get('bad:webhook-1')?.state).toBe('queued')
  })

  it('are asked for one at a time while the server is down, not each by itself', async () => {
    receiver.answer = (response) => response.writeHead(500).end()
    const { dispatcher, disk, clock } = await bench.start([hook()])
    for (const service of ['a', 'b', 'c', 'd', 'e']) await dispatcher.dispatch(inGroup(service, service), ['webhook-1'])
    await disk.tried('a:webhook-1', 1)
    await dispatcher.settled()
    for (const pauseMs of [1_000, 2_000, 4_000, 8_000]) {
      expect(clock.waits()).toEqual([pauseMs])
      const count = receiver.received.length
      clock.turn(pauseMs)
      await receiver.until(count + 1)
      await dispatcher.settled()
    }
    expect(ids()).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  it('that are too many are failed deliveries that say so, and are counted', async () => {
    receiver.answer = () => {}
    const { dispatcher, disk } = await bench.start([hook()], { settings: { queueCapacity: 2 } })
    for (const id of ['m1', 'm2', 'm3']) await dispatcher.dispatch(inGroup(id, id), ['webhook-1'])
    expect((await disk.failed('m3:webhook-1')).attempts).toMatchObject([
      { ok: false, answer: 'not sent: too many messages wait for this channel' },
    ])
    expect(dispatcher.counts).toMatchObject({ failed: 1, overflowed: 1 })
    expect(dispatcher.waiting()).toEqual(new Map([['webhook-1', 2]]))
  })
})
