/** Numbers from a seed: what was found once is found again. */
export class Random {
  #state: number

  /** The `place`th run of a seed, independent of those before it. */
  constructor(seed: number, place = 0) {
    this.#state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(place + 1, 0x85ebca6b)) >>> 0
    this.next()
  }

  /** 0 to 1, without 1. Source: mulberry32, Tommy Ettinger, public domain. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  below(count: number): number {
    return Math.floor(this.next() * count)
  }

  of<T>(all: readonly T[]): T {
    return all[this.below(all.length)] as T
  }
}
