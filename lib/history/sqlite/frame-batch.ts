/** Frames that gather between two transactions, in one growing array that moves to the worker whole. */
import type { FramesToKeep } from '../store'

export class FrameBatch {
  private numbers = new Float64Array(4_096)
  private length = 0
  private readonly placeByName = new Map<string, number>()
  readonly names: [process: string, boot: string][] = []

  add({ process, boot, block }: FramesToKeep): void {
    const { count, width } = block
    this.reserve(3 + count * (2 + width))
    const { numbers } = this
    numbers[this.length++] = this.placeOf(process, boot)
    numbers[this.length++] = count
    numbers[this.length++] = width
    this.append(block.seqs, count)
    this.append(block.atMs, count)
    this.append(block.values, count * width)
  }

  get bytes(): number {
    return this.length * Float64Array.BYTES_PER_ELEMENT
  }

  /** Hands the numbers over; nothing may be added after. */
  take(): Float64Array {
    return this.numbers.slice(0, this.length)
  }

  private append(from: Float64Array, length: number): void {
    this.numbers.set(from.length === length ? from : from.subarray(0, length), this.length)
    this.length += length
  }

  private placeOf(process: string, boot: string): number {
    const name = `${process}\n${boot}`
    const place = this.placeByName.get(name)
    if (place !== undefined) return place
    this.placeByName.set(name, this.names.length)
    this.names.push([process, boot])
    return this.names.length - 1
  }

  private reserve(more: number): void {
    if (this.length + more <= this.numbers.length) return
    const grown = new Float64Array(Math.max(this.numbers.length * 2, this.length + more))
    grown.set(this.numbers)
    this.numbers = grown
  }
}
