/** Frames that gather between two transactions, in one growing array that moves to the worker whole. */
import { copyNumbers } from '../../protocol/frame-block'
import type { FramesToKeep } from '../store'
import { LifeNumbers } from './life-numbers'

export class FrameBatch {
  private numbers: Float64Array
  private length = 0

  /** `expected`: how many numbers came last time, so that the array need not grow often. */
  constructor(
    readonly lives = new LifeNumbers(),
    expected = 0,
  ) {
    this.numbers = new Float64Array(Math.max(4_096, Math.ceil(expected * 1.1)))
  }

  add({ process, boot, block }: FramesToKeep): void {
    const { count, width } = block
    this.reserve(3 + count * (2 + width))
    const { numbers } = this
    numbers[this.length++] = this.lives.numberOf(process, boot)
    numbers[this.length++] = count
    numbers[this.length++] = width
    this.length = copyNumbers(block, numbers, this.length)
  }

  get bytes(): number {
    return this.length * Float64Array.BYTES_PER_ELEMENT
  }

  get size(): number {
    return this.length
  }

  /** Hands the numbers over; nothing may be added after. A small part of a large array is copied: all of it would be sent. */
  take(): Float64Array {
    const { numbers, length } = this
    return length * 2 > numbers.length ? numbers.subarray(0, length) : numbers.slice(0, length)
  }

  private reserve(more: number): void {
    if (this.length + more <= this.numbers.length) return
    const grown = new Float64Array(Math.max(this.numbers.length * 2, this.length + more))
    grown.set(this.numbers)
    this.numbers = grown
  }
}
