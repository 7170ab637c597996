/** One life's frames between arrival and disk: which seqs are known, what is on its way, and up to where all is durable. */
import { type FrameBlock, selectFrames } from '../protocol/frame-block'
import { SeqRanges } from '../protocol/seq-ranges'

/** Gaps (overflowed outboxes) that are told apart in one life; far more than an honest agent makes. */
const RANGES_PER_LIFE = 512

/** A connection that brings frames of this life. */
export interface LifeSource {
  /** History takes frames again after it refused some: what is not durable should be sent again. */
  resend(): void
}

export interface LifeLogPorts {
  look(block: FrameBlock): void
  /** Frames that were known already. */
  dropped(count: number): void
  /** Resolves once the block is on disk. */
  keep(block: FrameBlock): Promise<void>
}

export class LifeLog {
  readonly #sources = new Set<LifeSource>()
  readonly #ports: LifeLogPorts
  #known: SeqRanges
  /** Arrived, and refused by the disk: `durable` stays below them until they come again. */
  #refused = new SeqRanges(RANGES_PER_LIFE)
  /** An agent sends the oldest frame that it still has first after its hello. */
  #isOldestNext = false
  /** The promise of each block's arrival on disk, with the lowest seq in it. */
  readonly #onTheWay = new Map<Promise<void>, number>()

  constructor(ports: LifeLogPorts, knownSeqs: readonly (readonly [number, number])[]) {
    this.#ports = ports
    this.#known = new SeqRanges(RANGES_PER_LIFE, knownSeqs)
  }

  /** The highest seq up to which all frames that arrived are on disk. */
  get durable(): number {
    let limit = this.#refused.lowest === 0 ? Number.POSITIVE_INFINITY : this.#refused.lowest
    for (const lowest of this.#onTheWay.values()) limit = Math.min(limit, lowest)
    return limit === Number.POSITIVE_INFINITY ? this.#known.highest : this.#known.highestBelow(limit)
  }

  /** Whether anything would be forgotten if this log were dropped and read again from disk. */
  get isSettled(): boolean {
    return this.#sources.size === 0 && this.#onTheWay.size === 0 && this.#refused.rangeCount === 0
  }

  /** A connection begins, and will send what is not durable again. */
  begin(source: LifeSource): void {
    this.#sources.add(source)
    this.#isOldestNext = true
  }

  end(source: LifeSource): void {
    this.#sources.delete(source)
  }

  /** Takes a block of this life; resolves with `durable` once all of it is on disk. What is known already is dropped. */
  async accept(block: FrameBlock): Promise<number> {
    if (this.#isOldestNext && block.count > 0) this.#forgetRefusedBelow(lowestSeq(block))
    const fresh = this.#dropKnown(block)
    if (fresh.count < block.count) {
      this.#ports.dropped(block.count - fresh.count)
      await this.#acceptAgain(fresh)
    } else await this.#acceptFresh(fresh)
    return this.durable
  }

  /** What is on disk of this life, where history could not say it at the start. */
  learnKnown(knownSeqs: readonly (readonly [number, number])[]): void {
    for (const [from, to] of knownSeqs) this.#known.addRange(from, to)
  }

  /** A message that repeats frames is durable when their first copies are, and those may still be on their way. */
  async #acceptAgain(fresh: FrameBlock): Promise<void> {
    const earlier = [...this.#onTheWay.keys()]
    if (fresh.count > 0) await this.#acceptFresh(fresh)
    await Promise.all(earlier)
  }

  async #acceptFresh(block: FrameBlock): Promise<void> {
    if (block.count === 0) return
    this.#ports.look(block)
    const kept = this.#ports.keep(block)
    this.#onTheWay.set(kept, lowestSeq(block))
    try {
      await kept
    } catch (error) {
      for (const seq of block.seqs) {
        this.#known.remove(seq)
        this.#refused.add(seq)
      }
      throw error
    } finally {
      this.#onTheWay.delete(kept)
    }
    if (this.#refused.rangeCount > 0) for (const source of this.#sources) source.resend()
  }

  /** What the agent has no longer cannot come again, and must not hold `durable` back for ever. */
  #forgetRefusedBelow(seq: number): void {
    this.#isOldestNext = false
    while (this.#refused.lowest > 0 && this.#refused.lowest < seq) this.#refused.remove(this.#refused.lowest)
  }

  #dropKnown(block: FrameBlock): FrameBlock {
    const rows: number[] = []
    for (let row = 0; row < block.count; row++) {
      const seq = block.seqs[row] ?? 0
      if (!this.#known.add(seq)) continue
      if (this.#refused.rangeCount > 0) this.#refused.remove(seq)
      rows.push(row)
    }
    return selectFrames(block, rows)
  }
}

function lowestSeq(block: FrameBlock): number {
  let lowest = Number.POSITIVE_INFINITY
  for (const seq of block.seqs) if (seq < lowest) lowest = seq
  return lowest
}
