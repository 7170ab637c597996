import { heldBytes } from '../wire/held'
import type { FaultSwitch } from './faults'

export interface PooledConnection {
  readonly peer: string
  usedAtMs: number
  /** What a connection holds besides its socket: buffers, what was negotiated, its last latencies. */
  readonly state: number[]
  /** Only connections to peers that are really there have a socket. */
  readonly close: (() => void) | undefined
}

export interface PoolOptions {
  max: number
  /** A connection that nobody used for so long is closed. */
  idleMs: number
  /** How much each connection holds. */
  stateBytes: number
  /** Opens a real connection; answers how to close it, or nothing where the peer is not there. */
  open: (peer: string) => (() => void) | undefined
  faults: FaultSwitch
}

/** Connections to peers, at most `max` of them by least use. A `Map` keeps its order of insertion, which is the order of use here. */
export class ConnectionPool {
  readonly #connections = new Map<string, PooledConnection>()
  readonly #options: PoolOptions

  constructor(options: PoolOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#connections.size
  }

  /** The connection to `peer`, which is now the one used last. */
  use(peer: string, nowMs: number): PooledConnection {
    const known = this.#connections.get(peer)
    const connection = known ?? {
      peer,
      usedAtMs: nowMs,
      state: heldBytes(this.#options.stateBytes),
      close: this.#options.open(peer),
    }
    connection.usedAtMs = nowMs
    this.#connections.delete(peer)
    this.#connections.set(peer, connection)
    this.#evict()
    return connection
  }

  /** Closes what nobody used for a while; answers how many that were. */
  closeIdle(nowMs: number): number {
    if (this.#options.faults.has('no-bound')) return 0
    let closed = 0
    for (const connection of this.#connections.values()) {
      if (nowMs - connection.usedAtMs < this.#options.idleMs) break
      this.#close(connection)
      closed++
    }
    return closed
  }

  closeAll(): void {
    for (const connection of this.#connections.values()) this.#close(connection)
  }

  #evict(): void {
    if (this.#options.faults.has('no-bound')) return
    for (const connection of this.#connections.values()) {
      if (this.#connections.size <= this.#options.max) return
      this.#close(connection)
    }
  }

  #close(connection: PooledConnection): void {
    this.#connections.delete(connection.peer)
    connection.close?.()
  }
}
