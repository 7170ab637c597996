/**
 * The form of frames on the day they arrive: a few frames of one life, self-contained, a few bytes a value, cheap to
 * write and to read back. Layout (all numbers varints): count, width, seqs, atMs, then the values row by row. The first
 * seq, atMs and value of each series are whole, later ones the zigzagged difference to the one before. A value is 0 for
 * "not known", 1 and eight bytes for a number that is no plain integer, otherwise 2 + the zigzagged difference.
 */
import type { FrameBlock } from '../../protocol/frame-block'
import { type ByteReader, type ByteWriter, isPlainInteger, unzigzag, zigzag } from './byte-buffer'

const NOT_KNOWN = 0
const FLOAT = 1
const FIRST_INTEGER = 2

/** Frames by column of the head: what pieces are read into. Rows of narrower pieces are padded with NaN. */
export function writePiece(to: ByteWriter, block: FrameBlock): void {
  const { count, width, seqs, atMs, values } = block
  to.varint(count)
  to.varint(width)
  writeRising(to, seqs, count)
  writeRising(to, atMs, count)
  const before = new Float64Array(width)
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < width; column++) {
      const value = values[row * width + column] as number
      if (isPlainInteger(value)) {
        to.varint(FIRST_INTEGER + zigzag(value - (before[column] as number)))
        before[column] = value
      } else if (Number.isNaN(value)) to.byte(NOT_KNOWN)
      else {
        to.byte(FLOAT)
        to.float64(value)
      }
    }
  }
}

/** Reads the next piece, whole. */
export function readPiece(from: ByteReader): FrameBlock {
  const { count, width, seqs, atMs } = readPieceTimes(from)
  const values = new Float64Array(count * width)
  const before = new Float64Array(width)
  for (let cell = 0; cell < values.length; cell++) {
    const code = from.varint()
    if (code === NOT_KNOWN) values[cell] = Number.NaN
    else if (code === FLOAT) values[cell] = from.float64()
    else {
      const column = cell % width
      const value = (before[column] as number) + unzigzag(code - FIRST_INTEGER)
      before[column] = value
      values[cell] = value
    }
  }
  return { count, width, seqs, atMs, values }
}

/** Reads only what says which frames a piece holds; `from` is then in the middle of the piece. */
export function readPieceTimes(from: ByteReader): {
  count: number
  width: number
  seqs: Float64Array
  atMs: Float64Array
} {
  const count = from.varint()
  const width = from.varint()
  return { count, width, seqs: readRising(from, count), atMs: readRising(from, count) }
}

function writeRising(to: ByteWriter, numbers: Float64Array, count: number): void {
  let before = 0
  for (let at = 0; at < count; at++) {
    const value = numbers[at] as number
    if (at === 0) to.varint(value)
    else to.varint(zigzag(value - before))
    before = value
  }
}

function readRising(from: ByteReader, count: number): Float64Array {
  const numbers = new Float64Array(count)
  let before = 0
  for (let at = 0; at < count; at++) {
    before = at === 0 ? from.varint() : before + unzigzag(from.varint())
    numbers[at] = before
  }
  return numbers
}
