/** WebSocket servers of `ws`: clients, and what waits to be sent to them. */
import { type Adapter, hasMethods, listed } from '../adapter'

interface WsClient {
  readonly bufferedAmount: number
  readonly readyState: number
}

interface Opening {
  headers?: Record<string, string | string[] | undefined>
  socket?: { remoteAddress?: string; remotePort?: number }
}

interface WsServer {
  readonly clients?: ReadonlySet<WsClient>
  on(event: 'connection', listener: (client: WsClient, request?: Opening) => void): unknown
  off(event: 'connection', listener: (client: WsClient, request?: Opening) => void): unknown
}

interface Known {
  id: number
  sinceMs: number
  address: string | null
}

let lastId = 0
const known = new WeakMap<WsClient, Known>()

function onConnection(client: WsClient, request?: Opening): void {
  const { remoteAddress, remotePort } = request?.socket ?? {}
  known.set(client, {
    id: ++lastId,
    sinceMs: Date.now(),
    address: remoteAddress === undefined ? null : `${remoteAddress}:${remotePort}`,
  })
}

/** One that came before it was watched is numbered when it is first looked at; for how long it has been there is not known. */
function idOf(client: WsClient): number {
  const before = known.get(client)
  if (before) return before.id
  known.set(client, { id: ++lastId, sinceMs: Number.NaN, address: null })
  return lastId
}

function ageOf(client: WsClient): number | null {
  const sinceMs = known.get(client)?.sinceMs ?? Number.NaN
  return Number.isNaN(sinceMs) ? null : Date.now() - sinceMs
}

const clients = listed<WsServer, WsClient>({
  name: 'NAME clients',
  list: (server) => server.clients ?? [],
  readers: {
    id: idOf,
    bytes: ({ bufferedAmount }) => bufferedAmount,
    ageMs: ageOf,
    label: (client) => known.get(client)?.address,
  },
})

/** A server with very many clients is added up every tenth time only, and the sum before is told again meanwhile. */
const MANY = 1_000
const READS_BETWEEN = 10
const sums = new WeakMap<WsServer, { bytes: number; readsLeft: number }>()

function bufferedBytes(server: WsServer): number | undefined {
  if (!server.clients) return undefined
  const before = sums.get(server)
  if (before && before.readsLeft > 0) {
    before.readsLeft--
    return before.bytes
  }
  let bytes = 0
  for (const client of server.clients) bytes += client.bufferedAmount
  sums.set(server, { bytes, readsLeft: server.clients.size > MANY ? READS_BETWEEN - 1 : 0 })
  return bytes
}

const hasClients = (server: WsServer): boolean => server.clients instanceof Set

export const wsServer: Adapter<WsServer> = {
  what: 'a WebSocket server of ws',
  base: 'ws',
  recognises: (thing) => hasMethods(thing, 'handleUpgrade', 'shouldHandle', 'on', 'off'),
  series: [
    {
      kind: 'clients',
      name: 'NAME',
      help: 'WebSocket clients that are connected.',
      isTold: hasClients,
      lack: 'this server was made with clientTracking: false, so it does not know its clients',
      read: (server) => server.clients?.size,
    },
    {
      kind: 'gauge',
      name: 'NAME.buffered',
      unit: 'bytes',
      help: 'What waits to be sent to WebSocket clients.',
      isTold: hasClients,
      lack: 'this server was made with clientTracking: false, so it does not know its clients',
      read: bufferedBytes,
    },
  ],
  entities: [clients],
  begin: (server) => void server.on('connection', onConnection),
  end: (server) => void server.off('connection', onConnection),
}
