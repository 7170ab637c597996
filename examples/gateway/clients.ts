import type { Socket } from 'node:net'
import type { Agent } from '@tidemark/agent'
import { PairedMaps } from '@tidemark/agent/bounded'
import { heldBytes } from '../wire/held'
import type { Fault, FaultSwitch } from './faults'

export interface Client {
  readonly id: number
  readonly socket: Socket
  heardAtMs: number
  /** It said that it leaves. */
  saidBye: boolean
}

export interface Stream {
  /** Of the client that it was opened for. */
  readonly client: number
  readonly openedAtMs: number
  /** What was sent and not yet confirmed. */
  readonly backlog: number[]
}

export interface ClientsOptions {
  max: number
  /** How much each stream holds. */
  backlogBytes: number
  /** Who was not heard for so long is thrown out. */
  silentMs: number
  faults: FaultSwitch
}

/** In an array of plain numbers. */
const NUMBER_BYTES = 8

/** Faults for which clients and streams are two plain maps. */
const PLAIN: readonly (Fault | undefined)[] = ['streams-kept', 'no-bound', 'silent-kept']

/** Clients and one stream beside each: PairedMaps, tied to the client's socket; with a fault two maps that are changed by hand. */
export class Clients {
  readonly #pairs: PairedMaps<number, Client, Stream>
  readonly #plainClients = new Map<number, Client>()
  readonly #plainStreams = new Map<number, Stream>()
  readonly #options: ClientsOptions
  #lastId = 0

  constructor(options: ClientsOptions) {
    this.#options = options
    const agent = this.#isMadePlain ? null : undefined
    this.#pairs = new PairedMaps({ name: 'ws', max: options.max, agent })
  }

  get size(): number {
    return this.#pairs.size + this.#plainClients.size
  }

  get streamCount(): number {
    return this.#pairs.streamCount + this.#plainStreams.size
  }

  enter(socket: Socket, nowMs: number): Client | 'max_clients_reached' {
    const client: Client = { id: ++this.#lastId, socket, heardAtMs: nowMs, saidBye: false }
    if (!this.#isPlain) {
      const pair = this.#pairs.enter(client.id, client, () => this.#openStream(client.id, nowMs), socket)
      return pair === 'max_clients_reached' ? pair : client
    }
    this.#plainClients.set(client.id, client)
    this.#plainStreams.set(client.id, this.#openStream(client.id, nowMs))
    socket.once('close', () => this.#plainGone(client))
    return client
  }

  has(id: number): boolean {
    return this.#pairs.get(id) !== undefined || this.#plainClients.has(id)
  }

  /** Asks everybody whether they are there, and throws out who has not answered for too long. */
  ask(nowMs: number, ping: (client: Client) => void): void {
    const isKept = this.#options.faults.has('silent-kept')
    for (const client of this.#all()) {
      const isSilent = nowMs - client.heardAtMs > this.#options.silentMs
      if (!isSilent) ping(client)
      else if (!isKept) client.socket.destroy()
    }
  }

  /** Removes clients whose connection is closed, and the streams of those that are gone; answers how many that were. Who fell silent goes when it is asked next. */
  repair(): number {
    let removed = 0
    for (const { id, socket } of this.#plainClients.values()) if (socket.destroyed) this.#plainClients.delete(id)
    for (const id of this.#plainStreams.keys()) {
      if (this.#plainClients.has(id)) continue
      this.#plainStreams.delete(id)
      removed++
    }
    return removed
  }

  watchedBy(agent: Agent): void {
    // One by one, so that who asks what is kept sees which, of what age, and whether their clients are gone.
    agent.entities(
      'streams',
      { of: this, read: (clients) => clients.#streams() },
      {
        id: ({ stream }) => stream.client,
        label: ({ stream, isOrphan }) => `stream of client ${stream.client}${isOrphan ? ', who is gone' : ''}`,
        bytes: ({ stream }) => stream.backlog.length * NUMBER_BYTES,
        ageMs: ({ stream }) => Date.now() - stream.openedAtMs,
      },
    )
    if (!this.#isMadePlain) return
    agent.clients('ws', this)
    agent.streams('ws', { of: this, read: ({ streamCount }) => streamCount }, { matches: 'clients.ws' })
  }

  close(): void {
    this.#pairs.close()
  }

  get #isMadePlain(): boolean {
    return PLAIN.includes(this.#options.faults.fault)
  }

  get #isPlain(): boolean {
    return this.#options.faults.isOn && this.#isMadePlain
  }

  #openStream(client: number, openedAtMs: number): Stream {
    return { client, openedAtMs, backlog: heldBytes(this.#options.backlogBytes) }
  }

  *#streams(): IterableIterator<{ stream: Stream; isOrphan: boolean }> {
    for (const pair of this.#pairs.pairs()) for (const stream of pair.streams()) yield { stream, isOrphan: false }
    for (const stream of this.#plainStreams.values()) yield { stream, isOrphan: !this.#plainClients.has(stream.client) }
  }

  #plainGone({ id, saidBye }: Client): void {
    if (this.#options.faults.has('silent-kept') && !saidBye) return
    this.#plainClients.delete(id)
    if (!this.#options.faults.has('streams-kept')) this.#plainStreams.delete(id)
  }

  *#all(): IterableIterator<Client> {
    for (const { client } of this.#pairs.pairs()) yield client
    yield* this.#plainClients.values()
  }
}
