/** The hub's clock as this page knows it: by what the hub says of the time, on the page's own clock. */

/** A batch may have waited in a buffer: of each reading after the first, so much counts. */
const SHARE = 1 / 8

export class HubClock {
  readonly #localNowMs: () => number
  #skewMs: number | null = null

  constructor(localNowMs: () => number) {
    this.#localNowMs = localNowMs
  }

  nowMs(): number {
    return this.#localNowMs() + (this.#skewMs ?? 0)
  }

  /** The first reading counts at once, later ones smoothly. */
  read(hubNowMs: number): void {
    const skewMs = hubNowMs - this.#localNowMs()
    this.#skewMs = this.#skewMs === null ? skewMs : this.#skewMs + (skewMs - this.#skewMs) * SHARE
  }
}
