import { connect, type Socket } from 'node:net'
import { readLines, writeLine } from '../wire/lines'
import { type Ending, startClient } from './demo-client'

const SECOND_MS = 1_000
const SERVICES = 80
const CORE_PEERS = 6
// Of ten calls, this many go to a peer that was never called before; the others to one of the regular peers.
const FRESH_PEER_SHARE = 0.15
const REGULAR_PEERS = 40

export interface LoadPlan {
  /** How many clients are there at a time, besides those that fell silent and were not thrown out yet. */
  clients: number
  /** How long each lives, and how far apart its calls are: from the first to the second of these. */
  lifeMs: readonly [number, number]
  callEveryMs: readonly [number, number]
}

export const DEMO_LOAD: LoadPlan = {
  clients: 80,
  lifeMs: [5 * SECOND_MS, 35 * SECOND_MS],
  callEveryMs: [2 * SECOND_MS, 5 * SECOND_MS],
}

const ARRIVE_EVERY_MS = 50
/** Clients that arrive at first do so over so long, and then as others leave. */
const ARRIVAL_MS = 4 * SECOND_MS

/** The load of one gateway: clients that come and go for ever, always about the same number, and services that are announced. */
export class GatewayLoad {
  /** Those that call, and all whose connection is open. */
  readonly #alive = new Set<object>()
  readonly #open = new Set<{ stop(): void }>()
  readonly #timers: NodeJS.Timeout[] = []
  #registrar: Socket | undefined
  #lastPeer = 0
  #announced = 0
  #lastVisitor = 0
  #isStopped = false

  constructor(
    readonly port: number,
    readonly plan: LoadPlan = DEMO_LOAD,
  ) {}

  start(): void {
    this.#timers.push(
      // A few a turn, so that they arrive over some seconds and do not all leave together.
      setInterval(() => this.#arrive(), ARRIVE_EVERY_MS),
      setInterval(() => this.#announceNext(), 500),
      setInterval(() => this.#visit(), SECOND_MS),
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
    for (const client of this.#open) client.stop()
    this.#registrar?.destroy()
  }

  #arrive(): void {
    const { clients } = this.plan
    const most = Math.ceil((clients * ARRIVE_EVERY_MS) / ARRIVAL_MS)
    for (let came = 0; came < most && this.#alive.size < clients; came++) this.#startClient()
  }

  #startClient(): void {
    const { lifeMs, callEveryMs } = this.plan
    const life = {}
    const client = startClient(
      {
        port: this.port,
        lifeMs: between(lifeMs),
        ending: anEnding(),
        callEveryMs: between(callEveryMs),
        nextPeer: () => this.#nextPeer(),
      },
      () => this.#alive.delete(life),
      () => this.#open.delete(client),
    )
    if (this.#isStopped) {
      client.stop()
      return
    }
    this.#alive.add(life)
    this.#open.add(client)
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

  /** A service that is there for a few seconds and says so when it leaves. */
  #visit(): void {
    const registrar = this.#registrar
    if (!registrar) return
    writeLine(registrar, { type: 'leave', service: `visitor-${this.#lastVisitor}` })
    writeLine(registrar, { type: 'announce', service: `visitor-${++this.#lastVisitor}` })
  }
}

function between([least, most]: readonly [number, number]): number {
  return least + Math.random() * (most - least)
}

function anEnding(): Ending {
  const dice = Math.random()
  return dice < 0.5 ? 'polite' : dice < 0.9 ? 'abrupt' : 'silent'
}
