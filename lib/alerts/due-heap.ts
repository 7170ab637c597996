interface Entry<T> {
  atMs: number
  thing: T
}

/** Stale entries that may pile up before they are swept out. */
const SLACK = 64

/**
 * Things by the time at which they are looked at next. Being looked at later costs nothing: a thing comes up at the earlier
 * time, and is put back. So an alert that is observed each second moves nothing here.
 */
export class DueHeap<T> {
  #heap: Entry<T>[] = []
  readonly #dueMs = new Map<T, number>()

  get size(): number {
    return this.#dueMs.size
  }

  /** Looks at it at `atMs` at the latest. `Infinity` asks for nothing. */
  schedule(thing: T, atMs: number): void {
    if (atMs === Number.POSITIVE_INFINITY || (this.#dueMs.get(thing) ?? Number.POSITIVE_INFINITY) <= atMs) return
    this.#dueMs.set(thing, atMs)
    this.#push({ atMs, thing })
  }

  drop(thing: T): void {
    this.#dueMs.delete(thing)
    if (this.#heap.length > 2 * this.#dueMs.size + SLACK) this.#sweep()
  }

  clear(): void {
    this.#heap = []
    this.#dueMs.clear()
  }

  /** Takes out everything that is due. */
  take(nowMs: number): T[] {
    const due: T[] = []
    for (let first = this.#heap[0]; first && first.atMs <= nowMs; first = this.#heap[0]) {
      this.#shift()
      if (this.#dueMs.get(first.thing) !== first.atMs) continue
      this.#dueMs.delete(first.thing)
      due.push(first.thing)
    }
    return due
  }

  #push(entry: Entry<T>): void {
    if (this.#heap.length > 2 * this.#dueMs.size + SLACK) this.#sweep()
    let at = this.#heap.push(entry) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (this.#at(parent).atMs <= entry.atMs) break
      this.#heap[at] = this.#at(parent)
      at = parent
    }
    this.#heap[at] = entry
  }

  #shift(): void {
    const last = this.#heap.pop()
    if (!last || this.#heap.length === 0) return
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= this.#heap.length) break
      if (child + 1 < this.#heap.length && this.#at(child + 1).atMs < this.#at(child).atMs) child++
      if (this.#at(child).atMs >= last.atMs) break
      this.#heap[at] = this.#at(child)
      at = child
    }
    this.#heap[at] = last
  }

  /** Sorted by time, entries are a heap. */
  #sweep(): void {
    this.#heap = this.#heap
      .filter(({ atMs, thing }) => this.#dueMs.get(thing) === atMs)
      .toSorted((a, b) => a.atMs - b.atMs)
  }

  #at(index: number): Entry<T> {
    return this.#heap[index] as Entry<T>
  }
}
