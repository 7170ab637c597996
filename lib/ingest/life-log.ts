/** One life's frames between arrival and disk: which seqs are known, what is on its way, and up to where all is durable. */
import { type FrameBlock, selectFrames, seqAt } from '../protocol/frame-block'
import { SeqRanges } from '../protocol/seq-ranges'
import { Arrival, type DurableAnswer, lowestSeq } from './arrival'
import type { KeepWaiter } from './ports'

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
  /** Tells `waiter` once the block is on disk, or why it is not. */
  keep(block: FrameBlock, waiter: KeepWaiter): void
  /** A block is no longer on its way. */
  settled(): void
}

export class LifeLog {
  readonly #sources = new Set<LifeSource>()
  readonly #ports: LifeLogPorts
  #known: SeqRanges
  /** Arrived, and refused by the disk: `durable` stays below them until they come again. Made when that happens. */
  #refused: SeqRanges | null = null
  /** An agent sends the oldest frame that it still has first after its hello. */
  #isOldestNext = false
  readonly #onTheWay: Arrival[] = []
  #waitingBytes = 0

  constructor(ports: LifeLogPorts, knownSeqs: readonly (readonly [number, number])[]) {
    this.#ports = ports
    this.#known = new SeqRanges(RANGES_PER_LIFE, knownSeqs)
  }

  /** Numbers that arrived and are not on disk yet. */
  get waitingBytes(): number {
    return this.#waitingBytes
  }

  /** The highest seq up to which all frames that arrived are on disk. */
  get durable(): number {
    let limit = this.#refused?.lowest || Number.POSITIVE_INFINITY
    for (const { lowest } of this.#onTheWay) limit = Math.min(limit, lowest)
    return limit === Number.POSITIVE_INFINITY ? this.#known.highest : this.#known.highestBelow(limit)
  }

  /** Whether anything would be forgotten if this log were dropped and read again from disk. */
  get isSettled(): boolean {
    return this.#sources.size === 0 && this.#onTheWay.length === 0 && !this.#hasRefused
  }

  /** A connection begins, and will send what is not durable again. */
  begin(source: LifeSource): void {
    this.#sources.add(source)
    this.#isOldestNext = true
  }

  end(source: LifeSource): void {
    this.#sources.delete(source)
  }

  /**
   * Takes a block of this life; tells `answer` once all of it is on disk. What is known already is dropped. The answer is an
   * object of the caller's and not a promise, because ten thousand of them wait at any time.
   */
  take(block: FrameBlock, answer: DurableAnswer): void {
    if (this.#isOldestNext && block.count > 0) this.#forgetRefusedBelow(lowestSeq(block))
    const fresh = this.#dropKnown(block)
    if (block.count === 0) answer.durable(this.durable)
    else if (fresh.count === block.count) this.#takeFresh(fresh, answer)
    else this.#takeAgain(block.count, fresh, answer)
  }

  /** What is on disk of this life, where history could not say it at the start. */
  learnKnown(knownSeqs: readonly (readonly [number, number])[]): void {
    for (const [from, to] of knownSeqs) this.#known.addRange(from, to)
  }

  get #hasRefused(): boolean {
    return (this.#refused?.rangeCount ?? 0) > 0
  }

  /** A message that repeats frames is durable when their first copies are, and those may still be on their way. */
  #takeAgain(came: number, fresh: FrameBlock, answer: DurableAnswer): void {
    if (fresh.count < came) this.#ports.dropped(came - fresh.count)
    const awaited = this.#onTheWay.map((earlier) => earlier.settled())
    if (fresh.count > 0) {
      awaited.push(
        new Promise((resolve, reject) => this.#takeFresh(fresh, { durable: () => resolve(), failed: reject })),
      )
    }
    Promise.all(awaited).then(
      () => answer.durable(this.durable),
      (cause: unknown) => answer.failed(cause),
    )
  }

  #takeFresh(block: FrameBlock, answer: DurableAnswer): void {
    this.#ports.look(block)
    const arrival = new Arrival(block, answer, this.#settle)
    this.#onTheWay.push(arrival)
    this.#waitingBytes += arrival.bytes
    this.#ports.keep(block, arrival)
  }

  readonly #settle = (arrival: Arrival, error: Error | null): void => {
    this.#forget(arrival)
    this.#waitingBytes -= arrival.bytes
    if (error !== null) {
      this.#refused ??= new SeqRanges(RANGES_PER_LIFE)
      for (const seq of arrival.seqs) {
        this.#known.remove(seq)
        this.#refused.add(seq)
      }
      arrival.answer.failed(error)
    } else {
      if (this.#hasRefused) for (const source of this.#sources) source.resend()
      arrival.answer.durable(this.durable)
    }
    this.#ports.settled()
  }

  /** Nearly always the only one; and a list that is emptied in this way keeps its room. */
  #forget(arrival: Arrival): void {
    if (this.#onTheWay.at(-1) === arrival) this.#onTheWay.pop()
    else this.#onTheWay.splice(this.#onTheWay.indexOf(arrival), 1)
  }

  /** What the agent has no longer cannot come again, and must not hold `durable` back for ever. */
  #forgetRefusedBelow(seq: number): void {
    this.#isOldestNext = false
    const refused = this.#refused
    if (refused === null) return
    while (refused.lowest > 0 && refused.lowest < seq) refused.remove(refused.lowest)
  }

  /** The block itself where all of it is new, as nearly always. */
  #dropKnown(block: FrameBlock): FrameBlock {
    let rows: number[] | null = null
    for (let row = 0; row < block.count; row++) {
      const seq = seqAt(block, row)
      const isNew = this.#known.add(seq)
      if (isNew && this.#hasRefused) this.#refused?.remove(seq)
      if (isNew) rows?.push(row)
      else rows ??= Array.from({ length: row }, (_, before) => before)
    }
    return rows === null ? block : selectFrames(block, rows)
  }
}
