/**
 * Bytes of very many small writers, in pages of one size out of large slabs. Ten thousand buffers that grow side by side, each
 * by being copied into a larger one, leave holes that fit none of them: a tenth of the hub's memory. A page that is given back
 * fits the next who asks.
 */

/** Half a page of each writer is empty. */
const PAGE_BYTES = 1_024
const PAGES_A_SLAB = 1_024

interface Slab {
  bytes: Uint8Array
  /** Pages of it that nobody has. */
  free: number[]
}

export class BytePages {
  private readonly slabs: Slab[] = []
  /** No slab before this one has a free page. */
  private roomFrom = 0

  /** What the slabs take. */
  get slabBytes(): number {
    return this.slabs.length * PAGES_A_SLAB * PAGE_BYTES
  }

  /** A page that nobody has, of the first slab that has one; what is in it is not cleared. */
  take(): number {
    for (; this.roomFrom < this.slabs.length; this.roomFrom++) {
      const page = this.slabs[this.roomFrom]?.free.pop()
      if (page !== undefined) return page
    }
    const first = this.slabs.length * PAGES_A_SLAB
    const free = Array.from({ length: PAGES_A_SLAB - 1 }, (_, at) => first + PAGES_A_SLAB - 1 - at)
    this.slabs.push({ bytes: new Uint8Array(PAGES_A_SLAB * PAGE_BYTES), free })
    return first
  }

  giveBack(pages: readonly number[]): void {
    for (const page of pages) {
      const slab = slabNumber(page)
      this.slabs[slab]?.free.push(page)
      this.roomFrom = Math.min(this.roomFrom, slab)
    }
    this.letGo()
  }

  /** Slabs at the end that nobody uses, but for one: after a disk that refused for long there are many. */
  private letGo(): void {
    while (this.isFree(this.slabs.length - 1) && this.isFree(this.slabs.length - 2)) this.slabs.pop()
  }

  private isFree(slab: number): boolean {
    return this.slabs[slab]?.free.length === PAGES_A_SLAB
  }

  /** `bytes` has to fit into the page from `at` on. */
  write(page: number, at: number, bytes: Uint8Array): void {
    this.slabOf(page).set(bytes, startOf(page) + at)
  }

  /** The first `length` bytes of a page, as a view. */
  read(page: number, length: number): Uint8Array {
    const start = startOf(page)
    return this.slabOf(page).subarray(start, start + length)
  }

  private slabOf(page: number): Uint8Array {
    return (this.slabs[slabNumber(page)] as Slab).bytes
  }
}

function slabNumber(page: number): number {
  return Math.floor(page / PAGES_A_SLAB)
}

function startOf(page: number): number {
  return (page % PAGES_A_SLAB) * PAGE_BYTES
}

/** A row of bytes that grows at its end. */
export class PagedBytes {
  length = 0
  private held: number[] = []

  constructor(private readonly pages: BytePages) {}

  /** What it takes of the pages. */
  get pageBytes(): number {
    return this.held.length * PAGE_BYTES
  }

  append(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length;) {
      const at = this.length % PAGE_BYTES
      if (at === 0) this.held.push(this.pages.take())
      const count = Math.min(PAGE_BYTES - at, bytes.length - from)
      const part = count === bytes.length ? bytes : bytes.subarray(from, from + count)
      this.pages.write(this.held[this.held.length - 1] as number, at, part)
      this.length += count
      from += count
    }
  }

  /** All of it in a row, as a copy. */
  read(): Uint8Array {
    const all = new Uint8Array(this.length)
    this.held.forEach((page, at) => {
      const start = at * PAGE_BYTES
      all.set(this.pages.read(page, Math.min(PAGE_BYTES, this.length - start)), start)
    })
    return all
  }

  /** Gives its pages back. */
  clear(): void {
    this.pages.giveBack(this.held)
    this.held = []
    this.length = 0
  }
}
