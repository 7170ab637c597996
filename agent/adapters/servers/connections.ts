/** The connections of any server that Node makes: how many are open, and each of them. */
import type { IncomingMessage } from 'node:http'
import type { Server, Socket } from 'node:net'
import { hasMethods, listed, type WatchedSeries } from '../adapter'
import { type KnownSocket, ServerSockets } from './server-sockets'

export const socketsByServer = new WeakMap<Server, ServerSockets>()

export const isNetServer = (thing: object): boolean =>
  hasMethods(thing, 'listen', 'getConnections', 'address', 'close', 'on')
/** A server of node:tls, of node:https, or of node:http2 over TLS: its sockets are those whose handshake is done. */
export const isTls = (thing: object): boolean =>
  isNetServer(thing) && hasMethods(thing, 'setSecureContext', 'getTicketKeys')

function onConnection(this: Server, socket: Socket): void {
  socketsByServer.get(this)?.add(socket)
}

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

export function beginConnections(server: Server): void {
  const known = new ServerSockets(() => performance.now())
  socketsByServer.set(server, known)
  server.on(isTls(server) ? 'secureConnection' : 'connection', onConnection)
  askForConnections(server, known)
}

export function endConnections(server: Server): void {
  socketsByServer.delete(server)
  server.off(isTls(server) ? 'secureConnection' : 'connection', onConnection)
}

/** A socket that was accepted before its server was found. */
export function noteSocket(server: Server, socket: Socket): void {
  if (!isTls(server)) socketsByServer.get(server)?.add(socket)
}

export const connections: WatchedSeries<Server> = {
  kind: 'clients',
  name: 'NAME',
  help: 'Connections that are open.',
  max: ({ maxConnections }) => (maxConnections > 0 && Number.isFinite(maxConnections) ? maxConnections : undefined),
  read: connectionsOf,
}

/** What follows the path may hold what must not leave the process. */
export function pathOf({ method = '', url = '' }: Pick<IncomingMessage, 'method' | 'url'>): string {
  return `${method} ${url.split('?', 1)[0]}`
}

/** Of a Map the readers are given the value, and its key. */
export const sockets = listed<Server, KnownSocket>({
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
