/** A hub's side of the wire for tests: a real socket.io server that keeps what came, and can be told to refuse or to stay silent. */
import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket as NetSocket } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { Server, type Socket } from 'socket.io'
import {
  AGENT_NAMESPACE,
  type AgentEvent,
  type Frame,
  type Hello,
  type Refusal,
  type SeriesDeclaration,
} from '../../lib/protocol/agent-wire'
import { decodeEvents, decodeFrames, decodeHello, decodeSeries } from '../../lib/protocol/decode'

type Said = 'hello' | 'series' | 'frames' | 'events'
type Ack = (answer: unknown) => void

export interface TestHub {
  readonly url: string
  readonly port: number
  readonly hellos: Hello[]
  /** The series of the last life, in order. */
  readonly series: string[]
  /** As they were declared. */
  readonly declared: SeriesDeclaration[]
  /** The first value of each seq, as it came. */
  readonly frames: Map<number, Frame>
  /** How often each seq came. */
  readonly deliveries: Map<number, number>
  readonly events: AgentEvent[]
  /** The largest number of frames in one message. */
  readonly largestMessage: () => number
  /** Refuses, or with `silent` does not answer, what it answers for. */
  answerWith: (said: Said, message: unknown) => Refusal | 'silent' | undefined
  /** Resolves when `holds` does; looked at after each message. */
  until(holds: () => boolean): Promise<void>
  command(message: unknown): Promise<unknown>
  /** What was uploaded whole, unzipped, by the id of its capture. */
  readonly captures: Map<string, Received>
  /** Every upload that began. */
  readonly uploads: string[]
  /** Does with an upload what it likes, where it answers true; else it is taken. */
  takeUpload: (id: string, request: IncomingMessage, response: ServerResponse) => boolean
  /** Cuts every connection without a word, and listens no more. */
  kill(): Promise<void>
}

export interface Received {
  authorization: string | undefined
  contentType: string | undefined
  body: Buffer
}

export interface TestHubOptions {
  /** 0 picks a free one. */
  port?: number
  token?: string
  /** What was durable before a restart. */
  kept?: Map<number, Frame>
}

export async function startTestHub({ port = 0, token, kept = new Map() }: TestHubOptions = {}): Promise<TestHub> {
  const http = createServer()
  const sockets = new Set<NetSocket>()
  http.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const io = new Server(http, { perMessageDeflate: false, serveClient: false })
  const waiting = new Set<{ holds: () => boolean; resolve: () => void }>()
  let width = 0
  let largest = 0
  const hub = {
    hellos: [] as Hello[],
    series: [] as string[],
    declared: [] as SeriesDeclaration[],
    frames: kept,
    deliveries: new Map<number, number>(),
    events: [] as AgentEvent[],
    answerWith: (): undefined => undefined,
    captures: new Map<string, Received>(),
    uploads: [] as string[],
    takeUpload: () => false,
  } as unknown as TestHub & { url: string; port: number }

  http.on('request', (request, response) => {
    const id = /^\/api\/v1\/captures\/([^/]+)\/content$/u.exec(request.url ?? '')?.[1]
    if (request.method === 'PUT' && id !== undefined) void onUpload(id, request, response)
  })

  async function onUpload(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    hub.uploads.push(id)
    request.on('error', () => {})
    look()
    if (hub.takeUpload(id, request, response)) return
    const chunks: Buffer[] = []
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer)
    } catch {
      // Cut on the way: not whole, so not there.
      return
    }
    const { authorization, 'content-type': contentType } = request.headers
    hub.captures.set(id, { authorization, contentType, body: gunzipSync(Buffer.concat(chunks)) })
    response.writeHead(201, { 'content-type': 'application/json' }).end('{}')
    look()
  }

  const take: Record<Said, (message: unknown) => object> = {
    hello(message) {
      const hello = decodeHello(message, Date.now())
      if (!hello.ok) return hello
      hub.hellos.push(hello.value)
      hub.series.splice(0, hub.series.length, ...hello.value.series.map(({ name }) => name))
      hub.declared.splice(0, hub.declared.length, ...hello.value.series)
      width = hub.series.length
      return { ok: true, process: 'test.process', frameAfter: Math.max(0, ...hub.frames.keys()), maxFrames: 600 }
    },
    series(message) {
      const series = decodeSeries(message, new Set(hub.series))
      if (!series.ok) return series
      hub.series.push(...series.value.map(({ name }) => name))
      hub.declared.push(...series.value)
      width = hub.series.length
      return { ok: true }
    },
    frames(message) {
      const block = decodeFrames(message, width, Date.now())
      if (!block.ok) return block
      const { frames } = message as { frames: Frame[] }
      largest = Math.max(largest, frames.length)
      for (const frame of frames) {
        hub.deliveries.set(frame.seq, (hub.deliveries.get(frame.seq) ?? 0) + 1)
        if (!hub.frames.has(frame.seq)) hub.frames.set(frame.seq, frame)
      }
      return { ok: true, durable: Math.max(0, ...hub.frames.keys()) }
    },
    events(message) {
      const events = decodeEvents(message, Date.now())
      if (!events.ok) return events
      hub.events.push(...events.value)
      return { ok: true }
    },
  }

  function onMessage(said: Said, message: unknown, ack: Ack): void {
    const answer = hub.answerWith(said, message)
    if (answer !== 'silent') ack(answer ?? take[said](message))
    look()
  }

  function look(): void {
    for (const waiter of waiting) {
      if (!waiter.holds()) continue
      waiting.delete(waiter)
      waiter.resolve()
    }
  }

  const namespace = io.of(AGENT_NAMESPACE)
  if (token !== undefined) {
    namespace.use((socket, next) => {
      if (socket.handshake.auth['token'] === token) return next()
      next(Object.assign(new Error('no'), { data: { code: 'bad_token', message: 'the token is not the hub’s.' } }))
    })
  }
  namespace.on('connection', (socket: Socket) => {
    for (const said of ['hello', 'series', 'frames', 'events'] as const) {
      socket.on(said, (message: unknown, ack: Ack) => onMessage(said, message, ack))
    }
    socket.on('disconnect', look)
    look()
  })
  await listen(http, port)
  hub.port = (http.address() as AddressInfo).port
  hub.url = `http://127.0.0.1:${hub.port}`
  return Object.assign(hub, {
    largestMessage: () => largest,
    until: (holds: () => boolean) =>
      new Promise<void>((resolve) => {
        waiting.add({ holds, resolve })
        look()
      }),
    command: async (message: unknown) => {
      const [socket] = await namespace.fetchSockets()
      return new Promise((resolve) => {
        namespace.sockets.get(socket?.id as never)?.emit('command', message, resolve)
      })
    },
    kill: () =>
      new Promise<void>((resolve) => {
        http.close(() => resolve())
        for (const socket of sockets) socket.destroy()
        io.engine.close()
      }),
  })
}

function listen(http: HttpServer, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, '127.0.0.1', () => resolve())
  })
}
