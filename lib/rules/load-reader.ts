/** Which series tell the process's load: a counter of requests, else the groups of clients. More may be declared at any time. */
export interface LoadSource {
  requests: number | undefined
  clients: number[]
}

/** Reads the load of a process frame by frame: requests a second where they are counted, else clients. */
export class LoadReader {
  readonly #source: LoadSource
  #readAtMs = Number.NaN
  #load = Number.NaN
  #requests = Number.NaN
  #requestsAtMs = Number.NaN

  constructor(source: LoadSource) {
    this.#source = source
  }

  get isOfRequests(): boolean {
    return this.#source.requests !== undefined
  }

  /** `NaN` where it is not known. One reader is shared by those who ask of the same frame: it is read once. */
  read(atMs: number, values: Float64Array, offset: number): number {
    if (atMs !== this.#readAtMs) {
      this.#load = this.#readNow(atMs, values, offset)
      this.#readAtMs = atMs
    }
    return this.#load
  }

  #readNow(atMs: number, values: Float64Array, offset: number): number {
    const { requests, clients } = this.#source
    if (requests === undefined) {
      if (clients.length === 0) return Number.NaN
      let sum = 0
      for (const index of clients) sum += values[offset + index] ?? Number.NaN
      return sum
    }
    const counted = values[offset + requests] ?? Number.NaN
    if (Number.isNaN(counted)) return Number.NaN
    const [before, beforeMs] = [this.#requests, this.#requestsAtMs]
    this.#requests = counted
    this.#requestsAtMs = atMs
    return counted >= before && atMs > beforeMs ? ((counted - before) / (atMs - beforeMs)) * 1_000 : Number.NaN
  }
}
