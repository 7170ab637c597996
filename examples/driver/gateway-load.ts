import { connect, type Socket } from 'node:net'
import { readLines, writeLine } from '../wire/lines'
import { type Ending, startClient } from './demo-client'

const CLIENTS = 80
const SECOND_MS = 1_000
const SERVICES = 80
const CORE_PEERS = 6
// Of ten calls, this many go to a peer that was never called before; the others to one of the regular peers.
const FRESH_PEER_SHARE = 0.15
const REGULAR_PEERS = 40

/** The load of one gateway: clients that come and go for ever, always about the same number, and services that are announced. */
export class GatewayLoad {
  readonly #clients = new Set<{ stop(): void }>()
  readonly #timers: NodeJS.Timeout[] = []
  #registrar: Socket | undefined
  #lastPeer = 0
  #announced = 0
  #lastVisitor = 0
  #isStopped = false

  constructor(readonly port: number) {}

  start(): void {
    this.#timers.push(
      // One a turn, so that they arrive over some seconds and do not all leave together.
      setInterval(() => this.#clients.size < CLIENTS && this.#startClient(), 50),
      setInterval(() => this.#announceNext(), 500),
      setInterval(() => this.#visit(), 2 * SECOND_MS),
    )
    this.#registrar = connect(this.port, '127.0.0.1')
    const registrar = this.#registrar
    // Whoever watches the gateway starts this load anew with its next port.
    registrar.on('error', () => registrar.destroy())
    readLines(registrar, ({ type }) => type === 'ping' && writeLine(registrar, { type: 'pong' }))
    for (let service = 0; service < SERVICES; service++) this.#announceNext()
  }

  stop(): void {
    this.#isStopped = true
    for (const timer of this.#timers) clearInterval(timer)
    for (const client of this.#clients) client.stop()
    this.#registrar?.destroy()
  }

  #startClient(): void {
    const client = startClient(
      {
        port: this.port,
        lifeMs: (5 + Math.random() * 30) * SECOND_MS,
        ending: anEnding(),
        callEveryMs: (2 + Math.random() * 3) * SECOND_MS,
        nextPeer: () => this.#nextPeer(),
      },
      () => this.#clients.delete(client),
    )
    if (this.#isStopped) client.stop()
    else this.#clients.add(client)
  }

  #nextPeer(): string {
    if (Math.random() < FRESH_PEER_SHARE) return `visited-${++this.#lastPeer}`
    const regular = Math.floor(Math.random() * REGULAR_PEERS)
    return regular < CORE_PEERS ? `core-${regular}` : `regular-${regular}`
  }

  /** Each service is announced again every 40 s, long before its life of 300 s is over. */
  #announceNext(): void {
    const service = `service-${this.#announced++ % SERVICES}`
    if (this.#registrar) writeLine(this.#registrar, { type: 'announce', service })
  }

  /** A service that is there for a few seconds and says so when it leaves; its entry waits for the next sweep. */
  #visit(): void {
    const registrar = this.#registrar
    if (!registrar) return
    writeLine(registrar, { type: 'leave', service: `visitor-${this.#lastVisitor}` })
    writeLine(registrar, { type: 'announce', service: `visitor-${++this.#lastVisitor}` })
  }
}

function anEnding(): Ending {
  const dice = Math.random()
  return dice < 0.5 ? 'polite' : dice < 0.9 ? 'abrupt' : 'silent'
}
