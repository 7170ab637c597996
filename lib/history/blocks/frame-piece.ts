/**
 * The form of frames on the day they arrive: a few frames of one life, a few bytes a value, cheap to write and to read
 * back. Layout (all numbers varints): count, width, seqs, atMs, then the values row by row; seqs, atMs and plain integers
 * as the zigzagged difference to the one before. A value is 0 for "not known", 1 and eight bytes for a number that is no
 * plain integer, otherwise 2 + the difference. What "before" means is the caller's: nothing, for a piece that stands alone
 * (in the journal, where damage to one must not touch the next), or the piece before (in memory, where that halves it).
 */
import type { FrameBlock } from '../../protocol/frame-block'
import { type ByteReader, type ByteWriter, isPlainInteger, unzigzag, zigzag } from './byte-buffer'

const NOT_KNOWN = 0
const FLOAT = 1
const FIRST_INTEGER = 2

/** The frame before the next: zeros at the start. */
export class FrameBefore {
  seq = 0
  atMs = 0
  values = new Float64Array(0)

  /** As it was at the start. */
  clear(): void {
    this.seq = 0
    this.atMs = 0
    this.values.fill(0)
  }

  widen(width: number): void {
    if (width <= this.values.length) return
    const values = new Float64Array(width)
    values.set(this.values)
    this.values = values
  }
}

export function writePiece(to: ByteWriter, block: FrameBlock, before = new FrameBefore()): void {
  const { count, width, seqs, atMs, values } = block
  to.varint(count)
  to.varint(width)
  before.seq = writeDifferences(to, seqs, count, before.seq)
  before.atMs = writeDifferences(to, atMs, count, before.atMs)
  before.widen(width)
  const last = before.values
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < width; column++) {
      const value = values[row * width + column] as number
      if (isPlainInteger(value)) {
        to.varint(FIRST_INTEGER + zigzag(value - (last[column] as number)))
        last[column] = value
      } else if (Number.isNaN(value)) to.byte(NOT_KNOWN)
      else {
        to.byte(FLOAT)
        to.float64(value)
      }
    }
  }
}

/** Reads the next piece, whole. */
export function readPiece(from: ByteReader, before = new FrameBefore()): FrameBlock {
  const { count, width, seqs, atMs } = readPieceTimes(from, before)
  const values = new Float64Array(count * width)
  before.widen(width)
  const last = before.values
  for (let row = 0, cell = 0; row < count; row++) {
    for (let column = 0; column < width; column++, cell++) {
      const code = from.varint()
      if (code === NOT_KNOWN) values[cell] = Number.NaN
      else if (code === FLOAT) values[cell] = from.float64()
      else {
        const value = (last[column] as number) + unzigzag(code - FIRST_INTEGER)
        last[column] = value
        values[cell] = value
      }
    }
  }
  return { count, width, seqs, atMs, values }
}

/** Reads only what says which frames a piece holds; `from` is then in the middle of the piece. */
export function readPieceTimes(
  from: ByteReader,
  before = new FrameBefore(),
): { count: number; width: number; seqs: Float64Array; atMs: Float64Array } {
  const count = from.varint()
  const width = from.varint()
  const seqs = readDifferences(from, count, before.seq)
  const atMs = readDifferences(from, count, before.atMs)
  before.seq = seqs[count - 1] ?? before.seq
  before.atMs = atMs[count - 1] ?? before.atMs
  return { count, width, seqs, atMs }
}

/** Answers with the last number. */
function writeDifferences(to: ByteWriter, numbers: Float64Array, count: number, before: number): number {
  let last = before
  for (let at = 0; at < count; at++) {
    const value = numbers[at] as number
    to.varint(zigzag(value - last))
    last = value
  }
  return last
}

function readDifferences(from: ByteReader, count: number, before: number): Float64Array {
  const numbers = new Float64Array(count)
  let last = before
  for (let at = 0; at < count; at++) {
    last += unzigzag(from.varint())
    numbers[at] = last
  }
  return numbers
}
