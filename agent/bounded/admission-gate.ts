/** Who may come in: at most `max` clients, and one more is told so at once, or waits in a queue that is bounded as well. */
import { isGone, onceGone, type Owner } from './gone'
import { Rate } from './rate'
import { type Bounded, Structure, type StructureOptions, wholeOption } from './structure'

export interface AdmissionGateOptions extends StructureOptions {
  /** Default 10,000. */
  max?: number | undefined
  /** How many may wait for a place (`wait()`): from 1 to 1,000,000. Default: nobody. */
  queueMax?: number | undefined
  /** How long one waits at most, in milliseconds from 1 to an hour. Default 5,000. */
  queueMs?: number | undefined
}

/** A client's place. Held until it is released, its owner ends, or the same client enters again. */
export interface Lease<Id> {
  readonly id: Id
  readonly isHeld: boolean
  /** Gives the place back, once: answers whether it was this call that did. */
  release(): boolean
}

export interface AdmissionGateStats {
  size: number
  max: number
  limit: number
  /** How many wait for a place. */
  waiting: number
  admitted: number
  released: number
  /** Who was told `max_clients_reached`, the time-outs of the queue among them. */
  rejected: number
  /** A mean over the last minute or so. */
  rejectedPerSecond: number
  /** Who entered again while the gate still held its place: the old lease is void. */
  replaced: number
}

export type Refused = 'max_clients_reached'

interface Waiter<Id> {
  readonly id: Id
  readonly owner: Owner | undefined
  readonly end: () => void
  readonly answer: (lease: Lease<Id> | Refused | 'owner_gone') => void
}

const DEFAULT_MAX = 10_000
const QUEUE_MOST = 1_000_000
const HOUR_MS = 3_600_000

/**
 * Under load it gets worse in this order, and each step costs constant time:
 *
 * 1. below `limit`, everybody enters;
 * 2. at `limit`, `enter` answers `max_clients_reached`, and `wait` waits where there is a queue: first come, first served;
 * 3. with the queue full, `wait` answers `max_clients_reached` at once; who has waited for `queueMs` is told the same;
 * 4. with `limit` lowered, nobody is thrown out: no place is given until enough were given back.
 */
export class AdmissionGate<Id> extends Structure implements Bounded<AdmissionGateStats> {
  readonly #inside = new Map<Id, Place<Id>>()
  /** A Set keeps the order in which they came. */
  readonly #queue = new Set<Waiter<Id>>()
  readonly #queueMax: number
  readonly #queueMs: number
  readonly #rate = new Rate()
  readonly #counts = { admitted: 0, released: 0, rejected: 0, replaced: 0 }

  constructor(options: AdmissionGateOptions) {
    super(options, DEFAULT_MAX)
    const { name, max } = this
    this.#queueMax = wholeOption(name, 'queueMax', options.queueMax, 1, QUEUE_MOST, 0)
    this.#queueMs = wholeOption(name, 'queueMs', options.queueMs, 1, HOUR_MS, 5_000)
    const { queueMax } = options
    this.reportBy((agent, watched) => [
      agent.clients(name, { ...watched, read: ({ size }) => size }, { max }),
      agent.counter(`rejected.${name}`, { ...watched, read: (gate) => gate.#counts.rejected }),
      ...(queueMax === undefined
        ? []
        : [agent.gauge(`waiting.${name}`, { ...watched, read: (gate) => gate.#queue.size }, { max: queueMax })]),
    ])
  }

  get size(): number {
    return this.#inside.size
  }

  has(id: Id): boolean {
    return this.#inside.has(id)
  }

  /**
   * A lease, or `max_clients_reached`. With an `owner` the lease is released when that ends, also where it died without a word; an owner
   * that is gone already gets a lease that is not held. A client that is inside already takes over its own place.
   */
  enter(id: Id, owner?: Owner): Lease<Id> | Refused {
    if (this.isClosed) return this.#refuse()
    const before = this.#inside.get(id)
    // Its place is taken over, not given back: who waits in the queue has no claim to it.
    if (!before && (this.#inside.size >= this.limit || this.#queue.size > 0)) return this.#refuse()
    return this.#admit(id, owner)
  }

  /** `enter`, waiting for a place where there is a queue and room in it. `owner_gone` where the owner ends meanwhile. */
  wait(id: Id, owner?: Owner): Promise<Lease<Id> | Refused | 'owner_gone'> {
    if (this.isClosed) return Promise.resolve(this.#refuse())
    if (owner && isGone(owner)) return Promise.resolve('owner_gone')
    if (this.#inside.has(id) || (this.#inside.size < this.limit && this.#queue.size === 0))
      return Promise.resolve(this.enter(id, owner))
    if (this.#queue.size >= this.#queueMax) return Promise.resolve(this.#refuse())
    return new Promise((resolve) => this.#enqueue(id, owner, resolve))
  }

  stats(): AdmissionGateStats {
    const rejectedPerSecond = this.#rate.perSecond(this.clock.nowMs())
    const { size, max, limit } = this
    return { size, max, limit, waiting: this.#queue.size, ...this.#counts, rejectedPerSecond }
  }

  /** Who waits is told `max_clients_reached`; every lease is released. */
  override close(): void {
    super.close()
    for (const waiter of this.#queue) {
      waiter.end()
      waiter.answer(this.#refuse())
    }
    for (const place of this.#inside.values()) place.release()
  }

  protected override limited(): void {
    this.#callNext()
  }

  #refuse(): Refused {
    this.#counts.rejected++
    this.#rate.count(this.clock.nowMs())
    return 'max_clients_reached'
  }

  #admit(id: Id, owner: Owner | undefined): Lease<Id> {
    const before = this.#inside.get(id)
    if (before?.lapse()) this.#counts.replaced++
    const place = new Place(id, () => this.#left(place))
    this.#inside.set(id, place)
    this.#counts.admitted++
    if (owner) place.tieTo(owner)
    return place
  }

  #left(place: Place<Id>): void {
    this.#inside.delete(place.id)
    this.#counts.released++
    this.#callNext()
  }

  #enqueue(id: Id, owner: Owner | undefined, answer: Waiter<Id>['answer']): void {
    const endTimer = this.clock.after(this.#queueMs, () => {
      waiter.end()
      answer(this.#refuse())
    })
    const endListening =
      owner &&
      onceGone(owner, () => {
        waiter.end()
        answer('owner_gone')
      })
    const end = (): void => {
      this.#queue.delete(waiter)
      endTimer()
      endListening?.()
    }
    const waiter: Waiter<Id> = { id, owner, end, answer }
    this.#queue.add(waiter)
  }

  #callNext(): void {
    if (this.isClosed) return
    for (const waiter of this.#queue) {
      if (this.#inside.size >= this.limit) return
      waiter.end()
      waiter.answer(this.#admit(waiter.id, waiter.owner))
    }
  }
}

class Place<Id> implements Lease<Id> {
  readonly id: Id
  #left: (() => void) | undefined
  #endListening: (() => void) | undefined

  constructor(id: Id, left: () => void) {
    this.id = id
    this.#left = left
  }

  get isHeld(): boolean {
    return this.#left !== undefined
  }

  release(): boolean {
    const left = this.#left
    if (!this.lapse()) return false
    left?.()
    return true
  }

  /** Ends the lease without giving its place back. */
  lapse(): boolean {
    const wasHeld = this.#left !== undefined
    this.#left = undefined
    this.#endListening?.()
    this.#endListening = undefined
    return wasHeld
  }

  tieTo(owner: Owner): void {
    if (isGone(owner)) this.release()
    else this.#endListening = onceGone(owner, () => void this.release())
  }
}
