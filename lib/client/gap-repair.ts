/** After an outage: asks history again until the gap is filled, because agents deliver their backlog in their own time. */
const DELAYS_MS = [0, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000] as const
/** Whole at once may only mean that nobody has come back yet, so the first attempts are made in any case. */
const SURE_ATTEMPTS = 5

export interface GapRepairParts {
  /** Loads what history has from `fromMs` on. */
  load(fromMs: number): Promise<void>
  /** Whether a hole after `fromMs` is left. */
  isWhole(fromMs: number): boolean
}

/** Gives up after two minutes: a hole that is left then is one that no agent can fill. */
export class GapRepair {
  readonly #parts: GapRepairParts
  #timer: ReturnType<typeof setTimeout> | undefined
  #fromMs: number | null = null

  constructor(parts: GapRepairParts) {
    this.#parts = parts
  }

  start(fromMs: number): void {
    this.#fromMs = Math.min(this.#fromMs ?? fromMs, fromMs)
    this.#schedule(0)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#fromMs = null
  }

  #schedule(attempt: number): void {
    clearTimeout(this.#timer)
    const delayMs = DELAYS_MS[attempt]
    if (delayMs === undefined) this.#fromMs = null
    else this.#timer = setTimeout(() => void this.#try(attempt), delayMs)
  }

  async #try(attempt: number): Promise<void> {
    const fromMs = this.#fromMs
    if (fromMs === null) return
    await this.#parts.load(fromMs)
    if (this.#fromMs !== fromMs) return
    if (attempt + 1 >= SURE_ATTEMPTS && this.#parts.isWhole(fromMs)) this.#fromMs = null
    else this.#schedule(attempt + 1)
  }
}
