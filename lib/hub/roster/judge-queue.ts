/**
 * Judging in slices. A look of the detector at one process can take tens of milliseconds, and many processes that started
 * together are looked at together; what is shown live, acknowledged and answered must not wait for all of them in a row.
 * So looks wait here, one a process, and so do frames that come by the hundred: after an outage, and out of history.
 */
export interface JudgeQueueOptions {
  /** How long a slice lasts before others have their turn, in ms; one step may take longer, and so may a slice while many wait. */
  sliceMs: number
  /** Steps that may wait; past it the newest is left out: those frames are not judged, and a look is due again with the next frame. */
  capacity: number
  onLeftOut: () => void
  onFault: (cause: unknown) => void
}

/** While so many steps wait, a slice lasts twice as long, with twice as many three times, and so on; but never longer than this. */
const STEPS_OF_A_SLICE = 10_000
const LONGEST_SLICES = 5
const FIRST_ROOM = 1_024

export class JudgeQueue {
  readonly #options: JudgeQueueOptions
  /** A ring: `#count` steps from `#at` on. It keeps the room that it once needed. */
  #ring: ((() => void) | null)[] = empty(FIRST_ROOM)
  #at = 0
  #count = 0
  #turn: NodeJS.Immediate | null = null
  #isStopped = false

  constructor(options: JudgeQueueOptions) {
    this.#options = options
  }

  get waiting(): number {
    return this.#count
  }

  /** In the order of calls. Answers whether there is room for it. */
  push(step: () => void): boolean {
    if (this.#isStopped) return false
    if (this.#count >= this.#options.capacity) {
      this.#options.onLeftOut()
      return false
    }
    if (this.#count === this.#ring.length) this.#widen()
    this.#ring[(this.#at + this.#count++) % this.#ring.length] = step
    this.#turn ??= setImmediate(this.#slice)
    return true
  }

  stop(): void {
    this.#isStopped = true
    if (this.#turn) clearImmediate(this.#turn)
    this.#ring = []
    this.#count = 0
  }

  readonly #slice = (): void => {
    const { sliceMs } = this.#options
    // What is behind catches up: with slices of one length, a loop that is busy with what arrives would never come to judge it.
    const endsAtMs = performance.now() + sliceMs * Math.min(LONGEST_SLICES, 1 + this.#count / STEPS_OF_A_SLICE)
    while (this.#count > 0) {
      const step = this.#take()
      try {
        step?.()
      } catch (cause) {
        this.#options.onFault(cause)
      }
      if (performance.now() >= endsAtMs) break
    }
    this.#turn = this.#count > 0 && !this.#isStopped ? setImmediate(this.#slice) : null
  }

  #take(): (() => void) | null | undefined {
    const step = this.#ring[this.#at]
    this.#ring[this.#at] = null
    this.#at = (this.#at + 1) % this.#ring.length
    this.#count--
    return step
  }

  #widen(): void {
    const inOrder = [...this.#ring.slice(this.#at), ...this.#ring.slice(0, this.#at)]
    this.#ring = [...inOrder, ...empty(inOrder.length)]
    this.#at = 0
  }
}

function empty(places: number): null[] {
  return Array.from({ length: places }, () => null)
}
