/**
 * The order in which one process is judged: what takes long has its turn later, what comes after it waits behind it, and while
 * frames of before are read back from history everything does.
 */

/** Runs a step when its turn comes; answers whether there is room for it. */
export type Defer = (step: () => void) => boolean

/** Messages that wait while history is read back: some seconds' worth of them, and never more. */
const HELD_STEPS = 1_000

export class JudgingTurns {
  readonly #defer: Defer
  /** What came while history is read back, in order; `null`: it is not. */
  #held: (() => void)[] | null = null
  /** Steps that wait for their turn. */
  #queued = 0
  #isLookQueued = false

  constructor(defer: Defer) {
    this.#defer = defer
  }

  /** Whether something waits, so that what comes now has to wait behind it. */
  get areTaken(): boolean {
    return this.#held !== null || this.#queued > 0
  }

  /** From now on everything is held. */
  hold(): void {
    this.#held = []
  }

  /** What is held waits for its turn from now on, behind `before`. */
  release(before: readonly (() => void)[]): void {
    const held = this.#held ?? []
    this.#held = null
    for (const step of [...before, ...held]) this.wait(step)
  }

  /** Runs `step` once it is its turn; where there is no room, never. */
  wait(step: () => void): void {
    if (this.#held !== null) {
      if (this.#held.length < HELD_STEPS) this.#held.push(step)
      return
    }
    this.#queued++
    const hasRoom = this.#defer(() => {
      this.#queued--
      step()
    })
    if (!hasRoom) this.#queued--
  }

  /** Runs `look` once it is its turn, unless one waits already: that one sees all that came until then. */
  waitToLook(look: () => void): void {
    if (this.#isLookQueued) return
    this.#isLookQueued = true
    const hasRoom = this.#defer(() => {
      this.#isLookQueued = false
      look()
    })
    // It is still due with the next frame.
    if (!hasRoom) this.#isLookQueued = false
  }
}
