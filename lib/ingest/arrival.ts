/** A block of frames on its way to disk, with the answer that waits for it: one small object a message. */
import { type FrameBlock, frameBytes, seqAt } from '../protocol/frame-block'
import type { KeepWaiter } from './ports'

/** Whoever waits for frames to be durable; told once. */
export interface DurableAnswer {
  durable(seq: number): void
  failed(cause: unknown): void
}

export class Arrival implements KeepWaiter {
  readonly lowest: number
  readonly bytes: number
  /** `null`: the lowest alone. */
  readonly #seqs: Float64Array | null
  readonly answer: DurableAnswer
  readonly #settle: (arrival: Arrival, error: Error | null) => void
  #others: KeepWaiter[] | null = null

  /** `settle` is called once, before others are told. */
  constructor(block: FrameBlock, answer: DurableAnswer, settle: (arrival: Arrival, error: Error | null) => void) {
    this.lowest = lowestSeq(block)
    this.bytes = frameBytes(block.count, block.width)
    this.#seqs = block.count === 1 ? null : block.seqs
    this.answer = answer
    this.#settle = settle
  }

  get seqs(): Iterable<number> {
    return this.#seqs ?? [this.lowest]
  }

  /** For another message that has some of these frames, too. */
  settled(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#others ??= []
      this.#others.push({ resolve, reject })
    })
  }

  resolve(): void {
    this.#settle(this, null)
    for (const other of this.#others ?? []) other.resolve()
  }

  reject(error: Error): void {
    this.#settle(this, error)
    for (const other of this.#others ?? []) other.reject(error)
  }
}

export function lowestSeq(block: FrameBlock): number {
  let lowest = Number.POSITIVE_INFINITY
  for (let row = 0; row < block.count; row++) lowest = Math.min(lowest, seqAt(block, row))
  return lowest
}
