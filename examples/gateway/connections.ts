import type { Agent } from '@tidemark/agent'
import { LruPool } from '@tidemark/agent/bounded'
import { heldBytes } from '../wire/held'
import type { FaultSwitch } from './faults'

export interface PooledConnection {
  /** What a connection holds besides its socket: buffers, what was negotiated, its last latencies. */
  readonly state: number[]
  /** Only connections to peers that are really there have a socket. */
  readonly close: (() => void) | undefined
}

export interface ConnectionsOptions {
  max: number
  /** A connection that nobody used for so long is closed. */
  idleMs: number
  /** How much each connection holds. */
  stateBytes: number
  /** Opens a real connection; answers how to close it, or nothing where the peer is not there. */
  open: (peer: string) => (() => void) | undefined
  faults: FaultSwitch
}

/** Connections to peers: an LruPool; with the fault `no-bound` a map that only grows. */
export class Connections {
  readonly #pool: LruPool<string, PooledConnection>
  readonly #kept = new Map<string, PooledConnection>()
  readonly #options: ConnectionsOptions

  constructor(options: ConnectionsOptions) {
    this.#options = options
    const { max, idleMs, faults } = options
    const dispose = (connection: PooledConnection): void => connection.close?.()
    // A gateway that was made without a bound reports its map, below.
    const agent = faults.fault === 'no-bound' ? null : undefined
    this.#pool = new LruPool({ name: 'mesh', max, idleMs, dispose, agent })
  }

  get size(): number {
    return this.#pool.size + this.#kept.size
  }

  /** The connection to `peer`, which is now the one used last. */
  use(peer: string): PooledConnection {
    if (!this.#options.faults.has('no-bound')) return this.#pool.use(peer, (name) => this.#open(name))
    const connection = this.#kept.get(peer) ?? this.#open(peer)
    this.#kept.set(peer, connection)
    return connection
  }

  /** Lets go what a pool would not hold; answers how many that were. */
  repair(): number {
    const kept = this.#kept.size
    for (const connection of this.#kept.values()) connection.close?.()
    this.#kept.clear()
    return kept
  }

  watchedBy(agent: Agent): void {
    if (this.#options.faults.fault === 'no-bound') agent.pool('mesh', this)
  }

  close(): void {
    this.#pool.close()
    this.repair()
  }

  #open(peer: string): PooledConnection {
    return { state: heldBytes(this.#options.stateBytes), close: this.#options.open(peer) }
  }
}
