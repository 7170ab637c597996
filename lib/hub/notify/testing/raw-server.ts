/** A TCP server that does what a test says, however wrong. */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

export interface RawServer {
  port: number
  stop: () => Promise<void>
}

export async function startRawServer(serve: (socket: Socket) => void): Promise<RawServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    serve(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

const GIB = 1_073_741_824

/** Writes `chunk` again and again, as fast as it is taken, until a gigabyte is out or the other end hangs up. */
export function pour(socket: Socket, head: string, chunk: Buffer, sent = { bytes: 0 }): void {
  const endAt = sent.bytes + GIB
  const more = () => {
    while (!socket.destroyed && sent.bytes < endAt) {
      sent.bytes += chunk.length
      if (!socket.write(chunk)) {
        socket.once('drain', more)
        return
      }
    }
  }
  socket.write(head)
  more()
}
