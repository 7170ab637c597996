/**
 * Judging in slices. A look of the detector at one process can take tens of milliseconds, and many processes that started
 * together are looked at together; what is shown live, acknowledged and answered must not wait for all of them in a row.
 */
export interface JudgeQueueOptions {
  /** How long a slice lasts before others have their turn, in ms; one step may take longer. */
  sliceMs: number
  /** Steps that may wait; past it the newest is left out, and that frame is not judged. */
  capacity: number
  onLeftOut: () => void
  onFault: (cause: unknown) => void
}

export class JudgeQueue {
  readonly #options: JudgeQueueOptions
  #steps: (() => void)[] = []
  /** The steps before this index are done. */
  #at = 0
  #turn: NodeJS.Immediate | null = null
  #isStopped = false

  constructor(options: JudgeQueueOptions) {
    this.#options = options
  }

  get waiting(): number {
    return this.#steps.length - this.#at
  }

  /** In the order of calls. */
  push(step: () => void): void {
    if (this.#isStopped) return
    if (this.waiting >= this.#options.capacity) return this.#options.onLeftOut()
    this.#steps.push(step)
    this.#turn ??= setImmediate(() => this.#slice())
  }

  stop(): void {
    this.#isStopped = true
    if (this.#turn) clearImmediate(this.#turn)
    this.#steps = []
    this.#at = 0
  }

  #slice(): void {
    const endsAtMs = performance.now() + this.#options.sliceMs
    while (this.waiting > 0) {
      const step = this.#steps[this.#at++]
      try {
        step?.()
      } catch (cause) {
        this.#options.onFault(cause)
      }
      if (performance.now() >= endsAtMs) break
    }
    if (this.waiting === 0 || this.#at > 1_000) {
      this.#steps = this.#steps.slice(this.#at)
      this.#at = 0
    }
    this.#turn = this.waiting > 0 && !this.#isStopped ? setImmediate(() => this.#slice()) : null
  }
}
