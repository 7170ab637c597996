import type { Flag } from '../protocol/verdict'
import type { SilentSettings } from './settings'
import { durationWords } from './words'

/**
 * R10: no frames come. Judged on the hub's clock, by arrival: frames that do not come cannot tell. One life of one process;
 * its hello counts as the first frame.
 */
export class Silence {
  readonly #settings: SilentSettings
  #framedAtMs: number
  #raised = false
  /** On the hub's clock: the last frame before the silence, and the first one after it (NaN before that comes). */
  #quietFromMs = Number.NaN
  #backFromMs = Number.NaN
  /** On the target's clock; `null` where no frame ever came. */
  #lastBeforeMs: number | null = null

  constructor(helloAtMs: number, settings: SilentSettings) {
    this.#framedAtMs = helloAtMs
    this.#settings = settings
  }

  /** When silence begins if nothing comes until then. */
  get dueAtMs(): number {
    return this.#framedAtMs + this.#settings.holdMs
  }

  get isRaised(): boolean {
    return this.#raised
  }

  /** A frame came. `lastFrameAtMs`: the newest before it, on the target's clock. */
  framed(nowMs: number, lastFrameAtMs: number | null): void {
    this.step(nowMs, lastFrameAtMs)
    // A pause that would have been a silence of its own begins the count anew.
    if (this.#raised && !(nowMs - this.#framedAtMs < this.#settings.holdMs && !Number.isNaN(this.#backFromMs))) {
      this.#backFromMs = nowMs
    }
    this.#framedAtMs = nowMs
    this.step(nowMs, lastFrameAtMs)
  }

  /** It stands still and is known to, as while it is captured: from here on the time counts anew. */
  excuse(nowMs: number): void {
    if (!this.#raised) this.#framedAtMs = nowMs
  }

  /** Looks at the clock. */
  step(nowMs: number, lastFrameAtMs: number | null): void {
    const isQuiet = nowMs - this.#framedAtMs >= this.#settings.holdMs
    if (isQuiet && !this.#raised) {
      this.#raised = true
      this.#quietFromMs = this.#framedAtMs
      this.#lastBeforeMs = lastFrameAtMs
      this.#backFromMs = Number.NaN
    } else if (isQuiet) this.#backFromMs = Number.NaN
    else if (this.#raised && this.#framedAtMs - this.#backFromMs >= this.#settings.clearMs) this.#raised = false
  }

  /** As of the newest step. */
  flag(): Flag | undefined {
    if (!this.#raised) return undefined
    return { flag: 'silent', sinceMs: this.#lastBeforeMs ?? this.#quietFromMs, reason: this.#reason() }
  }

  #reason(): string {
    const { holdMs, clearMs } = this.#settings
    if (!Number.isNaN(this.#backFromMs)) {
      const quiet = durationWords(this.#backFromMs - this.#quietFromMs)
      return `Frames come again after ${quiet} without any; it counts as silent until they have come for ${durationWords(clearMs)}.`
    }
    if (this.#lastBeforeMs === null) return 'It said hello, and no frame came since.'
    return `No frame came for more than ${durationWords(holdMs)}.`
  }
}
