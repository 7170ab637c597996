/** Servers of socket.io from 3 on: connections of the engine, sockets and rooms of all namespaces. */
import { type Adapter, hasMethods, listed, numberIn } from '../adapter'

interface IoSocket {
  readonly id: string
  readonly rooms?: ReadonlySet<unknown>
  readonly handshake?: { issued?: number; address?: string }
  readonly conn?: { writeBuffer?: readonly unknown[] }
}

interface Namespace {
  readonly sockets: ReadonlyMap<string, IoSocket>
  readonly adapter?: { rooms?: ReadonlyMap<unknown, unknown>; sids?: ReadonlyMap<unknown, unknown> }
}

interface IoServer {
  readonly engine?: { readonly clientsCount?: number }
  readonly sockets: Namespace
  /** All namespaces by name; not part of what is documented. */
  readonly ['_nsps']?: unknown
}

/** Where they cannot be listed, the one that is documented: `/`. */
function namespacesOf(io: IoServer): Iterable<Namespace> {
  const all = io['_nsps']
  return all instanceof Map ? (all as ReadonlyMap<string, Namespace>).values() : [io.sockets]
}

function sum(io: IoServer, read: (namespace: Namespace) => number): number {
  let total = 0
  for (const namespace of namespacesOf(io)) total += read(namespace)
  return total
}

/** Each socket is in a room of its own, which is no room that anybody made. */
function madeRooms({ adapter }: Namespace): number {
  return Math.max(0, (adapter?.rooms?.size ?? 0) - (adapter?.sids?.size ?? 0))
}

function* socketsOf(io: IoServer): Generator<IoSocket> {
  for (const { sockets } of namespacesOf(io)) yield* sockets.values()
}

const sockets = listed<IoServer, IoSocket>({
  name: 'NAME sockets',
  list: socketsOf,
  readers: {
    id: ({ id }) => id,
    bytes: null,
    // Packets that wait to be written: what a slow client makes the server keep.
    count: ({ conn }) => conn?.writeBuffer?.length,
    ageMs: ({ handshake }) => (handshake?.issued === undefined ? null : Date.now() - handshake.issued),
    label: ({ handshake }) => handshake?.address,
  },
})

export const socketIo: Adapter<IoServer> = {
  what: 'a socket.io server',
  base: 'socketio',
  recognises: (thing) =>
    (thing as Partial<IoServer>).sockets?.sockets instanceof Map && hasMethods(thing, 'of', 'emit', 'close'),
  series: [
    {
      kind: 'clients',
      name: 'NAME',
      help: 'Clients that are connected to the engine of socket.io, whatever namespaces they are in.',
      isTold: (io) => numberIn(io.engine, 'clientsCount') !== undefined,
      lack: 'this server has no engine yet: watch it after it was attached to an HTTP server',
      read: (io) => io.engine?.clientsCount,
    },
    {
      kind: 'gauge',
      name: 'NAME.sockets',
      help: 'Sockets in all namespaces: a client has one in each that it has joined.',
      isTold: (io) => io['_nsps'] instanceof Map,
      lack: 'this version of socket.io does not list its namespaces, so sockets and rooms are those of the namespace /',
      read: (io) => sum(io, (namespace) => namespace.sockets.size),
    },
    {
      kind: 'registry',
      name: 'NAME.rooms',
      help: 'Rooms in all namespaces, but for the one that each socket has for itself.',
      read: (io) => sum(io, madeRooms),
    },
  ],
  entities: [sockets],
}
