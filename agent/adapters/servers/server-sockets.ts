/**
 * The sockets of one server, as far as they are known: since when each is there, what is asked on it, and whether that has come whole.
 *
 * A request that came in part shows only by bytes that were read and led to nothing. So each socket remembers how many bytes had been read
 * when its last request was settled; more than that, and no request under way, is the beginning of one. Bytes of another protocol, after
 * an upgrade, are told by the parser that Node has taken off the socket.
 *
 * It hangs on the server by a WeakMap and by listeners of the server's own, so it lives as long as the server does.
 */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

/** A request that began so long ago and is not whole sits. */
export const SITS_AFTER_MS = 5_000
/** A server with very many sockets is looked through every tenth time only. */
const MANY = 1_000
const LOOKS_BETWEEN = 10

export interface KnownSocket {
  readonly id: number
  readonly sinceMs: number
  /** Requests on it whose response has not ended. */
  underWay: number
  /** The newest request while it may still come in, or while it is answered. */
  request: IncomingMessage | null
  /** How many bytes had been read when all that was asked until then had come whole. */
  settledBytes: number
  /** Since when a request is coming in. */
  comingSinceMs: number | null
}

interface HttpSocket extends Socket {
  /** Node's own, while it reads HTTP from the socket. */
  parser?: object | null
}

/** Whether a server is looked through in this frame. */
export class Looks {
  #left = 0

  isDue(size: number): boolean {
    if (this.#left-- > 0) return false
    this.#left = size > MANY ? LOOKS_BETWEEN - 1 : 0
    return true
  }
}

let lastId = 0

export class ServerSockets {
  readonly sockets = new Map<Socket, KnownSocket>()
  /** As the server counted at the last asking, those included that were there before. */
  connections: number | null = null
  /** Requests whose response has not ended. */
  underWay = 0
  #halfReceived = 0
  #upgraded = 0
  readonly #looks = new Looks()
  readonly #nowMs: () => number

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  add(socket: Socket): KnownSocket {
    const before = this.sockets.get(socket)
    if (before) return before
    const known: KnownSocket = {
      id: ++lastId,
      sinceMs: this.#nowMs(),
      underWay: 0,
      request: null,
      settledBytes: 0,
      comingSinceMs: null,
    }
    this.sockets.set(socket, known)
    socket.once('close', () => this.#remove(socket))
    return known
  }

  /** Its headers are whole. */
  began(socket: Socket, request: IncomingMessage): void {
    const known = this.add(socket)
    known.underWay++
    known.request = request
    this.underWay++
  }

  /** Its response has ended, sent or not. */
  ended(socket: Socket, request: IncomingMessage): void {
    const known = this.sockets.get(socket)
    if (!known || known.underWay === 0) return
    known.underWay--
    this.underWay--
    if (known.request === request && request.complete) this.#settle(socket, known)
  }

  /** How many sockets hold a request that began a while ago and is not whole. */
  halfReceived(): number {
    this.#look()
    return this.#halfReceived
  }

  /** How many sockets speak something else than HTTP by now. */
  upgraded(): number {
    return this.#upgraded
  }

  #remove(socket: Socket): void {
    const known = this.sockets.get(socket)
    if (!known) return
    this.underWay -= known.underWay
    this.sockets.delete(socket)
  }

  #settle(socket: Socket, known: KnownSocket): void {
    known.request = null
    known.settledBytes = socket.bytesRead
    known.comingSinceMs = null
  }

  #look(): void {
    if (!this.#looks.isDue(this.sockets.size)) return
    const nowMs = this.#nowMs()
    this.#halfReceived = 0
    this.#upgraded = 0
    for (const [socket, known] of this.sockets) {
      if (!(socket as HttpSocket).parser) {
        if (socket.bytesRead > 0) this.#upgraded++
        continue
      }
      this.#lookAt(socket, known, nowMs)
      if (known.comingSinceMs !== null && nowMs - known.comingSinceMs >= SITS_AFTER_MS) this.#halfReceived++
    }
  }

  #lookAt(socket: Socket, known: KnownSocket, nowMs: number): void {
    const { request } = known
    if (request?.complete) {
      // A response may be over before the rest of the request has come.
      if (known.underWay === 0) this.#settle(socket, known)
      else known.comingSinceMs = null
    } else if (request || socket.bytesRead > known.settledBytes) known.comingSinceMs ??= nowMs
  }
}
