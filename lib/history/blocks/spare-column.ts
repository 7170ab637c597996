/**
 * A column to work in, made once and used again: the points of a series are some dozens of numbers, and memory for as many takes
 * longer to make than what is done with it. What is in it is gone with the next use.
 */
export class SpareColumn {
  #numbers = new Float64Array(0)

  of(length: number): Float64Array {
    if (this.#numbers.length !== length) this.#numbers = new Float64Array(length)
    return this.#numbers
  }
}
