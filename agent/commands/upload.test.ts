import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { gunzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { startTestHub, type TestHub } from '../testing/wire-hub'
import { captureTarget, type Upload, upload } from './upload'

const toStop: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of toStop.splice(0).toReversed()) await stop()
})

async function hubAt(): Promise<TestHub> {
  const hub = await startTestHub()
  toStop.push(() => hub.kill())
  return hub
}

const CONTENT = Buffer.from('what was captured '.repeat(10_000))
const patience = { idleMs: 60_000, totalMs: 60_000, betweenMs: 1 }

function task(hubUrl: string, more: Partial<Upload> = {}): Upload {
  return {
    hubUrl,
    target: { capture: 'c1', token: 't1' },
    contentType: 'application/json',
    open: () => Readable.from([CONTENT], { objectMode: false }),
    signal: new AbortController().signal,
    patience,
    ...more,
  }
}

const ENDLESS_BYTES = 64 * 1_048_576

/** What cannot be compressed, a piece each time it is asked for; tells how much was asked for. */
function endless(): { source: Readable; made: () => number } {
  let made = 0
  const source = new Readable({
    read() {
      made += 65_536
      this.push(made <= ENDLESS_BYTES ? randomBytes(65_536) : null)
    },
  })
  return { source, made: () => made }
}

test('The content arrives whole, compressed, with its token, under the id of its capture.', async () => {
  const hub = await hubAt()
  await upload(task(hub.url))
  expect(hub.captures.get('c1')).toEqual({
    authorization: 'Bearer t1',
    contentType: 'application/json',
    body: CONTENT,
  })
})

test('A hub that is reached by ws under a path gets it there too.', async () => {
  const bodies: Buffer[] = []
  const server = createServer((request, response) => {
    expect(request.url).toBe('/tidemark/api/v1/captures/c1/content')
    request.on('data', (chunk: Buffer) => bodies.push(chunk))
    request.on('end', () => response.end())
  })
  await upload(task(`${await serve(server)}/tidemark`.replace('http', 'ws')))
  expect(gunzipSync(Buffer.concat(bodies))).toEqual(CONTENT)
})

test('A hub that refuses is told with its status and its sentence, and is not asked again.', async () => {
  const hub = await hubAt()
  hub.takeUpload = (_id, request, response) => {
    request.resume().on('end', () => {
      response
        .writeHead(507)
        .end(JSON.stringify({ error: { code: 'no_room', message: 'the disk of the hub is full.' } }))
    })
    return true
  }
  await expect(upload(task(hub.url))).rejects.toMatchObject({
    code: 'upload_failed',
    message: 'what was captured could not be sent: the hub answered 507: the disk of the hub is full.',
  })
  expect(hub.uploads).toEqual(['c1'])
})

test('A hub that refuses before it has read all is given no more of it.', async () => {
  const hub = await hubAt()
  hub.takeUpload = (_id, _request, response) => {
    response.writeHead(401, { connection: 'close' }).end('a page of a proxy')
    return true
  }
  const { source, made } = endless()
  await expect(upload(task(hub.url, { open: () => source }))).rejects.toMatchObject({ code: 'upload_failed' })
  expect(source.destroyed).toBe(true)
  expect(made()).toBeLessThan(ENDLESS_BYTES / 2)
})

test('A hub that reads nothing holds the source back, and is given up when nothing moves.', async () => {
  const hub = await hubAt()
  hub.takeUpload = () => true
  const { source, made } = endless()
  let given = 0
  const open = (): Readable | null => (given++ === 0 ? source : null)
  await expect(upload(task(hub.url, { open, patience: { ...patience, idleMs: 300 } }))).rejects.toMatchObject({
    code: 'upload_failed',
    message: 'what was captured could not be sent: nothing moved for 0.3 s',
  })
  expect(given).toBe(2)
  // What fits into the buffers of both sides' sockets, and no more.
  expect(made()).toBeLessThan(ENDLESS_BYTES / 2)
  expect(source.destroyed).toBe(true)
})

test('An upload that creeps is given up when its time is over.', async () => {
  const hub = await hubAt()
  hub.takeUpload = (_id, request) => {
    request.resume()
    return true
  }
  const dripping = (): Readable =>
    Readable.from(
      (async function* () {
        for (;;) {
          await new Promise((resolve) => setTimeout(resolve, 20))
          yield CONTENT
        }
      })(),
      { objectMode: false },
    )
  const short = { ...patience, totalMs: 300 }
  await expect(upload(task(hub.url, { open: dripping, patience: short }))).rejects.toMatchObject({
    message: 'what was captured could not be sent: it took longer than 0.3 s',
  })
  expect(hub.uploads).toHaveLength(2)
})

test('A connection that is cut without an answer is tried once more, from the beginning.', async () => {
  const hub = await hubAt()
  hub.takeUpload = (_id, request) => {
    if (hub.uploads.length > 1) return false
    request.once('data', () => request.destroy())
    return true
  }
  await upload(task(hub.url))
  expect(hub.uploads).toHaveLength(2)
  expect(hub.captures.get('c1')?.body).toEqual(CONTENT)
})

test('Where nobody listens the content is not even opened, and it is told after the second try.', async () => {
  const hub = await startTestHub()
  await hub.kill()
  let opened = 0
  const open = (): Readable => {
    opened++
    return Readable.from([CONTENT])
  }
  await expect(upload(task(hub.url, { open }))).rejects.toMatchObject({
    code: 'upload_failed',
    message: expect.stringContaining('ECONNREFUSED') as string,
  })
  expect(opened).toBe(0)
})

test('What is cancelled on the way ends at once, is not tried again, and leaves nothing open.', async () => {
  const hub = await hubAt()
  hub.takeUpload = () => true
  const cancel = new AbortController()
  const { source } = endless()
  const sent = upload(task(hub.url, { open: () => source, signal: cancel.signal }))
  void hub.until(() => hub.uploads.length > 0).then(() => cancel.abort())
  await expect(sent).rejects.toMatchObject({ code: 'cancelled' })
  expect(source.destroyed).toBe(true)
  expect(hub.uploads).toHaveLength(1)
  await expect(upload(task(hub.url, { signal: cancel.signal }))).rejects.toMatchObject({ code: 'cancelled' })
  expect(hub.uploads).toHaveLength(1)
})

test('A source that fails is told, and nothing of it counts as whole.', async () => {
  const hub = await hubAt()
  const failing = (): Readable =>
    new Readable({
      read() {
        this.destroy(new Error('the snapshot is damaged'))
      },
    })
  await expect(upload(task(hub.url, { open: failing }))).rejects.toMatchObject({
    message: expect.stringContaining('the snapshot is damaged') as string,
  })
  expect(hub.captures.size).toBe(0)
})

test('An id or a token that would reach another address is refused, and the token is never repeated.', () => {
  expect(captureTarget({ capture: 'm3x-09af', token: 'abc' })).toEqual({ capture: 'm3x-09af', token: 'abc' })
  for (const capture of ['../users', 'a/b', '', 7, undefined])
    expect(() => captureTarget({ capture, token: 'abc' })).toThrow('args.capture must be the id of a capture')
  for (const token of ['with\r\nheader: x', '', 7, undefined])
    expect(() => captureTarget({ capture: 'a', token })).toThrow(
      /^args\.token must be the token of the upload; a \w+ came\.$/u,
    )
})

async function serve(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  toStop.push(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
      }),
  )
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
