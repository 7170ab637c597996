/** The frames of one life that are not yet in blocks, as the pieces in which they came. */
import { ByteReader, ByteWriter } from '../blocks/byte-buffer'
import { readPiece, readPieceTimes, writePiece } from '../blocks/frame-piece'
import type { SeqRanges } from '../blocks/seq-ranges'
import type { FrameBlock } from '../../protocol/frame-block'
import { joinFrames } from '../blocks/join-frames'
import type { LifeRow } from './life-table'

export class LifeHead {
  frames = 0
  /** Frames by their width: how much work they are. */
  values = 0
  minAtMs = Infinity
  maxAtMs = -Infinity
  /** The newest frame's clock: that of the highest seq. */
  lastAtMs: number | null
  private lastSeq = 0
  /** The first journal row that still holds a frame of this head. */
  firstJournal = Infinity
  lastJournal = 0
  /** When the first of these frames came, on the hub's clock. */
  sinceMs = 0
  private readonly pieces = new ByteWriter(1_024)

  readonly life: number
  readonly process: number
  readonly boot: string
  readonly knownSeqs: SeqRanges
  /** Journal rows up to this one are in blocks already. */
  readonly sealedJournal: number

  constructor(
    row: LifeRow,
    readonly name: string,
  ) {
    this.life = row.id
    this.process = row.process
    this.boot = row.boot
    this.knownSeqs = row.knownSeqs
    this.sealedJournal = row.sealedJournal
    this.lastAtMs = row.lastAtMs
  }

  /** Takes a piece as it stands in a journal row; its seqs must not be known. */
  add(piece: Uint8Array, journal: number, nowMs: number): void {
    const { count, width, seqs, atMs } = readPieceTimes(new ByteReader(piece))
    if (this.frames === 0) this.sinceMs = nowMs
    for (let row = 0; row < count; row++) {
      this.knownSeqs.add(seqs[row] as number)
      this.see(seqs[row] as number, atMs[row] as number)
    }
    this.frames += count
    this.values += count * width
    this.firstJournal = Math.min(this.firstJournal, journal)
    this.lastJournal = Math.max(this.lastJournal, journal)
    this.pieces.append(piece)
  }

  private see(seq: number, atMs: number): void {
    this.minAtMs = Math.min(this.minAtMs, atMs)
    this.maxAtMs = Math.max(this.maxAtMs, atMs)
    if (seq < this.lastSeq) return
    this.lastSeq = seq
    this.lastAtMs = atMs
  }

  /** All frames, by seq. Rows from before a series was added have NaN for it. */
  read(): FrameBlock {
    const blocks: FrameBlock[] = []
    const reader = new ByteReader(this.pieces.view())
    while (!reader.atEnd) blocks.push(readPiece(reader))
    return joinFrames(blocks)
  }

  /** Forgets the frames with these seqs: the disk never took them. */
  giveUp(seqs: ReadonlySet<number>): void {
    const reader = new ByteReader(this.pieces.copy())
    this.clear()
    const scratch = new ByteWriter()
    while (!reader.atEnd) {
      const piece = readPiece(reader)
      if (piece.seqs.some((seq) => seqs.has(seq))) continue
      scratch.clear()
      writePiece(scratch, piece)
      this.pieces.append(scratch.view())
      this.frames += piece.count
      this.values += piece.values.length
      piece.seqs.forEach((seq, row) => this.see(seq, piece.atMs[row] as number))
    }
    for (const seq of seqs) this.knownSeqs.remove(seq)
  }

  private clear(): void {
    this.pieces.clear()
    this.frames = 0
    this.values = 0
    this.minAtMs = Infinity
    this.maxAtMs = -Infinity
    this.lastSeq = 0
    this.firstJournal = Infinity
  }
}
