/** Frames after decoding: numbers in typed arrays, no object a sample. What every part behind the wire hands on. */

/**
 * `count` frames of one life. `values` is row-major, `count × width`, in the order of the life's declared series;
 * `NaN` is "not known" (JSON cannot carry it, so it is free to mean that).
 */
export interface FrameBlock {
  count: number
  width: number
  /** Length `count`; whole numbers from 1. */
  seqs: Float64Array
  /** Length `count`; whole milliseconds since 1970 on the target's clock. */
  atMs: Float64Array
  values: Float64Array
}

/** What the numbers of a block take. */
export function frameBytes(count: number, width: number): number {
  return count * (2 + width) * Float64Array.BYTES_PER_ELEMENT
}

/** Numbers of small blocks stand together in one array of so many: an array of its own costs more than what it holds. */
const SLAB_NUMBERS = 8_192
/** Blocks of more numbers have arrays of their own. */
const SMALL_BLOCK = 512
let slab = new Float64Array(0)
let slabUsed = 0

/** A block to be filled, all zeros. Whoever keeps it for long keeps 64 kB of its neighbours with it. */
export function blockToFill(count: number, width: number): FrameBlock {
  const length = count * (2 + width)
  if (length > SMALL_BLOCK) {
    return blockOver(new Float64Array(length), 0, count, width)
  }
  if (slabUsed + length > slab.length) {
    slab = new Float64Array(SLAB_NUMBERS)
    slabUsed = 0
  }
  const block = blockOver(slab, slabUsed, count, width)
  slabUsed += length
  return block
}

function blockOver(numbers: Float64Array, at: number, count: number, width: number): FrameBlock {
  return {
    count,
    width,
    seqs: numbers.subarray(at, at + count),
    atMs: numbers.subarray(at + count, at + 2 * count),
    values: numbers.subarray(at + 2 * count, at + count * (2 + width)),
  }
}

/** The frames of `block` at `rows`, as a block of their own; `block` itself where all rows are kept. */
export function selectFrames(block: FrameBlock, rows: readonly number[]): FrameBlock {
  if (rows.length === block.count) return block
  const { width } = block
  const picked: FrameBlock = {
    count: rows.length,
    width,
    seqs: new Float64Array(rows.length),
    atMs: new Float64Array(rows.length),
    values: new Float64Array(rows.length * width),
  }
  rows.forEach((row, to) => {
    picked.seqs[to] = block.seqs[row] ?? Number.NaN
    picked.atMs[to] = block.atMs[row] ?? Number.NaN
    picked.values.set(block.values.subarray(row * width, (row + 1) * width), to * width)
  })
  return picked
}
