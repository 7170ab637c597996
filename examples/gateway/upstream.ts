import { connect, type Socket } from 'node:net'
import { readLines, writeLine } from '../wire/lines'

/**
 * The way to the peers behind the gateway. Those called `core-…` are there and get a real socket each; all others stand for
 * peers far away: their answers take the same time, without a socket.
 */
export class Upstream {
  readonly #sockets = new Map<string, Socket>()
  readonly #timers = new Set<NodeJS.Timeout>()

  constructor(
    /** Where the peers listen; `undefined` while nobody has said so. */
    public port: number | undefined,
    readonly onAnswer: (call: number) => void,
  ) {}

  /** Answers how to close the connection, or nothing where the peer is far away. */
  open(peer: string): (() => void) | undefined {
    if (this.port === undefined || !peer.startsWith('core-')) return undefined
    const socket = connect(this.port, '127.0.0.1')
    const forget = (): void => {
      if (this.#sockets.get(peer) === socket) this.#sockets.delete(peer)
    }
    // A peer that cannot be reached is one that is far away until the pool opens it again.
    socket.on('error', forget)
    socket.on('close', forget)
    readLines(socket, (line) => {
      if (line['type'] === 'answer' && typeof line['id'] === 'number') this.onAnswer(line['id'])
    })
    this.#sockets.set(peer, socket)
    return () => socket.destroy()
  }

  call(peer: string, id: number, workMs: number): void {
    const socket = this.#sockets.get(peer)
    if (socket) {
      writeLine(socket, { type: 'work', id, workMs })
      return
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      this.onAnswer(id)
    }, workMs)
    this.#timers.add(timer)
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    for (const socket of this.#sockets.values()) socket.destroy()
  }
}
