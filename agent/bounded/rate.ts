/** How often something happens, over the last minute or so, in constant memory and time. */

const MEMORY_MS = 60_000

/** A mean that forgets: what happened a minute ago weighs 1/e of what happens now. */
export class Rate {
  #perSecond = 0
  #atMs = 0

  count(nowMs: number): void {
    this.#perSecond = this.perSecond(nowMs) + 1_000 / MEMORY_MS
    this.#atMs = nowMs
  }

  perSecond(nowMs: number): number {
    return this.#perSecond * Math.exp(-Math.max(0, nowMs - this.#atMs) / MEMORY_MS)
  }
}
