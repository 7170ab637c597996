/** Asks one question again and again as its answer grows old, no oftener than it can be answered. */

import { asSentence } from '../format/sentence'

export interface AskerParts<T> {
  load(signal: AbortSignal): Promise<T>
  onAnswer(value: T): void
  /** A sentence for the screen. */
  onFault(fault: string): void
  nowMs(): number
}

/** A burst of changes is one more question, not a hundred. */
const LEAST_BETWEEN_MS = 1_000
/** What takes long is asked seldom: a fifth of the time at most goes into it. */
const REST_TIMES = 5

export class Asker<T> {
  readonly #parts: AskerParts<T>
  readonly #controller = new AbortController()
  #isBusy = false
  #wish: 'none' | 'soon' | 'now' = 'none'
  #nextAtMs = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Asks for the first time. */
  constructor(parts: AskerParts<T>) {
    this.#parts = parts
    void this.#ask()
  }

  /** The answer may be old. What is under way is waited for, so that a storm of changes starves nobody of an answer. */
  again(): void {
    if (this.#wish === 'none') this.#wish = 'soon'
    this.#plan()
  }

  /** A person has just changed it, and looks. */
  hurry(): void {
    this.#wish = 'now'
    this.#plan()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#controller.abort()
  }

  #plan(): void {
    if (this.#isBusy || this.#wish === 'none' || this.#controller.signal.aborted) return
    clearTimeout(this.#timer)
    const waitMs = this.#wish === 'now' ? 0 : Math.max(0, this.#nextAtMs - this.#parts.nowMs())
    this.#timer = setTimeout(() => void this.#ask(), waitMs)
  }

  async #ask(): Promise<void> {
    this.#isBusy = true
    this.#wish = 'none'
    const { signal } = this.#controller
    const askedAtMs = this.#parts.nowMs()
    try {
      const value = await this.#parts.load(signal)
      if (!signal.aborted) this.#parts.onAnswer(value)
    } catch (error) {
      if (!signal.aborted) this.#parts.onFault(asSentence(error instanceof Error ? error.message : String(error)))
    }
    const tookMs = this.#parts.nowMs() - askedAtMs
    this.#nextAtMs = askedAtMs + Math.max(LEAST_BETWEEN_MS, REST_TIMES * tookMs)
    this.#isBusy = false
    this.#plan()
  }
}
