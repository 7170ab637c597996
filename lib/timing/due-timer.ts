/**
 * A timer for what must not wait while very many sockets are read. Node runs timers between two turns of its loop, and a turn does
 * not end while more than 1,024 sockets are ready: libuv reads up to 48 times so many before it goes on (`uv__io_poll`), which
 * with ten thousand agents on one core is some seconds. So those who are called by what arrives ask it to catch up.
 */
export class DueTimer {
  readonly #run: () => void
  readonly #nowMs: () => number
  #timer: NodeJS.Timeout | null = null
  #dueAtMs = Number.POSITIVE_INFINITY

  /** `nowMs`: a clock that nobody sets. */
  constructor(run: () => void, nowMs: () => number = () => performance.now()) {
    this.#run = run
    this.#nowMs = nowMs
  }

  get isWaiting(): boolean {
    return this.#timer !== null
  }

  /** Runs after so many ms, or sooner where that was said already; at once where it is due. */
  within(ms: number): void {
    const nowMs = this.#nowMs()
    if (nowMs >= this.#dueAtMs) return this.#fire()
    if (this.#dueAtMs <= nowMs + ms) return
    this.cancel()
    this.#dueAtMs = nowMs + ms
    this.#timer = setTimeout(() => this.#fire(), ms)
  }

  /** Runs what is due, though the loop has not come to it. */
  catchUp(): void {
    if (this.#timer !== null && this.#nowMs() >= this.#dueAtMs) this.#fire()
  }

  cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#dueAtMs = Number.POSITIVE_INFINITY
  }

  #fire(): void {
    this.cancel()
    this.#run()
  }
}
