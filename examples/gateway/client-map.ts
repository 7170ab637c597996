import type { Socket } from 'node:net'
import type { FaultSwitch } from './faults'

export interface Client {
  readonly id: number
  readonly socket: Socket
  heardAtMs: number
}

/** Who is connected: at most `max`, and one more is told `max_clients_reached`. */
export class ClientMap {
  rejected = 0
  readonly #clients = new Map<number, Client>()
  #lastId = 0

  constructor(
    readonly max: number,
    readonly faults: FaultSwitch,
  ) {}

  get size(): number {
    return this.#clients.size
  }

  enter(socket: Socket, nowMs: number): Client | 'max_clients_reached' {
    if (this.#clients.size >= this.max && !this.faults.has('no-bound')) {
      this.rejected++
      return 'max_clients_reached'
    }
    const client: Client = { id: ++this.#lastId, socket, heardAtMs: nowMs }
    this.#clients.set(client.id, client)
    return client
  }

  find(id: number): Client | undefined {
    return this.#clients.get(id)
  }

  has(id: number): boolean {
    return this.#clients.has(id)
  }

  /** Answers whether the client was there: it leaves once, however often its end is noticed. */
  leave(id: number): boolean {
    return this.#clients.delete(id)
  }

  [Symbol.iterator](): IterableIterator<Client> {
    return this.#clients.values()
  }
}
