/** Frames that are not known to be durable: a ring of numbers, bounded, without an object a frame. */
import type { Frame } from '../lib/protocol/agent-wire'

const STRIDE_STEP = 8

export class Outbox {
  readonly capacity: number
  #stride = 0
  #values = new Float64Array(0)
  readonly #atMs: Float64Array
  #newest = 0
  /** Every frame up to this one was released as durable or pushed out. */
  #before = 0

  /** `capacity`: how many frames; a further one pushes the oldest out. */
  constructor(capacity: number) {
    this.capacity = capacity
    this.#atMs = new Float64Array(capacity)
  }

  /** The seq of the newest frame; 0 before the first. */
  get newestSeq(): number {
    return this.#newest
  }

  /** The seq of the oldest frame that is still here; one past the newest where none is. */
  get oldestSeq(): number {
    return this.#before + 1
  }

  get size(): number {
    return this.#newest - this.#before
  }

  /** Takes the first `width` numbers of `row` as the next frame; `NaN` is "not known". */
  push(atMs: number, row: Float64Array, width: number): void {
    if (width > this.#stride) this.#widen(width)
    this.#newest++
    if (this.size > this.capacity) this.#before = this.#newest - this.capacity
    const at = (this.#newest - 1) % this.capacity
    this.#atMs[at] = atMs
    const offset = at * this.#stride
    this.#values.set(row.subarray(0, width), offset)
    // A frame of before a series was declared says "not known" of it.
    this.#values.fill(Number.NaN, offset + width, offset + this.#stride)
  }

  /** Lets go of every frame up to `seq`. */
  release(seq: number): void {
    this.#before = Math.max(this.#before, Math.min(seq, this.#newest))
  }

  /** At most `most` frames from `fromSeq` on, each with exactly `width` values. */
  frames(fromSeq: number, most: number, width: number): Frame[] {
    const frames: Frame[] = []
    const first = Math.max(fromSeq, this.oldestSeq)
    const end = Math.min(first + most, this.#newest + 1)
    for (let seq = first; seq < end; seq++) frames.push(this.#frame(seq, width))
    return frames
  }

  #frame(seq: number, width: number): Frame {
    const at = (seq - 1) % this.capacity
    const offset = at * this.#stride
    const values: (number | null)[] = []
    for (let column = 0; column < width; column++) {
      const value = column < this.#stride ? this.#values[offset + column] : undefined
      values.push(value === undefined || Number.isNaN(value) ? null : value)
    }
    return { seq, atMs: this.#atMs[at] ?? 0, values }
  }

  #widen(width: number): void {
    const stride = Math.ceil(width / STRIDE_STEP) * STRIDE_STEP
    // Zeroed by the system and touched row by row: an outbox that stays short takes little memory.
    const wider = new Float64Array(this.capacity * stride)
    for (let seq = this.oldestSeq; seq <= this.#newest; seq++) {
      const at = (seq - 1) % this.capacity
      const row = this.#values.subarray(at * this.#stride, (at + 1) * this.#stride)
      wider.set(row, at * stride)
      wider.fill(Number.NaN, at * stride + row.length, (at + 1) * stride)
    }
    this.#values = wider
    this.#stride = stride
  }
}
