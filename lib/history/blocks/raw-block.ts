/** Sealed frames of one life, some minutes of them: segment 0 is the seqs, 1 the times, then one for each series. */
import type { FrameBlock } from '../../protocol/frame-block'
import { readColumn, writeColumn } from './number-column'
import { Segments, SegmentsWriter } from './segments'

const SEQS = 0
const TIMES = 1
const FIRST_SERIES = 2

/** Most values take less. */
const USUAL_BYTES = 2

/** Frames `from` up to and without `to` of a block. */
export function writeRawBlock(block: FrameBlock, from: number, to: number): Uint8Array {
  const { width, values } = block
  const segments = new SegmentsWriter((to - from) * width * USUAL_BYTES + 256)
  writeColumn(segments.next(), block.seqs.subarray(from, to))
  writeColumn(segments.next(), block.atMs.subarray(from, to))
  const column = new Float64Array(to - from)
  for (let series = 0; series < width; series++) {
    for (let row = from; row < to; row++) column[row - from] = values[row * width + series] as number
    writeColumn(segments.next(), column)
  }
  return segments.finish(to - from)
}

export class RawBlock {
  private readonly segments: Segments

  /** Throws `DamagedBlock`, as do all of its readers. */
  constructor(body: Uint8Array) {
    this.segments = Segments.open(body)
  }

  get frames(): number {
    return this.segments.rows
  }

  seqs(): Float64Array {
    return readColumn(this.segments.read(SEQS), this.frames)
  }

  atMs(): Float64Array {
    return readColumn(this.segments.read(TIMES), this.frames)
  }

  /** A series that was added after these frames is "not known" in all of them. */
  values(series: number): Float64Array {
    return FIRST_SERIES + series < this.segments.count
      ? readColumn(this.segments.read(FIRST_SERIES + series), this.frames)
      : new Float64Array(this.frames).fill(Number.NaN)
  }

  /** These rows of it. */
  pick(rows: readonly number[]): FrameBlock {
    const count = rows.length
    const width = this.segments.count - FIRST_SERIES
    const values = new Float64Array(count * width)
    for (let series = 0; series < width; series++) {
      const column = this.values(series)
      for (let to = 0; to < count; to++) values[to * width + series] = column[rows[to] as number] as number
    }
    const [seqs, atMs] = [this.seqs(), this.atMs()]
    const of = (numbers: Float64Array) => Float64Array.from(rows, (row) => numbers[row] as number)
    return { count, width, seqs: of(seqs), atMs: of(atMs), values }
  }

  /** All of it. */
  read(): FrameBlock {
    return this.pick([...this.seqs().keys()])
  }
}
