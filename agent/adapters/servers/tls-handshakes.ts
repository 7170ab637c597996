/**
 * TLS handshakes that have begun and not ended. A client that connects and says nothing is counted nowhere else: the server's own sockets
 * are those whose handshake is done. Each is known by the address it comes from, for that is what its plain and its secure socket share.
 */
import type { Server, Socket } from 'node:net'
import type { Adapter, WatchedSeries } from '../adapter'

const handshakesByServer = new WeakMap<Server, Map<string, Socket>>()

const addressOf = ({ remoteAddress, remotePort }: Socket): string | undefined =>
  remotePort === undefined ? undefined : `${remoteAddress} ${remotePort}`

function onAccepted(this: Server, socket: Socket): void {
  const handshakes = handshakesByServer.get(this)
  const address = addressOf(socket)
  // One that came over a pipe has no address, and is not told.
  if (!handshakes || address === undefined) return
  handshakes.set(address, socket)
  socket.once('close', () => {
    // The address may be another connection's by now.
    if (handshakes.get(address) === socket) handshakes.delete(address)
  })
}

function onSecured(this: Server, socket: Socket): void {
  handshakesByServer.get(this)?.delete(addressOf(socket) ?? '')
}

const handshakes: WatchedSeries<Server> = {
  kind: 'pending',
  name: 'NAME.handshakes',
  help: 'TLS handshakes that have begun and not ended.',
  read: (server) => handshakesByServer.get(server)?.size,
}

/** The same over TLS. */
export function overTls(adapter: Adapter<Server>, what: string): Adapter<Server> {
  return {
    ...adapter,
    what,
    series: [...adapter.series, handshakes],
    begin(server, watching) {
      adapter.begin?.(server, watching)
      handshakesByServer.set(server, new Map())
      server.on('connection', onAccepted)
      server.on('secureConnection', onSecured)
    },
    end(server) {
      adapter.end?.(server)
      handshakesByServer.delete(server)
      server.off('connection', onAccepted)
      server.off('secureConnection', onSecured)
    },
  }
}
