/** Clients and their streams, in two maps that are changed together or not at all. */
import { isGone, onceGone, type Owner } from './gone'
import { Rate } from './rate'
import { type Bounded, Structure, type StructureOptions, wholeOption } from './structure'

export interface PairedMapsOptions<Client, Stream> extends StructureOptions {
  /** The most clients. Default 10,000. */
  max?: number | undefined
  /** The most streams of one client, from 1 to 10,000. Default 1: a stream that lives exactly as long as its client. */
  streamsPerClient?: number | undefined
  /** Called with each stream that is removed, once it is. What it throws is told once, and ends there. */
  closeStream?: ((stream: Stream, client: Client) => void) | undefined
}

export interface PairedMapsStats {
  /** Clients. */
  size: number
  max: number
  limit: number
  streams: number
  /** Streams without a client, as a walk over both maps finds them; it is there to be 0. */
  orphans: number
  entered: number
  left: number
  rejected: number
  /** A mean over the last minute or so. */
  rejectedPerSecond: number
  /** Clients that entered again under an id that was held: the old one left, with its streams. */
  replaced: number
  /** Clients whose handler threw, and that left for it. */
  crashed: number
}

/** A stream that is held beside its client. Only a client's pair makes one, so there is none without. */
export interface HeldStream<Stream> {
  readonly stream: Stream
  readonly isOpen: boolean
  /** Answers whether it was this call that closed it. */
  close(): boolean
}

/** A client and its streams, until it leaves. */
export interface Pair<Id, Client, Stream> {
  readonly id: Id
  readonly client: Client
  readonly isHere: boolean
  /** Its streams, the oldest first. */
  streams(): Stream[]
  /** Opens one more. Where `open` throws there is none, and it throws on. */
  open(open: () => Stream): HeldStream<Stream> | 'max_streams_reached' | 'client_gone'
  /** Removes the client and all its streams, once: answers whether it was this call that did. */
  leave(): boolean
}

const DEFAULT_MAX = 10_000

export class PairedMaps<Id, Client, Stream> extends Structure implements Bounded<PairedMapsStats> {
  readonly streamsPerClient: number
  readonly #clients = new Map<Id, OnePair<Id, Client, Stream>>()
  /** By a number of its own, so that a stream that is opened twice is two. */
  readonly #streams = new Map<number, { stream: Stream; pair: OnePair<Id, Client, Stream> }>()
  readonly #closeStream: PairedMapsOptions<Client, Stream>['closeStream']
  readonly #rate = new Rate()
  readonly #counts = { entered: 0, left: 0, rejected: 0, replaced: 0, crashed: 0 }
  #lastStream = 0

  constructor(options: PairedMapsOptions<Client, Stream>) {
    super(options, DEFAULT_MAX)
    const { name, max } = this
    this.streamsPerClient = wholeOption(name, 'streamsPerClient', options.streamsPerClient, 1, 10_000, 1)
    this.#closeStream = options.closeStream
    // Where a client may have more or none, the two need not be equal.
    const streamOptions = this.streamsPerClient === 1 ? { matches: `clients.${name}`, max } : {}
    this.reportBy((agent, watched) => [
      agent.clients(name, { ...watched, read: ({ size }) => size }, { max }),
      agent.streams(name, { ...watched, read: (maps) => maps.#streams.size }, streamOptions),
      agent.counter(`rejected.${name}`, { ...watched, read: (maps) => maps.#counts.rejected }),
    ])
  }

  get size(): number {
    return this.#clients.size
  }

  get streamCount(): number {
    return this.#streams.size
  }

  get(id: Id): Pair<Id, Client, Stream> | undefined {
    return this.#clients.get(id)
  }

  /** Who is here, the longest first. */
  pairs(): IterableIterator<Pair<Id, Client, Stream>> {
    return this.#clients.values()
  }

  /**
   * A client with its first stream, or `max_clients_reached`. Where `open` throws neither is kept, and it throws on. With an `owner` (the
   * client's socket, say) the client leaves when that ends; one that is gone already gets a pair that is not here. Who enters under an id
   * that is held takes its place: the old client leaves, with its streams.
   */
  enter(id: Id, client: Client, open: () => Stream, owner?: Owner): Pair<Id, Client, Stream> | 'max_clients_reached' {
    if (!this.#hasPlaceFor(id)) return this.#refuse()
    const stream = open()
    // `open` is the host's, and may have done anything here.
    if (!this.#hasPlaceFor(id)) {
      this.#close(stream, client)
      return this.#refuse()
    }
    if (this.#clients.get(id)?.leave()) this.#counts.replaced++
    const pair = new OnePair<Id, Client, Stream>(id, client, this.#house)
    this.#clients.set(id, pair)
    this.#counts.entered++
    pair.hold(stream)
    if (owner) pair.tieTo(owner)
    return pair
  }

  /**
   * `enter`, and `handler` for as long as it runs: the client leaves when it is done and when it throws, which is thrown on. Answers what
   * the handler does.
   */
  async serve<Result>(
    id: Id,
    client: Client,
    open: () => Stream,
    handler: (pair: Pair<Id, Client, Stream>) => Result | Promise<Result>,
    owner?: Owner,
  ): Promise<Result | 'max_clients_reached'> {
    const pair = this.enter(id, client, open, owner)
    if (pair === 'max_clients_reached') return pair
    try {
      return await handler(pair)
    } catch (thrown) {
      this.#counts.crashed++
      throw thrown
    } finally {
      pair.leave()
    }
  }

  /** Walks both maps: streams whose client is not there. There are none, unless this class is wrong. */
  check(): number {
    let orphans = 0
    for (const { pair } of this.#streams.values()) if (this.#clients.get(pair.id) !== pair) orphans++
    return orphans
  }

  stats(): PairedMapsStats {
    const { size, max, limit } = this
    const rejectedPerSecond = this.#rate.perSecond(this.clock.nowMs())
    return { size, max, limit, streams: this.#streams.size, orphans: this.check(), ...this.#counts, rejectedPerSecond }
  }

  override close(): void {
    super.close()
    for (const pair of this.#clients.values()) pair.leave()
  }

  /** What a pair may do to the maps. */
  readonly #house: House<Id, Client, Stream> = {
    streamsPerClient: () => this.streamsPerClient,
    put: (stream, pair) => {
      const key = ++this.#lastStream
      this.#streams.set(key, { stream, pair })
      return key
    },
    take: (key) => {
      const held = this.#streams.get(key)
      if (!held) return false
      this.#streams.delete(key)
      this.#close(held.stream, held.pair.client)
      return true
    },
    streamOf: (key) => this.#streams.get(key)?.stream,
    left: (pair) => {
      if (this.#clients.get(pair.id) === pair) this.#clients.delete(pair.id)
      this.#counts.left++
    },
    dispose: (stream, client) => this.#close(stream, client),
  }

  #hasPlaceFor(id: Id): boolean {
    return !this.isClosed && (this.#clients.has(id) || this.#clients.size < this.limit)
  }

  #refuse(): 'max_clients_reached' {
    this.#counts.rejected++
    this.#rate.count(this.clock.nowMs())
    return 'max_clients_reached'
  }

  #close(stream: Stream, client: Client): void {
    const closeStream = this.#closeStream
    if (closeStream) this.attempt('closeStream', () => closeStream(stream, client))
  }
}

interface House<Id, Client, Stream> {
  streamsPerClient(): number
  put(stream: Stream, pair: OnePair<Id, Client, Stream>): number
  take(key: number): boolean
  streamOf(key: number): Stream | undefined
  left(pair: OnePair<Id, Client, Stream>): void
  dispose(stream: Stream, client: Client): void
}

class OnePair<Id, Client, Stream> implements Pair<Id, Client, Stream> {
  readonly #keys = new Set<number>()
  readonly #house: House<Id, Client, Stream>
  #isHere = true
  #endListening: (() => void) | undefined

  constructor(
    readonly id: Id,
    readonly client: Client,
    house: House<Id, Client, Stream>,
  ) {
    this.#house = house
  }

  get isHere(): boolean {
    return this.#isHere
  }

  streams(): Stream[] {
    return [...this.#keys].map((key) => this.#house.streamOf(key) as Stream)
  }

  open(open: () => Stream): HeldStream<Stream> | 'max_streams_reached' | 'client_gone' {
    if (!this.#isHere) return 'client_gone'
    if (this.#keys.size >= this.#house.streamsPerClient()) return 'max_streams_reached'
    const stream = open()
    // It left, or filled up, while the stream was opened.
    const refusal = !this.#isHere
      ? 'client_gone'
      : this.#keys.size >= this.#house.streamsPerClient()
        ? 'max_streams_reached'
        : null
    if (refusal) {
      this.#house.dispose(stream, this.client)
      return refusal
    }
    return this.hold(stream)
  }

  hold(stream: Stream): HeldStream<Stream> {
    const key = this.#house.put(stream, this)
    const keys = this.#keys
    const house = this.#house
    keys.add(key)
    return {
      stream,
      get isOpen() {
        return keys.has(key)
      },
      close: () => keys.delete(key) && house.take(key),
    }
  }

  leave(): boolean {
    if (!this.#isHere) return false
    this.#isHere = false
    this.#endListening?.()
    this.#house.left(this)
    for (const key of this.#keys) this.#house.take(key)
    this.#keys.clear()
    return true
  }

  tieTo(owner: Owner): void {
    if (isGone(owner)) this.leave()
    else this.#endListening = onceGone(owner, () => void this.leave())
  }
}
