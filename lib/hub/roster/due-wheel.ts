/**
 * Things that are due at a time, to the second. An arrival does not move its thing: it is looked at when it is due, and
 * put back if something came in the meantime. So a thousand frames a second cost nothing here.
 */
export class DueWheel<T> {
  readonly #bySecond = new Map<number, Set<T>>()
  #nextSecond: number | null = null

  add(thing: T, dueAtMs: number): void {
    const second = Math.ceil(dueAtMs / 1000)
    const due = this.#bySecond.get(second)
    if (due) due.add(thing)
    else this.#bySecond.set(second, new Set([thing]))
    this.#nextSecond = Math.min(this.#nextSecond ?? second, second)
  }

  get size(): number {
    let size = 0
    for (const due of this.#bySecond.values()) size += due.size
    return size
  }

  /** Takes out everything that is due at `nowMs`. */
  take(nowMs: number): T[] {
    const now = Math.floor(nowMs / 1000)
    if (this.#nextSecond === null || this.#nextSecond > now) return []
    const taken: T[] = []
    let next: number | null = null
    for (const [second, due] of this.#bySecond) {
      if (second <= now) {
        taken.push(...due)
        this.#bySecond.delete(second)
      } else next = Math.min(next ?? second, second)
    }
    this.#nextSecond = next
    return taken
  }
}
