/** What a dispatcher goes through: other channels, crashes, stops, and somebody who tries a channel. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { queuedDelivery } from './deliveries'
import { type Receiver, startReceiver } from './testing/http-receiver'
import { alertMessage, BEGIN_MS, channelOf } from './testing/messages'
import { TestDisk, testBench } from './testing/test-dispatcher'

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

describe('channels that change', () => {
  it('are tried at once with their new settings', async () => {
    receiver.answer = (response) => response.writeHead(500).end()
    const other = await startReceiver()
    const { dispatcher, disk } = await bench.start([hook()])
    await dispatcher.dispatch(alertMessage(), ['webhook-1'])
    await disk.tried('message-1:webhook-1', 1)
    await dispatcher.settled()
    await dispatcher.setChannels([channelOf({ kind: 'webhook', url: other.url })])
    await disk.sent('message-1:webhook-1')
    expect(other.received).toHaveLength(1)
    await other.stop()
  })

  it('and go, or are switched off, give up what waits and say so', async () => {
    receiver.answer = (response) => response.writeHead(500).end()
    const { dispatcher, disk } = await bench.start([hook({ id: 'a' }), hook({ id: 'b' })])
    await dispatcher.dispatch(alertMessage(), ['a', 'b'])
    await Promise.all([disk.tried('message-1:a', 1), disk.tried('message-1:b', 1)])
    await dispatcher.settled()
    await dispatcher.setChannels([hook({ id: 'b', isEnabled: false })])
    for (const id of ['message-1:a', 'message-1:b'])
      expect((await disk.failed(id)).attempts.at(-1)?.answer).toBe(
        'the channel was removed or switched off before it was sent',
      )
    await dispatcher.dispatch(alertMessage({ id: 'm2' }), ['a'])
    expect((await disk.failed('m2:a')).attempts[0]?.answer).toBe('not sent: the channel is gone or switched off')
  })

  it('and go while something is sent there let it end, and do not try it again', async () => {
    let end = () => {}
    receiver.answer = (response) => {
      end = () => response.writeHead(500).end()
    }
    const { dispatcher, disk } = await bench.start([hook()])
    await dispatcher.dispatch(alertMessage(), ['webhook-1'])
    await receiver.until(1)
    await dispatcher.setChannels([])
    end()
    expect((await disk.failed('message-1:webhook-1')).attempts.map(({ answer }) => answer)).toEqual([
      'the server answered 500 Internal Server Error',
      'the channel was removed or switched off before it was sent',
    ])
  })
})

describe('a crash', () => {
  it('between save and send ends with the message sent after the next start, once, with its id', async () => {
    const channel = hook()
    const disk = new TestDisk()
    // What a hub that was killed right after its save leaves behind.
    await disk.save([queuedDelivery(alertMessage(), channel, BEGIN_MS)])
    const { dispatcher } = await bench.start([channel], { disk })
    await dispatcher.restore(disk.remains([alertMessage()]))
    await disk.sent('message-1:webhook-1')
    expect(ids()).toEqual(['message-1'])
  })

  it('between tries keeps their count and their pause', async () => {
    receiver.answer = (response) => response.writeHead(500).end()
    const first = await bench.start([hook()])
    await first.dispatcher.dispatch(alertMessage(), ['webhook-1'])
    await first.disk.tried('message-1:webhook-1', 1)
    await first.dispatcher.settled()
    await bench.stopAll()
    receiver.answer = (response) => response.end()
    const { disk, clock } = first
    const { dispatcher } = await bench.start([hook()], { disk, clock })
    await dispatcher.restore(disk.remains([alertMessage()]))
    expect(clock.waits()).toEqual([1_000])
    clock.turn(1_000)
    expect(await disk.sent('message-1:webhook-1')).toMatchObject({ tries: 2 })
  })

  it('after a send that was not saved any more sends it again, with the same id', async () => {
    const disk = new TestDisk()
    const { dispatcher } = await bench.start([hook()], {
      save: async (deliveries) => {
        // The disk takes nothing after the first save, as if the hub had been killed in between.
        if (disk.saves.length === 0) await disk.save(deliveries)
      },
    })
    await dispatcher.dispatch(alertMessage(), ['webhook-1'])
    await receiver.until(1)
    const next = await bench.start([hook()], { disk })
    await next.dispatcher.restore(disk.remains([alertMessage()]))
    await disk.sent('message-1:webhook-1')
    expect(ids()).toEqual(['message-1', 'message-1'])
  })

  it('that lost the message itself is told in the history', async () => {
    const disk = new TestDisk()
    await disk.save([queuedDelivery(alertMessage(), hook(), BEGIN_MS)])
    const { dispatcher } = await bench.start([hook()], { disk })
    await dispatcher.restore(disk.remains([]))
    expect((await disk.failed('message-1:webhook-1')).attempts[0]?.answer).toBe(
      'not sent: its message was not found after a restart',
    )
  })
})

describe('a stop', () => {
  it('cuts what hangs, which waits, saved, for the next start', async () => {
    receiver.answer = () => {}
    const { dispatcher, disk } = await bench.start([hook()])
    await dispatcher.dispatch(alertMessage(), ['webhook-1'])
    await receiver.until(1)
    await bench.stopAll()
    expect(disk.deliveries.get('message-1:webhook-1')).toMatchObject({ state: 'queued', tries: 0 })
  })

  it('lets what is nearly done end', async () => {
    let end = () => {}
    receiver.answer = (response) => {
      end = () => response.end()
    }
    const { dispatcher, disk, clock } = await bench.start([hook()], { settings: { stopGraceMs: 1_000 } })
    await dispatcher.dispatch(alertMessage(), ['webhook-1'])
    await receiver.until(1)
    const stopped = dispatcher.stop()
    end()
    await disk.sent('message-1:webhook-1')
    await stopped
    expect(clock.pending).toBe(0)
  })
})

describe('a test of a channel', () => {
  it('sends at once and tells what came back, and leaves no delivery', async () => {
    receiver.answer = (response) => response.writeHead(404).end('no such hook')
    const { dispatcher, disk } = await bench.start([])
    expect(await dispatcher.tryChannel(hook())).toEqual({
      atMs: BEGIN_MS,
      tookMs: 0,
      ok: false,
      answer: 'the server answered 404 Not Found: no such hook',
    })
    expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({ kind: 'test', schema: 'tidemark.alert/1' })
    expect(disk.saves).toEqual([])
  })

  it('does not wait for what waits, and says when no answer comes', async () => {
    receiver.answer = () => {}
    const { dispatcher, clock } = await bench.start([hook()])
    await dispatcher.dispatch(alertMessage(), ['webhook-1'])
    await receiver.until(1)
    const tried = dispatcher.tryChannel(hook())
    await receiver.until(2)
    clock.turn(10_000)
    expect(await tried).toMatchObject({ ok: false, answer: 'no answer within 10.00 s' })
  })
})
