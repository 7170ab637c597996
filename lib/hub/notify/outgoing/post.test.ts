import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Receiver, startReceiver } from '../testing/http-receiver'
import { pour, startRawServer } from '../testing/raw-server'
import { DEFAULT_NOTIFY_SETTINGS } from '../settings'
import { guardedLookup, literalFault, type Lookup } from './address-guard'
import { openOutgoing } from './open'
import { post } from './post'

const stops: (() => Promise<void> | void)[] = []
let receiver: Receiver

beforeEach(async () => {
  receiver = await startReceiver()
})

afterEach(async () => {
  await receiver.stop()
  for (const stop of stops.splice(0)) await stop()
})

describe('a post to a server', () => {
  it('sends body and headers and reads the answer', async () => {
    receiver.answer = (response) => response.writeHead(202, { 'retry-after': '7' }).end('thank you')
    const answer = await open().post({
      url: `${receiver.url}/hook?a=1`,
      headers: { 'x-tidemark-id': 'm1' },
      body: '{"grüße":1}',
    })
    expect(answer).toEqual({
      status: 202,
      statusText: 'Accepted',
      retryAfterMs: 7_000,
      text: 'thank you',
      isCut: false,
    })
    expect(receiver.received).toMatchObject([
      { method: 'POST', path: '/hook?a=1', headers: { 'x-tidemark-id': 'm1' }, body: '{"grüße":1}' },
    ])
  })

  it("reads a date of Retry-After by the server's own clock", async () => {
    receiver.answer = (response) =>
      response
        .writeHead(503, { date: 'Sat, 21 Nov 2026 10:00:00 GMT', 'retry-after': 'Sat, 21 Nov 2026 10:02:00 GMT' })
        .end()
    expect((await open().post({ url: receiver.url, body: '' })).retryAfterMs).toBe(120_000)
  })

  it('says in words that nobody listens there', async () => {
    const { port } = receiver
    await receiver.stop()
    await expect(open().post({ url: `http://127.0.0.1:${port}/secret-path`, body: '' })).rejects.toMatchObject({
      message: `127.0.0.1:${port} refused the connection`,
      isPermanent: false,
    })
  })

  it('says that the server closed in the middle of its answer', async () => {
    receiver.answer = (response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('begin', () => response.destroy())
    }
    await expect(open().post({ url: receiver.url, body: '' })).rejects.toThrow(
      `127.0.0.1:${receiver.port} closed the connection in the middle`,
    )
  })

  it('says that what answers speaks no HTTP', async () => {
    const port = await listen((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'))
    await expect(open().post({ url: `http://127.0.0.1:${port}`, body: '' })).rejects.toThrow(
      'answered something that is no HTTP',
    )
  })

  it('takes no more headers than Node does', async () => {
    const port = await listen((socket) =>
      pour(socket, 'HTTP/1.1 200 OK\r\n', Buffer.from(`x-more: ${'y'.repeat(1_000)}\r\n`)),
    )
    await expect(open().post({ url: `http://127.0.0.1:${port}`, body: '' })).rejects.toThrow(
      'answered with more headers than are read',
    )
  })
})

describe('an answer without end', () => {
  it('is read for 4 KiB and then cut', async () => {
    const sent = { bytes: 0 }
    const head = 'HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n'
    const chunk = Buffer.alloc(1_048_576, 'x')
    const port = await listen((socket) => socket.once('data', () => pour(socket, head, chunk, sent)))
    const answer = await open().post({ url: `http://127.0.0.1:${port}`, body: '' })
    expect(answer).toMatchObject({ status: 200, isCut: true, text: 'x'.repeat(4_096) })
    // What lies in the sockets of both ends, of a gigabyte.
    expect(sent.bytes).toBeLessThan(64 * chunk.length)
  })
})

describe('a redirect', () => {
  it('is followed with the same body, three times and no more', async () => {
    const hop =
      (count: number) =>
      (response: ServerResponse, { path }: { path: string }) => {
        const at = Number(path.slice(1))
        if (at < count) response.writeHead(at % 2 === 0 ? 302 : 308, { location: `/${at + 1}` }).end()
        else response.end('arrived')
      }
    receiver.answer = hop(3)
    expect(await open().post({ url: `${receiver.url}/0`, body: 'hello' })).toMatchObject({
      status: 200,
      text: 'arrived',
    })
    expect(receiver.received.map(({ method, body }) => `${method} ${body}`)).toEqual(Array(4).fill('POST hello'))
    receiver.answer = hop(4)
    await expect(open().post({ url: `${receiver.url}/0`, body: '' })).rejects.toMatchObject({ isPermanent: true })
  })

  it('to another server takes no password along', async () => {
    const other = await startReceiver()
    stops.push(other.stop)
    receiver.answer = (response) => response.writeHead(307, { location: `${other.url}/there` }).end()
    await open().post({ url: receiver.url, headers: { authorization: 'Bearer abc', 'x-tidemark-id': 'm' }, body: 'b' })
    expect(receiver.received[0]?.headers.authorization).toBe('Bearer abc')
    expect(other.received[0]?.headers).not.toHaveProperty('authorization')
    expect(other.received[0]?.headers['x-tidemark-id']).toBe('m')
  })

  it('is an answer like any other where it would lose the body (303) or says no address', async () => {
    receiver.answer = (response) => response.writeHead(303, { location: '/done' }).end()
    expect(await open().post({ url: receiver.url, body: 'b' })).toMatchObject({ status: 303 })
    receiver.answer = (response) => response.writeHead(302).end()
    expect(await open().post({ url: receiver.url, body: 'b' })).toMatchObject({ status: 302 })
  })

  it('to what is no web address is refused', async () => {
    receiver.answer = (response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end()
    await expect(open().post({ url: receiver.url, body: '' })).rejects.toThrow(
      'leads to something that is no http address',
    )
  })
})

/** Each of these would arrive if nothing were checked: the receiver listens on 127.0.0.1 and on no other address. */
describe('a way to a private address', () => {
  const named: Lookup = (_host, done) => done(null, [LOOPBACK])

  it.each([
    'http://127.0.0.1:PORT/',
    'http://0x7f.1:PORT/',
    'http://2130706433:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::ffff:7f00:1]:PORT/',
    'http://localhost:PORT/',
    'http://LOCALHOST:PORT/',
    'http://0.0.0.0:PORT/',
    'http://[::]:PORT/',
    'http://[::1]:PORT/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[64:ff9b::7f00:1]:PORT/',
  ])('is not taken, as it is spelled in %s', async (url) => {
    const sent = open({ mayReachPrivate: false }).post({ url: url.replace('PORT', String(receiver.port)), body: 'b' })
    await expect(sent).rejects.toMatchObject({
      isPermanent: true,
      message: expect.stringContaining('no public address'),
    })
    expect(receiver.received).toEqual([])
  })

  it('is not taken by a name that resolves there', async () => {
    const sent = open({ mayReachPrivate: false, lookup: named }).post({
      url: `http://rebound.example:${receiver.port}/`,
      body: '',
    })
    await expect(sent).rejects.toThrow('rebound.example is 127.0.0.1, which is no public address')
    expect(receiver.received).toEqual([])
  })

  it('is not taken by a name that answers otherwise the next time: what was checked is what is connected to', async () => {
    let asked = 0
    const rebinding: Lookup = (_host, done) => {
      asked += 1
      done(null, asked === 1 ? [LOOPBACK] : [])
    }
    const url = `http://rebound.example:${receiver.port}/`
    expect(await open({ lookup: rebinding }).post({ url, body: '' })).toMatchObject({ status: 200 })
    expect(asked).toBe(1)
  })

  it.each([
    'http://127.0.0.1:PORT/',
    'http://localhost:PORT/',
    'http://0x7f.1:PORT/',
    '//[::ffff:127.0.0.1]:PORT/',
    'http://rebound.example:PORT/',
  ])('is not taken by a redirect to %s', async (location) => {
    const inner = await startReceiver()
    stops.push(inner.stop)
    receiver.answer = (response) =>
      response.writeHead(307, { location: location.replace('PORT', String(inner.port)) }).end()
    const guarded = guardedLookup(named, false)
    const sent = post(
      { url: `http://first.example:${receiver.port}/`, body: 'b' },
      {
        ...DEFAULT_NOTIFY_SETTINGS,
        signal: new AbortController().signal,
        hostFault: literalFault,
        // The first server is let through as if it were a public one; what follows is looked up as ever.
        lookup: (host, options, done) =>
          host === 'first.example' ? done(null, [LOOPBACK]) : guarded(host, options, done),
      },
    )
    await expect(sent).rejects.toMatchObject({
      isPermanent: true,
      message: expect.stringContaining('no public address'),
    })
    expect(receiver.received).toHaveLength(1)
    expect(inner.received).toEqual([])
  })

  it('is not taken by a plain connection, as mail makes it', async () => {
    for (const host of ['127.0.0.1', 'localhost', '::1', '0x7f.1', '2130706433'])
      await expect(open({ mayReachPrivate: false }).connect(host, receiver.port)).rejects.toMatchObject({
        isPermanent: true,
        message: expect.stringContaining('no public address'),
      })
  })
})

const LOOPBACK = { address: '127.0.0.1', family: 4 }

function open(over: { mayReachPrivate?: boolean; lookup?: Lookup } = {}) {
  const end = new AbortController()
  stops.push(() => end.abort())
  return openOutgoing({ signal: end.signal, settings: DEFAULT_NOTIFY_SETTINGS, mayReachPrivate: true, ...over })
}

async function listen(serve: (socket: Socket) => void): Promise<number> {
  const server = await startRawServer(serve)
  stops.push(server.stop)
  return server.port
}
