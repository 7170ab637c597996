/** The frames of one life that are not yet in blocks, packed, in the order in which they came. */
import { ByteReader, ByteWriter } from '../blocks/byte-buffer'
import { type BytePages, PagedBytes } from '../blocks/byte-pages'
import { FrameBefore, readPiece, writePiece } from '../blocks/frame-piece'
import { joinFrames } from '../blocks/join-frames'
import type { SeqRanges } from '../../protocol/seq-ranges'
import { type FrameBlock, selectFrames } from '../../protocol/frame-block'
import type { LifeState } from './life-table'

/** Where a piece is written before it goes to its head's pages. */
const scratch = new ByteWriter(4_096)

export class LifeHead {
  frames = 0
  isReleased = false
  /** Frames by their width: how much work they are. */
  values = 0
  minAtMs = Infinity
  maxAtMs = -Infinity
  /** The newest frame's clock: that of the highest seq. */
  lastAtMs: number | null
  private lastSeq = 0
  /** The first journal row that still holds a frame of this head, and the last. */
  firstJournal = Infinity
  lastJournal = 0
  /** When the first of these frames came, on the hub's clock. */
  sinceMs = 0
  private readonly packed: PagedBytes
  private before = new FrameBefore()
  readonly life: number
  readonly process: number
  readonly boot: string
  readonly knownSeqs: SeqRanges
  /** Journal rows up to this one are in blocks already. */
  readonly sealedJournal: number

  constructor(
    state: LifeState,
    readonly name: string,
    pages: BytePages,
  ) {
    this.packed = new PagedBytes(pages)
    this.life = state.id
    this.process = state.process
    this.boot = state.boot
    this.knownSeqs = state.knownSeqs
    this.sealedJournal = state.sealedJournal
    this.lastAtMs = state.lastAtMs
  }

  /** Takes frames that a journal row holds, or will; their seqs must not be known. */
  add(block: FrameBlock, journal: number, nowMs: number): void {
    if (this.frames === 0) this.sinceMs = nowMs
    for (const seq of block.seqs) this.knownSeqs.add(seq)
    this.firstJournal = Math.min(this.firstJournal, journal)
    this.lastJournal = Math.max(this.lastJournal, journal)
    this.pack(block)
  }

  private pack(block: FrameBlock): void {
    scratch.clear()
    writePiece(scratch, block, this.before)
    this.packed.append(scratch.view())
    this.frames += block.count
    this.values += block.count * block.width
    for (let row = 0; row < block.count; row++) {
      const atMs = block.atMs[row] as number
      const seq = block.seqs[row] as number
      if (atMs < this.minAtMs) this.minAtMs = atMs
      if (atMs > this.maxAtMs) this.maxAtMs = atMs
      if (seq < this.lastSeq) continue
      this.lastSeq = seq
      this.lastAtMs = atMs
    }
  }

  /** All frames, by seq. Rows from before a series was added have NaN for it. */
  read(): FrameBlock {
    const blocks: FrameBlock[] = []
    const reader = new ByteReader(this.packed.read())
    const before = new FrameBefore()
    while (!reader.atEnd) blocks.push(readPiece(reader, before))
    return joinFrames(blocks)
  }

  get bytes(): number {
    return this.packed.pageBytes
  }

  /** Gives back what its frames take: it is used no more. */
  release(): void {
    this.packed.clear()
    this.before = new FrameBefore()
    this.isReleased = true
  }

  /** Forgets the frames with these seqs: the disk never took them. */
  giveUp(seqs: ReadonlySet<number>): void {
    const held = this.read()
    const kept = [...held.seqs.keys()].filter((row) => !seqs.has(held.seqs[row] as number))
    this.packed.clear()
    this.before = new FrameBefore()
    this.frames = 0
    this.values = 0
    this.minAtMs = Infinity
    this.maxAtMs = -Infinity
    this.lastSeq = 0
    this.pack(selectFrames(held, kept))
    for (const seq of seqs) this.knownSeqs.remove(seq)
  }
}
