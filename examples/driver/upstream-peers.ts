/** The peers behind the gateways: one real server that answers each piece of work after the time it takes. */
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { readLines, writeLine } from '../wire/lines'

export class UpstreamPeers {
  readonly #sockets = new Set<Socket>()
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #server = createServer((socket) => {
    this.#sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.once('close', () => this.#sockets.delete(socket))
    readLines(socket, ({ id, workMs }) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer)
        writeLine(socket, { type: 'answer', id })
      }, Number(workMs))
      this.#timers.add(timer)
    })
  })

  async start(): Promise<number> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the peers have no port')
    return address.port
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer)
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }
}
