/** Servers of node:http2: their connections, and the streams on them, each of which is a request. Over TLS they may serve HTTP/1 too. */
import type { Http2Server, ServerHttp2Stream } from 'node:http2'
import type { Server } from 'node:net'
import { type Adapter, hasMethods, listed } from '../adapter'
import {
  beginConnections,
  connections,
  endConnections,
  isNetServer,
  isTls,
  pathOf,
  sockets,
  socketsByServer,
} from './connections'
import { beginRequests, countRequest, endRequests } from './request-load'
import { Looks, SITS_AFTER_MS } from './server-sockets'
import { overTls } from './tls-handshakes'

interface KnownStream {
  readonly id: number
  readonly sinceMs: number
  readonly path: string
}

/** nghttp2's words for a stream whose other side has said all (`http2.constants`, RFC 9113 5.1). */
const HALF_CLOSED_REMOTE = 6
const CLOSED = 7

let lastId = 0

class ServerStreams {
  readonly known = new Map<ServerHttp2Stream, KnownStream>()
  readonly #looks = new Looks()
  #halfReceived = 0

  add(stream: ServerHttp2Stream, path: string): void {
    this.known.set(stream, { id: ++lastId, sinceMs: performance.now(), path })
    stream.once('close', () => this.known.delete(stream))
  }

  /** How many began a while ago and have not come whole. */
  halfReceived(): number {
    if (!this.#looks.isDue(this.known.size)) return this.#halfReceived
    const untilMs = performance.now() - SITS_AFTER_MS
    this.#halfReceived = 0
    for (const [stream, { sinceMs }] of this.known) {
      // In the order in which they came.
      if (sinceMs > untilMs) break
      if (!isWhole(stream)) this.#halfReceived++
    }
    return this.#halfReceived
  }
}

const streamsByServer = new WeakMap<Server, ServerStreams>()

function isWhole({ endAfterHeaders, readableEnded, destroyed, state }: ServerHttp2Stream): boolean {
  return endAfterHeaders || readableEnded || destroyed || state.state === HALF_CLOSED_REMOTE || state.state === CLOSED
}

function onStream(this: Server, stream: ServerHttp2Stream, headers: Record<string, unknown>): void {
  const { ':method': method, ':path': url } = headers as Record<string, string | undefined>
  countRequest()
  streamsByServer.get(this)?.add(stream, pathOf({ method: method ?? '', url: url ?? '' }))
}

const streams = listed<Server, KnownStream>({
  name: 'NAME streams',
  list: (server) => (streamsByServer.get(server)?.known ?? []) as Iterable<KnownStream>,
  readers: {
    id: ({ id }) => id,
    bytes: (_known, stream) => (stream as ServerHttp2Stream).writableLength,
    ageMs: ({ sinceMs }) => performance.now() - sinceMs,
    label: ({ path }) => path,
  },
})

/** Those of HTTP/1 on the same server are told with the streams. */
function sum(
  server: Server,
  ofStreams: (known: ServerStreams) => number,
  ofHttp1: number | undefined,
): number | undefined {
  const known = streamsByServer.get(server)
  return known && ofHttp1 !== undefined ? ofStreams(known) + ofHttp1 : undefined
}

export const http2Server: Adapter<Server> = {
  what: 'a server of node:http2',
  base: 'http2',
  recognises: (thing) => isNetServer(thing) && hasMethods(thing, 'updateSettings'),
  series: [
    connections,
    {
      kind: 'pending',
      name: 'NAME',
      help: 'Requests that are being answered, each of them a stream.',
      read: (server) => sum(server, ({ known }) => known.size, socketsByServer.get(server)?.underWay),
    },
    {
      kind: 'pending',
      name: 'NAME.half',
      help: 'Requests that began five seconds ago or earlier and have not come whole.',
      read: (server) => sum(server, (known) => known.halfReceived(), socketsByServer.get(server)?.halfReceived()),
    },
  ],
  entities: [sockets, streams],
  begin(server) {
    beginConnections(server)
    streamsByServer.set(server, new ServerStreams())
    ;(server as Http2Server).on('stream', onStream)
    beginRequests()
  },
  end(server) {
    endConnections(server)
    streamsByServer.delete(server)
    ;(server as Http2Server).off('stream', onStream)
    endRequests()
  },
}

export const http2TlsServer: Adapter<Server> = {
  ...overTls(http2Server, 'a server of node:http2 over TLS'),
  recognises: (thing) => http2Server.recognises(thing) && isTls(thing),
}
