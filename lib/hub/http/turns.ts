/**
 * What takes the history long is done a few at a time: it does one thing after the other, and frames that are to be kept
 * would wait behind all that anybody asks for.
 */
export class Turns {
  #running = 0
  readonly #waiting: (() => void)[] = []

  constructor(
    private readonly atOnce: number,
    private readonly waitingMax: number,
  ) {}

  /** `null`: it was not done, because too many wait, or `isWanted` said no when its turn came. */
  async run<T>(task: () => Promise<T>, isWanted: () => boolean): Promise<T | null> {
    if (this.#running < this.atOnce) this.#running++
    else if (this.#waiting.length >= this.waitingMax) return null
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return isWanted() ? await task() : null
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running--
    }
  }
}
