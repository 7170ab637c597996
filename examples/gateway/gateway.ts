import { createServer, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import type { Agent } from '@tidemark/agent'
import { AdmissionGate } from '@tidemark/agent/bounded'
import { readLines, writeLine } from '../wire/lines'
import { Calls } from './calls'
import { type Client, Clients } from './clients'
import { Connections } from './connections'
import type { FaultSwitch } from './faults'
import { Services } from './services'
import { Upstream } from './upstream'

const SECOND_MS = 1_000
const KIB = 1_024

export const GATEWAY_LIMITS = {
  poolMax: 1_000,
  clientsMax: 10_000,
  /** Sockets, welcomed or not: more than that are closed before a word is read. */
  socketsMax: 11_000,
  serviceLifeMs: 300 * SECOND_MS,
  sweepMs: 60 * SECOND_MS,
  poolIdleMs: 20 * SECOND_MS,
  /** A client is asked whether it is there, and goes when it did not answer twice. */
  pingMs: 5 * SECOND_MS,
  silentMs: 12 * SECOND_MS,
  callDeadlineMs: 10 * SECOND_MS,
} as const

/** The gateway of a mesh: clients on one side, peers on the other, and bounded structures between them. */
export class Gateway {
  calls = 0
  readonly sockets = new AdmissionGate<Socket>({ name: 'sockets', max: GATEWAY_LIMITS.socketsMax })
  readonly pool: Connections
  readonly clients: Clients
  readonly services: Services
  readonly pending: Calls
  readonly upstream = new Upstream(undefined, (call) => this.pending.answer(call))
  readonly #server: Server
  readonly #open = new Set<Socket>()
  #asking: NodeJS.Timeout | undefined

  constructor(readonly faults: FaultSwitch) {
    const { poolMax, poolIdleMs, clientsMax, silentMs, serviceLifeMs, sweepMs, callDeadlineMs } = GATEWAY_LIMITS
    const open = (peer: string) => this.upstream.open(peer)
    this.pool = new Connections({ max: poolMax, idleMs: poolIdleMs, stateBytes: 8 * KIB, open, faults })
    this.clients = new Clients({ max: clientsMax, backlogBytes: 8 * KIB, silentMs, faults })
    this.services = new Services({ lifeMs: serviceLifeMs, sweepMs, descriptionBytes: 24 * KIB, faults })
    this.pending = new Calls({ deadlineMs: callDeadlineMs, requestBytes: 16 * KIB, faults })
    this.#server = createServer((socket) => this.#connected(socket))
  }

  /** Answers the port on which clients are served. */
  async start(): Promise<number> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    const ask = (): void => this.clients.ask(Date.now(), ({ socket }) => writeLine(socket, { type: 'ping' }))
    this.#asking = setInterval(ask, GATEWAY_LIMITS.pingMs)
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the gateway has no port')
    return address.port
  }

  async stop(): Promise<void> {
    clearInterval(this.#asking)
    for (const socket of this.#open) socket.destroy()
    for (const structure of [this.pending, this.pool, this.services, this.clients, this.sockets]) structure.close()
    this.upstream.close()
    this.#server.close()
    await once(this.#server, 'close')
  }

  /** The bounded structures report themselves; what a fault has in their place is told here. */
  watchedBy(agent: Agent): void {
    agent.counter('load.requests', () => this.calls)
    for (const part of [this.pool, this.clients, this.services, this.pending]) part.watchedBy(agent)
  }

  /** Lets go what a gateway without the fault would not hold; answers how many entries that were. */
  repair(): number {
    return this.pool.repair() + this.services.repair() + this.clients.repair() + this.pending.repair()
  }

  #connected(socket: Socket): void {
    this.#open.add(socket)
    socket.once('close', () => this.#open.delete(socket))
    // A connection that breaks is closed next, and that is where it is dealt with.
    socket.on('error', () => socket.destroy())
    if (this.sockets.enter(socket, socket) === 'max_clients_reached') {
      socket.destroy()
      return
    }
    const client = this.clients.enter(socket, Date.now())
    if (client === 'max_clients_reached') {
      writeLine(socket, { type: 'refused', code: client })
      socket.end()
      return
    }
    readLines(socket, (line) => this.#said(client, line))
    writeLine(socket, { type: 'welcome', client: client.id })
  }

  #said(client: Client, line: Record<string, unknown>): void {
    client.heardAtMs = Date.now()
    const { type, id, peer, workMs, service } = line
    if (type === 'call' && typeof id === 'number' && typeof peer === 'string' && typeof workMs === 'number') {
      this.#call(client, id, peer, workMs)
    } else if (type === 'announce' && typeof service === 'string') this.services.announce(service)
    else if (type === 'leave' && typeof service === 'string') this.services.leave(service)
    else if (type === 'bye') {
      client.saidBye = true
      client.socket.end()
    } else if (type !== 'pong') client.socket.destroy()
  }

  #call(client: Client, id: number, peer: string, workMs: number): void {
    this.calls++
    const call = this.pending.open(client, (how) => {
      writeLine(client.socket, how === 'answered' ? { type: 'answer', id } : { type: 'failed', id, code: how })
    })
    if (call === undefined) {
      writeLine(client.socket, { type: 'failed', id, code: 'busy' })
      return
    }
    this.pool.use(peer)
    this.upstream.call(peer, call, workMs)
  }
}
