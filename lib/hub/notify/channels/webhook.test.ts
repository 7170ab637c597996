import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { alertMessageSchema } from '../message-schema'
import { type Received, type Receiver, startReceiver } from '../testing/http-receiver'
import { alertMessage, BEGIN_MS, channelOf } from '../testing/messages'
import { startDispatcher } from '../testing/test-dispatcher'

const SECRET = 'a secret of some length'
let receiver: Receiver

beforeEach(async () => {
  receiver = await startReceiver()
})
afterEach(() => receiver.stop())

/** As `docs/alert-channels.md` says that a receiver checks it. */
function isFromTidemark({ headers, body }: Received, secret: string, nowMs: number): boolean {
  const { t, v1 } = Object.fromEntries(
    String(headers['x-tidemark-signature'])
      .split(',')
      .map((pair) => pair.split('=')),
  ) as { t: string; v1: string }
  const isRecent = Math.abs(nowMs - Number(t) * 1_000) <= 300_000
  return isRecent && createHmac('sha256', secret).update(`${t}.${body}`).digest('hex') === v1
}

describe('a webhook', () => {
  it('gets the message as JSON of the documented schema, with its id twice', async () => {
    const { dispatcher, disk } = await startDispatcher([channelOf({ kind: 'webhook', url: receiver.url })])
    await dispatcher.dispatch(alertMessage(), ['webhook-1'])
    await disk.sent('message-1:webhook-1')
    const [{ method, headers, body }] = receiver.received as [Received]
    expect(method).toBe('POST')
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'x-tidemark-id': 'message-1',
      'idempotency-key': 'message-1',
    })
    expect(headers).not.toHaveProperty('x-tidemark-signature')
    expect(alertMessageSchema.parse(JSON.parse(body))).toEqual(alertMessage())
  })

  it('gets a signature that its receiver can check, and nobody else can make', async () => {
    const { dispatcher, disk } = await startDispatcher([
      channelOf({ kind: 'webhook', url: receiver.url, secret: SECRET }),
    ])
    await dispatcher.dispatch(alertMessage(), ['webhook-1'])
    await disk.sent('message-1:webhook-1')
    const [one] = receiver.received as [Received]
    expect(isFromTidemark(one, SECRET, BEGIN_MS)).toBe(true)
    expect(isFromTidemark(one, 'another secret of some length', BEGIN_MS)).toBe(false)
    expect(isFromTidemark({ ...one, body: one.body.replace('40', '41') }, SECRET, BEGIN_MS)).toBe(false)
    expect(isFromTidemark(one, SECRET, BEGIN_MS + 600_000)).toBe(false)
  })

  it('is signed anew in every try, and keeps its id', async () => {
    receiver.answer = (response) => response.writeHead(receiver.received.length === 1 ? 500 : 200).end()
    const { dispatcher, disk, clock } = await startDispatcher([
      channelOf({ kind: 'webhook', url: receiver.url, secret: SECRET }),
    ])
    await dispatcher.dispatch(alertMessage(), ['webhook-1'])
    await disk.tried('message-1:webhook-1', 1)
    await dispatcher.settled()
    clock.turn(1_000)
    await disk.sent('message-1:webhook-1')
    const [first, second] = receiver.received as [Received, Received]
    expect(isFromTidemark(second, SECRET, BEGIN_MS)).toBe(true)
    expect(second.headers['x-tidemark-signature']).not.toBe(first.headers['x-tidemark-signature'])
    expect(second.headers['x-tidemark-id']).toBe(first.headers['x-tidemark-id'])
    expect(second.body).toBe(first.body)
  })
})
