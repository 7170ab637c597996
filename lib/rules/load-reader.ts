/** Which series tell the process's load: a counter of requests, else the groups of clients. More may be declared at any time. */
export interface LoadSource {
  requests: number | undefined
  clients: number[]
}

/** Reads the load of a process frame by frame: requests a second where they are counted, else clients. */
export class LoadReader {
  readonly #source: LoadSource
  #requests = Number.NaN
  #requestsAtMs = Number.NaN

  constructor(source: LoadSource) {
    this.#source = source
  }

  get isOfRequests(): boolean {
    return this.#source.requests !== undefined
  }

  /** `NaN` where it is not known. */
  read(atMs: number, values: Float64Array, offset: number): number {
    const { requests, clients } = this.#source
    if (requests === undefined) {
      if (clients.length === 0) return Number.NaN
      return clients.reduce((sum, index) => sum + (values[offset + index] ?? Number.NaN), 0)
    }
    const counted = values[offset + requests] ?? Number.NaN
    if (Number.isNaN(counted)) return Number.NaN
    const [before, beforeMs] = [this.#requests, this.#requestsAtMs]
    this.#requests = counted
    this.#requestsAtMs = atMs
    return counted >= before && atMs > beforeMs ? ((counted - before) / (atMs - beforeMs)) * 1_000 : Number.NaN
  }
}
