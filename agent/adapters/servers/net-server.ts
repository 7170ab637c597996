/** Servers of node:net, node:tls, node:http, node:https and node:http2: their sockets, and what is asked over them. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Server, Socket } from 'node:net'
import { reportOf } from '../../current'
import { type Adapter, hasMethods, hasNumbers, listed, type WatchedSeries } from '../adapter'
import { guarded } from '../told'
import { type KnownSocket, ServerSockets } from './server-sockets'

const REQUEST_START = 'http.server.request.start'

interface RequestStart {
  request: IncomingMessage
  response: ServerResponse
  socket: Socket
  server: Server
}

const socketsByServer = new WeakMap<Server, ServerSockets>()
/** Requests are a number of the whole process; `watched` is how many HTTP servers are listened to. */
const load = { requests: 0, watched: 0, isReported: false }

const isNetServer = (thing: object): boolean => hasMethods(thing, 'listen', 'getConnections', 'address', 'close', 'on')
const isHttpServer = (thing: object): boolean =>
  isNetServer(thing) && hasNumbers(thing, 'headersTimeout', 'keepAliveTimeout')
/** A server of node:tls or node:https: its sockets are those whose handshake is done. */
const isTls = (thing: object): boolean => hasMethods(thing, 'setSecureContext', 'getTicketKeys')
const isHttp2 = (thing: object): boolean => isNetServer(thing) && hasMethods(thing, 'updateSettings')

function onConnection(this: Server, socket: Socket): void {
  socketsByServer.get(this)?.add(socket)
}

const onRequest = guarded('requests of HTTP servers', (message: unknown) => {
  const { request, response, socket, server } = message as RequestStart
  const known = socketsByServer.get(server)
  if (!known) return
  load.requests++
  known.began(socket, request)
  response.once('close', () => known.ended(socket, request))
})

function connectionsOf(server: Server): number | null {
  const known = socketsByServer.get(server)
  if (!known) return null
  askForConnections(server, known)
  return known.connections
}

/** Node answers in the next turn, and so does this: the count is at most one frame old. */
function askForConnections(server: Server, known: ServerSockets): void {
  server.getConnections((error, count) => {
    known.connections = error ? null : count
  })
}

function begin(server: Server): void {
  const known = new ServerSockets(() => performance.now())
  socketsByServer.set(server, known)
  server.on(isTls(server) ? 'secureConnection' : 'connection', onConnection)
  askForConnections(server, known)
}

function end(server: Server): void {
  socketsByServer.delete(server)
  server.off(isTls(server) ? 'secureConnection' : 'connection', onConnection)
}

/** A socket that was accepted before its server was found. */
export function noteSocket(server: Server, socket: Socket): void {
  if (!isTls(server)) socketsByServer.get(server)?.add(socket)
}

const connections: WatchedSeries<Server> = {
  kind: 'clients',
  name: 'NAME',
  help: 'Connections that are open.',
  max: ({ maxConnections }) => (maxConnections > 0 && Number.isFinite(maxConnections) ? maxConnections : undefined),
  read: connectionsOf,
}

function pathOf(request: IncomingMessage): string {
  // What follows the path may hold what must not leave the process.
  return `${request.method ?? ''} ${request.url?.split('?', 1)[0] ?? ''}`
}

/** Of a Map the readers are given the value, and its key. */
const sockets = listed<Server, KnownSocket>({
  name: 'NAME sockets',
  list: (server) => (socketsByServer.get(server)?.sockets ?? []) as Iterable<KnownSocket>,
  readers: {
    id: ({ id }) => id,
    // What was written and has not left: what a slow client makes the server keep.
    bytes: (_known, socket) => (socket as Socket).writableLength,
    ageMs: ({ sinceMs }) => performance.now() - sinceMs,
    label({ request }, socket) {
      const { remoteAddress = 'closed', remotePort = '' } = socket as Socket
      const from = `${remoteAddress}:${remotePort}`
      return request ? `${from} ${pathOf(request)}` : from
    },
  },
})

export const netServer: Adapter<Server> = {
  what: 'a server of node:net or node:tls',
  base: (server) => (isHttp2(server) ? 'http2' : isTls(server) ? 'tls' : 'net'),
  recognises: isNetServer,
  series: [connections],
  entities: [sockets],
  begin,
  end,
}

export const httpServer: Adapter<Server> = {
  what: 'a server of node:http or node:https',
  base: 'http',
  recognises: isHttpServer,
  series: [
    connections,
    {
      kind: 'pending',
      name: 'NAME',
      help: 'Requests that are being answered.',
      read: (server) => socketsByServer.get(server)?.underWay,
    },
    {
      kind: 'pending',
      name: 'NAME.half',
      help: 'Requests that began five seconds ago or earlier and have not come whole.',
      read: (server) => socketsByServer.get(server)?.halfReceived(),
    },
    {
      kind: 'gauge',
      name: 'NAME.upgraded',
      help: 'Connections that were upgraded, to WebSockets for instance.',
      read: (server) => socketsByServer.get(server)?.upgraded(),
    },
  ],
  entities: [sockets],
  begin(server) {
    begin(server)
    if (load.watched++ === 0) subscribe(REQUEST_START, onRequest)
    reportLoad()
  },
  end(server) {
    end(server)
    if (--load.watched === 0) unsubscribe(REQUEST_START, onRequest)
  },
}

/** Memory is judged against the load where it is known; the program's own count goes before this one. */
function reportLoad(): void {
  if (load.isReported) return
  load.isReported = true
  reportOf(load, (agent, { of }) => [
    agent.counter('load.requests', { of, read: ({ requests }) => requests, yields: true }),
  ])
}
