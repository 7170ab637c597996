/** Frames on their way to disk: checked against the known seqs, packed into journal rows, held until a transaction took them. */
import { ByteReader, ByteWriter } from '../blocks/byte-buffer'
import { FrameBefore, readPieceTimes, writePiece } from '../blocks/frame-piece'
import { selectFrames, type FrameBlock } from '../../protocol/frame-block'
import { SeqRanges } from '../../protocol/seq-ranges'
import type { WriteRequest } from './core-wire'
import { type Journal, type JournalPacker, type JournalRow, piecesOf } from './journal'
import type { LifeHead } from './life-head'
import type { NamesTold } from './life-numbers'
import type { OpenHeads } from './open-heads'

/** Of one life; past it the gaps between refused seqs count as refused as well, which costs only a message sent again. */
const REFUSED_RANGES = 1_000
const KNOWN_RANGES = 1_000

interface Unwritten {
  batch: number
  rows: JournalRow[]
  bytes: number
}

export class Intake {
  private readonly packer: JournalPacker
  private readonly scratch = new ByteWriter(4_096)
  /** In the journal a piece stands alone. */
  private readonly alone = new FrameBefore()
  private unwritten: Unwritten[] = []
  private bytes = 0
  /** The seqs of `unwritten` by life, once a transaction with them has failed. */
  private readonly refused = new Map<number, SeqRanges>()
  private refusedBatches = 0
  /** Of the lives by their numbers: a process and its boot in turn. */
  private readonly names: string[] = []
  private readonly headByNumber: (LifeHead | undefined)[] = []

  constructor(
    private readonly journal: Journal,
    private readonly heads: OpenHeads,
    private readonly capacityBytes: number,
  ) {
    this.packer = journal.packer()
  }

  get retained(): boolean {
    return this.unwritten.length > 0
  }

  /** Takes a request's frames into memory; answers with the entries whose life nobody opened. */
  take(request: WriteRequest): number[] {
    const unknown: number[] = []
    this.learn(request.names)
    const rows: JournalRow[] = []
    let entry = 0
    for (let at = 0; at < request.frames.length; entry++) {
      const { name, block, next } = entryAt(request.frames, at)
      const head = this.headOf(name)
      if (head === undefined) unknown.push(entry)
      else this.takeBlock(head, block, request.nowMs, rows)
      at = next
    }
    const last = this.packer.close()
    if (last !== null) rows.push(last)
    const bytes = rows.reduce((sum, row) => sum + row.body.length, 0)
    // Also where all of it was known: what is known may itself wait to be written.
    if (entry > 0 || !this.retained) this.unwritten.push({ batch: request.batch, rows, bytes })
    this.bytes += bytes
    return unknown
  }

  private learn({ from, names }: NamesTold): void {
    this.names.length = 2 * from
    this.headByNumber.length = from
    for (const name of names) this.names.push(name)
  }

  /** Of the life of that number; found by name where its frames went into a block since, or none came yet. */
  private headOf(number: number): LifeHead | undefined {
    const known = this.headByNumber[number]
    if (known !== undefined && !known.isReleased) return known
    const [process, boot] = [this.names[2 * number], this.names[2 * number + 1]]
    const head = process === undefined || boot === undefined ? undefined : this.heads.named(process, boot)
    this.headByNumber[number] = head
    return head
  }

  private takeBlock(head: LifeHead, block: FrameBlock, nowMs: number, rows: JournalRow[]): void {
    const frames = freshOf(head, block)
    if (frames === null) return
    this.scratch.clear()
    this.alone.clear()
    writePiece(this.scratch, frames, this.alone)
    head.add(frames, this.packer.currentId, nowMs)
    const full = this.packer.add(head.life, this.scratch.view())
    if (full !== null) rows.push(full)
  }

  /** To be called inside a transaction. */
  write(): void {
    for (const { rows } of this.unwritten) for (const row of rows) this.journal.write(row)
  }

  /** After the transaction: which batches it carried. */
  written(): number[] {
    const batches = this.unwritten.map(({ batch }) => batch)
    this.unwritten = []
    this.bytes = 0
    this.refused.clear()
    this.refusedBatches = 0
    return batches
  }

  /** After a transaction that failed: the oldest batches go until the rest fits. */
  shed(): number[] {
    for (const { rows } of this.unwritten.slice(this.refusedBatches)) this.noteRefused(rows)
    const gone: number[] = []
    while (this.bytes > this.capacityBytes) {
      const oldest = this.unwritten.shift()
      if (oldest === undefined) break
      this.bytes -= oldest.bytes
      this.forget(oldest)
      gone.push(oldest.batch)
    }
    this.refusedBatches = this.unwritten.length
    return gone
  }

  /** Of a life's known seqs those that are on disk. Right after a transaction that failed, and was followed by `shed`. */
  withoutUnwritten(life: number, known: SeqRanges): SeqRanges {
    const onDisk = new SeqRanges(KNOWN_RANGES, known.list())
    for (const [from, to] of this.refused.get(life)?.list() ?? [])
      for (let seq = from; seq <= to; seq++) onDisk.remove(seq)
    return onDisk
  }

  private noteRefused(rows: readonly JournalRow[]): void {
    for (const [life, seqs] of seqsOf(rows)) {
      const refused = this.refused.get(life) ?? new SeqRanges(REFUSED_RANGES)
      this.refused.set(life, refused)
      for (const seq of seqs) refused.add(seq)
    }
  }

  private forget({ rows }: Unwritten): void {
    for (const [life, seqs] of seqsOf(rows)) {
      this.heads.get(life)?.giveUp(seqs)
      for (const seq of seqs) this.refused.get(life)?.remove(seq)
    }
  }
}

function seqsOf(rows: readonly JournalRow[]): Map<number, Set<number>> {
  const seqsByLife = new Map<number, Set<number>>()
  for (const row of rows)
    for (const { life, piece } of piecesOf(row.body)) {
      const seqs = seqsByLife.get(life) ?? new Set<number>()
      seqsByLife.set(life, seqs)
      for (const seq of readPieceTimes(new ByteReader(piece)).seqs) seqs.add(seq)
    }
  return seqsByLife
}

/** The frames whose seqs are not known; `null` where there is none. */
function freshOf(head: LifeHead, block: FrameBlock): FrameBlock | null {
  if (block.count === 1) return head.knownSeqs.has(block.seqs[0] as number) ? null : block
  const fresh: number[] = []
  const seen = new Set<number>()
  for (let row = 0; row < block.count; row++) {
    const seq = block.seqs[row] as number
    if (head.knownSeqs.has(seq) || seen.has(seq)) continue
    seen.add(seq)
    fresh.push(row)
  }
  return fresh.length === 0 ? null : selectFrames(block, fresh)
}

/** One entry of a request's packed frames; the block is a view. */
function entryAt(frames: Float64Array, at: number): { name: number; block: FrameBlock; next: number } {
  const name = frames[at] as number
  const count = frames[at + 1] as number
  const width = frames[at + 2] as number
  const seqs = at + 3
  const times = seqs + count
  const values = times + count
  const next = values + count * width
  return {
    name,
    block: {
      count,
      width,
      seqs: frames.subarray(seqs, times),
      atMs: frames.subarray(times, values),
      values: frames.subarray(values, next),
    },
    next,
  }
}
