import { HeapSnapshotError } from './header'

/** Above it, a number in a snapshot is damage, and no string's. */
const MAX_VALUE = 2 ** 28

/** A set of whole numbers from 0, at a bit each: it grows with the largest one, to 32 MiB at most. */
export class BitSet {
  private words = new Uint32Array(1_024)

  add(value: number): void {
    if (!(value >= 0 && value < MAX_VALUE))
      throw new HeapSnapshotError(`The heap snapshot speaks of string ${value}; no heap has so many.`)
    const word = value >>> 5
    if (word >= this.words.length) this.grow(word)
    this.words[word] = (this.words[word] ?? 0) | (1 << (value & 31))
  }

  has(value: number): boolean {
    return ((this.words[value >>> 5] ?? 0) & (1 << (value & 31))) !== 0
  }

  private grow(word: number): void {
    const larger = new Uint32Array(Math.max(word + 1, this.words.length * 2))
    larger.set(this.words)
    this.words = larger
  }
}
