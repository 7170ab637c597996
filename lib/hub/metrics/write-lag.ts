/** Which messages of frames are on their way to disk, and since when. */
export class WriteLag {
  /** In the order in which they came, so the first is the oldest. */
  readonly #sinceMs = new Map<object, number>()

  /** Follows `written` until it settles. */
  follow(written: Promise<void>, nowMs: number): Promise<void> {
    this.#sinceMs.set(written, nowMs)
    const settled = () => this.#sinceMs.delete(written)
    void written.then(settled, settled)
    return written
  }

  read(nowMs: number): { messages: number; oldestMs: number } {
    const [oldest] = this.#sinceMs.values()
    return { messages: this.#sinceMs.size, oldestMs: oldest === undefined ? 0 : Math.max(0, nowMs - oldest) }
  }
}
