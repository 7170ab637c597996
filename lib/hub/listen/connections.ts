/**
 * How many connections there may be. Those that have not asked for anything yet have a bound of their own: past it the one
 * that has waited longest goes, so that however many stand at the door and say nothing, who has something to say comes in.
 */
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'

export interface ConnectionLimits {
  /** All of them; one more is closed at once. */
  all: number
  /** Those that have not sent a whole head of a request. */
  silent: number
}

export interface ConnectionCounts {
  /** Closed because there were too many in all. */
  droppedConnections: number
  /** Closed because too many said nothing. */
  droppedSilent: number
}

export interface Connections {
  /** Open now, and those of them that have not asked for anything yet. */
  read(): { open: number; silent: number }
}

/** Starts to count and bound the connections of `server`. */
export function boundConnections(
  server: Server,
  limits: ConnectionLimits,
  counts: ConnectionCounts,
  onDropped: () => void,
): Connections {
  const silent = new Map<string, Socket>()
  let open = 0
  server.maxConnections = limits.all
  server.on('drop', () => {
    counts.droppedConnections++
    onDropped()
  })
  server.on('connection', (socket: Socket) => {
    open++
    const key = keyOf(socket)
    silent.set(key, socket)
    socket.once('close', () => {
      open--
      if (silent.get(key) === socket) silent.delete(key)
    })
    if (silent.size > limits.silent) dropOldest()
  })

  function dropOldest(): void {
    for (const [key, socket] of silent) {
      silent.delete(key)
      counts.droppedSilent++
      socket.destroy()
      return
    }
  }

  const speaks = (request: IncomingMessage) => silent.delete(keyOf(request.socket))
  server.prependListener('request', speaks)
  server.prependListener('upgrade', speaks)
  return { read: () => ({ open, silent: silent.size }) }
}

/** Under TLS a request has another socket than the connection that it came over, with the same ends. */
function keyOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}
