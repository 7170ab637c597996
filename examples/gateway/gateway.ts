import { createServer, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import { readLines, writeLine } from '../wire/lines'
import { type Client, ClientMap } from './client-map'
import { ConnectionPool } from './connection-pool'
import type { FaultSwitch } from './faults'
import { PendingCalls } from './pending-calls'
import { ServiceRegistry } from './service-registry'
import { StreamMap } from './stream-map'
import { Upstream } from './upstream'

const SECOND_MS = 1_000
const KIB = 1_024

export const GATEWAY_LIMITS = {
  poolMax: 1_000,
  clientsMax: 10_000,
  serviceLifeMs: 300 * SECOND_MS,
  sweepMs: 60 * SECOND_MS,
  poolIdleMs: 20 * SECOND_MS,
  /** A client is asked whether it is there, and goes when it did not answer twice. */
  pingMs: 5 * SECOND_MS,
  silentMs: 12 * SECOND_MS,
  callDeadlineMs: 10 * SECOND_MS,
} as const

/** Tells what happened, for the agent's events. */
export type Tell = (type: 'cleanup' | 'caller-died', message: string, count: number) => void

/** The gateway of a mesh: clients on one side, peers on the other, and five structures between them. */
export class Gateway {
  calls = 0
  readonly pool: ConnectionPool
  readonly clients: ClientMap
  readonly streams: StreamMap
  readonly registry: ServiceRegistry
  readonly pending: PendingCalls
  readonly upstream = new Upstream(undefined, (call) => this.#answer(call))
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #timers: NodeJS.Timeout[] = []
  #endedWithCaller = 0

  constructor(
    readonly faults: FaultSwitch,
    readonly tell: Tell,
  ) {
    const { poolMax, poolIdleMs, clientsMax, serviceLifeMs } = GATEWAY_LIMITS
    const open = (peer: string) => this.upstream.open(peer)
    this.pool = new ConnectionPool({ max: poolMax, idleMs: poolIdleMs, stateBytes: 8 * KIB, open, faults })
    this.clients = new ClientMap(clientsMax, faults)
    this.streams = new StreamMap(8 * KIB, faults)
    this.registry = new ServiceRegistry(serviceLifeMs, 24 * KIB, faults)
    this.pending = new PendingCalls(16 * KIB, faults)
    this.#server = createServer((socket) => this.#connected(socket))
  }

  /** Answers the port on which clients are served. */
  async start(): Promise<number> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    this.#timers.push(
      setInterval(() => this.sweep(), GATEWAY_LIMITS.sweepMs),
      setInterval(() => this.#dropSilent(), GATEWAY_LIMITS.pingMs),
      setInterval(() => this.pool.closeIdle(Date.now()), 2 * SECOND_MS),
    )
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the gateway has no port')
    return address.port
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    for (const socket of this.#sockets) socket.destroy()
    this.pending.endAll()
    this.pool.closeAll()
    this.upstream.close()
    this.#server.close()
    await once(this.#server, 'close')
  }

  /** Sweeps the registry, and tells what happened since the sweep before. */
  sweep(): void {
    const removed = this.registry.sweep(Date.now())
    if (!this.faults.has('no-sweep')) this.tell('cleanup', `The registry's sweep removed ${removed} services.`, removed)
    const ended = this.#endedWithCaller
    if (ended > 0) this.tell('caller-died', `${ended} calls ended because their callers were gone.`, ended)
    this.#endedWithCaller = 0
  }

  /** What a gateway without the fault would not hold. */
  repair(): number {
    const now = Date.now()
    const connections = this.pool.closeIdle(now)
    return (
      connections +
      this.registry.sweep(now) +
      this.streams.removeOrphans(this.clients) +
      this.pending.removeOrphans(this.clients)
    )
  }

  #connected(socket: Socket): void {
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    // A connection that breaks is closed next, and that is where it is dealt with.
    socket.on('error', () => socket.destroy())
    const client = this.clients.enter(socket, Date.now())
    if (client === 'max_clients_reached') {
      writeLine(socket, { type: 'refused', code: client })
      socket.end()
      return
    }
    this.streams.open(client.id)
    socket.once('close', () => this.#gone(client))
    readLines(socket, (line) => this.#said(client, line))
    writeLine(socket, { type: 'welcome', client: client.id })
  }

  #said(client: Client, line: Record<string, unknown>): void {
    const now = Date.now()
    client.heardAtMs = now
    const { type, id, peer, workMs, service } = line
    if (type === 'call' && typeof id === 'number' && typeof peer === 'string' && typeof workMs === 'number') {
      this.#call(client, id, peer, workMs)
    } else if (type === 'announce' && typeof service === 'string') this.registry.announce(service, now)
    else if (type === 'leave' && typeof service === 'string') this.registry.leave(service, now)
    else if (type === 'bye') client.socket.end()
    else if (type !== 'pong') client.socket.destroy()
  }

  #call(client: Client, id: number, peer: string, workMs: number): void {
    this.calls++
    const late = (): void => writeLine(client.socket, { type: 'failed', id, code: 'deadline' })
    const call = this.pending.open(client.id, id, GATEWAY_LIMITS.callDeadlineMs, late)
    this.pool.use(peer, Date.now())
    this.upstream.call(peer, call, workMs)
  }

  #answer(call: number): void {
    const answered = this.pending.answer(call, this.clients)
    const client = answered && this.clients.find(answered.caller)
    if (client) writeLine(client.socket, { type: 'answer', id: answered.askedAs })
  }

  #gone(client: Client): void {
    this.clients.leave(client.id)
    this.streams.clientGone(client.id)
    this.#endedWithCaller += this.pending.callerGone(client.id)
  }

  #dropSilent(): void {
    const now = Date.now()
    for (const client of this.clients) {
      if (now - client.heardAtMs > GATEWAY_LIMITS.silentMs) client.socket.destroy()
      else writeLine(client.socket, { type: 'ping' })
    }
  }
}
