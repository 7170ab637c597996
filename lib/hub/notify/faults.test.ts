/** Channels in every kind of trouble, on wall-clock time and real sockets, beside one that works. */
import type { Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Channel, Delivery } from '../../protocol/alerts'
import { WALL_CLOCK } from './clock'
import { Dispatcher } from './dispatcher'
import type { NotifySettings } from './settings'
import { type Receiver, startReceiver } from './testing/http-receiver'
import { alertMessage, channelOf } from './testing/messages'
import { pour, startRawServer } from './testing/raw-server'
import { TestDisk } from './testing/test-dispatcher'

const MIB = 1_048_576
/** Short, so that a test sees many tries; a row of tries has the same shape. */
const SHORT: Partial<NotifySettings> = { timeoutMs: 300, firstRetryMs: 10, maxRetryMs: 50, stopGraceMs: 200 }

const stops: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})

function startHub(settings: Partial<NotifySettings> = {}): { dispatcher: Dispatcher; disk: TestDisk } {
  const disk = new TestDisk()
  const dispatcher = new Dispatcher({
    save: disk.save,
    points: async () => null,
    link: 'http://tidemark.example',
    onTrouble: () => {},
    clock: WALL_CLOCK,
    settings: { ...SHORT, ...settings },
  })
  stops.push(() => dispatcher.stop())
  return { dispatcher, disk }
}

async function listen(serve: (socket: Socket) => void): Promise<number> {
  const server = await startRawServer(serve)
  stops.push(server.stop)
  return server.port
}

async function receiverOf(answer?: Receiver['answer']): Promise<Receiver> {
  const receiver = await startReceiver(answer)
  stops.push(receiver.stop)
  return receiver
}

const webhook = (id: string, port: number): Channel =>
  channelOf({ kind: 'webhook', url: `http://127.0.0.1:${port}/` }, { id })
const mail = (id: string, port: number): Channel =>
  channelOf(
    { kind: 'email', host: '127.0.0.1', port, security: 'none', from: 'a@example.com', to: ['b@example.com'] },
    { id },
  )

interface Trouble {
  what: string
  channel: () => Promise<Channel>
  /** What the history says of a try. */
  says: RegExp
  settings?: Partial<NotifySettings>
}

const TROUBLES: Trouble[] = [
  {
    what: 'answers 500 for ever',
    channel: async () => webhook('bad', (await receiverOf((response) => response.writeHead(500).end('no'))).port),
    says: /^the server answered 500 Internal Server Error: no$/u,
  },
  {
    what: 'takes the message and never answers',
    channel: async () => webhook('bad', (await receiverOf(() => {})).port),
    says: /^no answer within 300\.0 ms$/u,
  },
  {
    what: 'accepts the connection and reads nothing',
    channel: async () => webhook('bad', await listen((socket) => socket.pause())),
    says: /^no answer within 300\.0 ms$/u,
  },
  {
    what: 'answers a byte now and then',
    channel: async () =>
      webhook(
        'bad',
        await listen((socket) => {
          socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n')
          const timer = setInterval(() => socket.write('x'), 50)
          socket.once('close', () => clearInterval(timer))
        }),
      ),
    says: /^no answer within 300\.0 ms$/u,
  },
  {
    what: 'closes in the middle of its answer',
    channel: async () =>
      webhook('bad', await listen((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nbegin'))),
    says: /closed the connection in the middle$/u,
  },
  {
    what: 'closes as soon as it is asked',
    channel: async () => webhook('bad', await listen((socket) => socket.destroy())),
    says: /closed the connection in the middle$|failed: socket hang up$/u,
  },
  {
    what: 'refuses the connection',
    channel: async () => {
      const gone = await startReceiver()
      await gone.stop()
      return webhook('bad', gone.port)
    },
    says: /refused the connection$/u,
  },
  {
    what: 'is a mail server that never greets',
    channel: async () => mail('bad', await listen(() => {})),
    says: /^no answer within 300\.0 ms$/u,
  },
  {
    what: 'is a mail server that closes in the middle',
    channel: async () => mail('bad', await listen((socket) => socket.end('220 hello\r\n'))),
    says: /^127\.0\.0\.1:\d+ failed: Connection closed unexpectedly$/u,
  },
  {
    what: 'is a mail server that talks without end',
    channel: async () => mail('bad', await listen((socket) => pour(socket, '220-', Buffer.alloc(MIB, 'x')))),
    says: /Server response exceeds maximum allowed size|no answer within/u,
    // What pours shares this thread with those who wait, and may hold them up for longer than the others are given.
    settings: { timeoutMs: 5_000 },
  },
]

describe('a channel that', () => {
  it.each(TROUBLES)('$what is tried again, holds no other up, and the history says what came back', async (trouble) => {
    const good = await receiverOf()
    const bad = await trouble.channel()
    const { dispatcher, disk } = startHub(trouble.settings)
    await dispatcher.setChannels([bad, webhook('good', good.port)])
    for (const id of ['m1', 'm2', 'm3']) {
      await dispatcher.dispatch(alertMessage({ id }), ['bad', 'good'])
      expect(await disk.sent(`${id}:good`)).toMatchObject({ tries: 1 })
    }
    const { attempts } = await disk.tried('m1:bad', 3)
    for (const attempt of attempts)
      expect(attempt).toMatchObject({ ok: false, answer: expect.stringMatching(trouble.says) })
    expect(disk.deliveries.get('m1:bad')?.state).toBe('queued')
    // Its own messages wait their turn behind it.
    expect(disk.deliveries.get('m2:bad')).toMatchObject({ state: 'queued', tries: 0 })
  })
})

describe('a gigabyte that comes back', () => {
  /** The most that the process held while something ran, above what it held before. */
  async function peakDuring(run: () => Promise<unknown>): Promise<number> {
    const before = process.memoryUsage().rss
    let peak = before
    const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 1)
    await run()
    clearInterval(timer)
    return Math.max(peak, process.memoryUsage().rss) - before
  }

  it('with status 200 is a message that was taken; of it 4 KiB are read, and 200 of them cost no memory', async () => {
    const sent = { bytes: 0 }
    const head = `HTTP/1.1 200 OK\r\ncontent-length: ${1_024 * MIB}\r\n\r\n`
    const chunk = Buffer.alloc(MIB, 'x')
    const port = await listen((socket) => socket.once('data', () => pour(socket, head, chunk, sent)))
    const { dispatcher, disk } = startHub({ timeoutMs: 10_000 })
    await dispatcher.setChannels([webhook('huge', port)])
    const peak = await peakDuring(async () => {
      for (let at = 0; at < 200; at += 1) {
        await dispatcher.dispatch(alertMessage({ id: `m${at}` }), ['huge'])
        await disk.sent(`m${at}:huge`)
      }
    })
    expect(disk.deliveries.get('m0:huge')?.attempts[0]?.answer).toMatch(
      /^the server answered 200 OK \(a long answer, of which only the begin was read\): x{100,400}…$/u,
    )
    // What of it was written lies in the sockets: 200 answers of a gigabyte would be 200 GiB.
    expect(sent.bytes / 200).toBeLessThan(16 * MIB)
    expect(peak).toBeLessThan(256 * MIB)
  })

  it('in headers, in chunks of no size, or without a line end to a mail, costs no memory either', async () => {
    const counts = [{ bytes: 0 }, { bytes: 0 }, { bytes: 0 }] as const
    const line = Buffer.from(`x-more: ${'y'.repeat(60_000)}\r\n`)
    const ports = [
      await listen((socket) => pour(socket, 'HTTP/1.1 200 OK\r\n', line, counts[0])),
      await listen((socket) =>
        pour(
          socket,
          'HTTP/1.1 500 No\r\ntransfer-encoding: chunked\r\n\r\n',
          Buffer.from('1\r\nx\r\n'.repeat(20_000)),
          counts[1],
        ),
      ),
      await listen((socket) => pour(socket, '220 ', Buffer.alloc(MIB, 'x'), counts[2])),
    ] as const
    const { dispatcher, disk } = startHub({ timeoutMs: 5_000 })
    await dispatcher.setChannels([webhook('headers', ports[0]), webhook('chunks', ports[1]), mail('mail', ports[2])])
    const peak = await peakDuring(async () => {
      await dispatcher.dispatch(alertMessage(), ['headers', 'chunks', 'mail'])
      await Promise.all(['headers', 'chunks', 'mail'].map((id) => disk.tried(`message-1:${id}`, 5)))
    })
    const answers = ['headers', 'chunks', 'mail'].map((id) => answerOf(disk.deliveries.get(`message-1:${id}`)))
    expect(answers[0]).toMatch(/answered with more headers than are read$/u)
    expect(answers[1]).toMatch(/^the server answered 500 No \(a long answer/u)
    expect(answers[2]).toMatch(/Server response exceeds maximum allowed size$/u)
    expect(peak).toBeLessThan(256 * MIB)
  })
})

describe('a hub that stops while channels hang', () => {
  it('does not wait for them, and keeps what was not sent', async () => {
    // A test would run out of its own time before these tries run out of theirs.
    const { dispatcher, disk } = startHub({ timeoutMs: 600_000 })
    const channels = [webhook('a', (await receiverOf(() => {})).port), mail('b', await listen(() => {}))]
    await dispatcher.setChannels(channels)
    await dispatcher.dispatch(alertMessage(), ['a', 'b'])
    await dispatcher.stop()
    expect([...disk.deliveries.values()].map(({ state, tries }) => [state, tries])).toEqual([
      ['queued', 0],
      ['queued', 0],
    ])
  })

  it('ten times in a row leaves no socket and no timer behind', async () => {
    const good = await receiverOf()
    const handles = () =>
      process.getActiveResourcesInfo().filter((name) => name === 'Timeout' || name === 'TCPSocketWrap').length
    const round = async (at: number) => {
      const { dispatcher, disk } = startHub()
      await dispatcher.setChannels([webhook('a', good.port)])
      await dispatcher.dispatch(alertMessage({ id: `m${at}` }), ['a'])
      await disk.sent(`m${at}:a`)
      await dispatcher.stop()
    }
    await round(0)
    const before = handles()
    for (let at = 1; at <= 10; at += 1) await round(at)
    // Sockets of the other end may be closing still; ten that are left would be more.
    expect(handles()).toBeLessThan(before + 10)
  })
})

function answerOf(delivery: Delivery | undefined): string {
  return delivery?.attempts.at(-1)?.answer ?? ''
}
