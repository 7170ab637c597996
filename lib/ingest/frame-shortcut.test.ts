/** Which frames take the shortcut and which do not, over a real socket.io server and a real client. */
import { once } from 'node:events'
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type Socket } from 'socket.io'
import { io, type Socket as Client } from 'socket.io-client'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { AGENT_NAMESPACE } from '../protocol/agent-wire'
import type { DurableAnswer } from './arrival'
import { type FrameDoor, openShortcut } from './frame-shortcut'

const PING_MS = 40
const NOW_MS = Date.UTC(2026, 0, 5)
const frame = (seq: number) => ({ frames: [{ seq, atMs: NOW_MS, values: [seq, null] }] })

let http: HttpServer
let server: Server
let client: Client
/** What the door was given, and what socket.io heard. */
let taken: { seq: number; answer: DurableAnswer }[]
let heard: unknown[]
let width: number | null
let mayTake: boolean
let longWayEnds: () => void
let near: Socket

beforeEach(async () => {
  ;[taken, heard, width, mayTake] = [[], [], 2, true]
  http = createServer()
  server = new Server(http, { perMessageDeflate: false, pingInterval: PING_MS })
  server.of(AGENT_NAMESPACE).on('connection', serve)
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  client = io(`http://127.0.0.1:${port}${AGENT_NAMESPACE}`, { transports: ['websocket'], reconnection: false })
  await new Promise<void>((resolve) => client.once('connect', resolve))
})
afterEach(async () => {
  client.close()
  await server.close()
})

function serve(socket: Socket): void {
  near = socket
  const door: FrameDoor = {
    width: () => width,
    nowMs: () => NOW_MS,
    mayTake: () => mayTake,
    take: (block, answer) => taken.push({ seq: block.seqs[0] as number, answer }),
    failed: () => undefined,
  }
  longWayEnds = openShortcut(socket, door)
  socket.onAny((event: string, input: unknown, ack?: (answer: unknown) => void) => {
    heard.push([event, input])
    ack?.({ ok: true, durable: -1 })
  })
}

/** Settles once the server has gone through all that was sent before. */
async function served(count: number): Promise<void> {
  while (taken.length + heard.length < count) await new Promise((resolve) => setTimeout(resolve, 2))
}

it('takes frames in the common form before socket.io hears of them, and answers each with its own number', async () => {
  const answers = [1, 2, 3].map((seq) => client.emitWithAck('frames', frame(seq)))
  await served(3)
  expect(taken.map(({ seq }) => seq)).toEqual([1, 2, 3])
  expect(heard).toEqual([])
  for (const { seq, answer } of taken.toReversed()) answer.durable(seq)
  expect(await Promise.all(answers)).toEqual([1, 2, 3].map((durable) => ({ ok: true, durable })))
})

it.each([
  ['before a hello', () => (width = null), frame(1)],
  ['past its rate', () => (mayTake = false), frame(1)],
  ['of another width', () => (width = 3), frame(1)],
  ['of several in one message', () => undefined, { frames: [...frame(1).frames, ...frame(2).frames] }],
])('leaves a frame %s as it came', async (_, set, message) => {
  set()
  expect(await client.emitWithAck('frames', message)).toEqual({ ok: true, durable: -1 })
  expect(taken).toEqual([])
  expect(heard).toEqual([['frames', message]])
})

it('takes none while an earlier message is on the long way, and then again', async () => {
  await client.emitWithAck('hello', {})
  await client.emitWithAck('frames', frame(1))
  expect(taken).toEqual([])
  longWayEnds()
  longWayEnds()
  client.emit('frames', frame(2), () => undefined)
  await served(3)
  expect(taken.map(({ seq }) => seq)).toEqual([2])
  expect(heard).toEqual([
    ['hello', {}],
    ['frames', frame(1)],
  ])
})

it('takes signs of life as well: the connection lasts, and nothing of them goes the long way', async () => {
  const conn = near.conn as unknown as {
    transport: { socket: { on(event: 'message', listener: () => void): void } }
    on(event: 'heartbeat', listener: () => void): void
  }
  let [beats, messages] = [0, 0]
  conn.on('heartbeat', () => beats++)
  conn.transport.socket.on('message', () => messages++)
  await expect.poll(() => beats, { timeout: 10_000 }).toBeGreaterThan(3)
  expect(messages).toBe(0)
  client.emit('frames', frame(1), () => undefined)
  await served(1)
  expect(taken).toHaveLength(1)
})

it('answers who reads nothing for a while in order, among what socket.io has to say', async () => {
  client.emit('frames', frame(1), () => undefined)
  await served(1)
  const told: number[] = []
  client.on('told', (seq: number) => told.push(seq))
  const acks: number[] = []
  const { engine } = client.io
  engine.on('packet', ({ data }: { data?: string }) => {
    const durable = /"durable":(\d+)/u.exec(data ?? '')
    if (durable) acks.push(Number(durable[1]))
  })
  // oxlint-disable-next-line no-underscore-dangle -- as frame-shortcut.ts reaches it
  const wire = (engine.transport as unknown as { ws: { _socket: { pause(): void; resume(): void } } }).ws._socket
  wire.pause()
  // More than the buffers of a connection hold.
  const ANSWERS = 200_000
  for (let seq = 1; seq <= ANSWERS; seq++) {
    taken[0]?.answer.durable(seq)
    if (seq % 10_000 === 0) {
      near.emit('told', seq)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }
  wire.resume()
  await expect.poll(() => acks.length, { timeout: 20_000 }).toBe(ANSWERS)
  expect(acks.every((seq, at) => seq === at + 1)).toBe(true)
  await expect.poll(() => told).toEqual(Array.from({ length: 20 }, (_, at) => (at + 1) * 10_000))
}, 30_000)
