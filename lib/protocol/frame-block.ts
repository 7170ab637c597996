/** Frames after decoding: numbers in typed arrays, no object a sample. What every part behind the wire hands on. */

/**
 * `count` frames of one life. `values` is row-major, `count × width`, in the order of the life's declared series;
 * `NaN` is "not known" (JSON cannot carry it, so it is free to mean that).
 */
export interface FrameBlock {
  readonly count: number
  readonly width: number
  /** Length `count`; whole numbers from 1. */
  readonly seqs: Float64Array
  /** Length `count`; whole milliseconds since 1970 on the target's clock. */
  readonly atMs: Float64Array
  readonly values: Float64Array
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

/**
 * A block whose numbers stand in a row in `numbers` from `at` on: its seqs, its times, its values. A view of them is made for
 * who asks for one; those through whose hands ten thousand blocks a second go read by `seqAt` and its like, without.
 */
class SlabBlock implements FrameBlock {
  constructor(
    readonly numbers: Float64Array,
    readonly at: number,
    readonly count: number,
    readonly width: number,
  ) {}

  get seqs(): Float64Array {
    return this.numbers.subarray(this.at, this.at + this.count)
  }

  get atMs(): Float64Array {
    return this.numbers.subarray(this.at + this.count, this.at + 2 * this.count)
  }

  get values(): Float64Array {
    return this.numbers.subarray(this.at + 2 * this.count, this.at + numbersOf(this))
  }
}

/** A block to be filled, all zeros: write into its views, or by `valuesIn`. Whoever keeps it for long keeps 64 kB of its neighbours with it. */
export function blockToFill(count: number, width: number): SlabBlock {
  const length = count * (2 + width)
  if (length > SMALL_BLOCK) return new SlabBlock(new Float64Array(length), 0, count, width)
  if (slabUsed + length > slab.length) {
    slab = new Float64Array(SLAB_NUMBERS)
    slabUsed = 0
  }
  const block = new SlabBlock(slab, slabUsed, count, width)
  slabUsed += length
  return block
}

/** A block of one frame whose values are to be filled. */
export function oneFrame(seq: number, atMs: number, width: number): FrameBlock {
  const block = blockToFill(1, width)
  block.numbers[block.at] = seq
  block.numbers[block.at + 1] = atMs
  return block
}

export function seqAt(block: FrameBlock, row: number): number {
  return (block instanceof SlabBlock ? block.numbers[block.at + row] : block.seqs[row]) ?? 0
}

/** Milliseconds since 1970 on the target's clock. */
export function timeAt(block: FrameBlock, row: number): number {
  return (block instanceof SlabBlock ? block.numbers[block.at + block.count + row] : block.atMs[row]) ?? Number.NaN
}

/** The array in which the values stand, from `valuesFrom` on. */
export function valuesIn(block: FrameBlock): Float64Array {
  return block instanceof SlabBlock ? block.numbers : block.values
}

export function valuesFrom(block: FrameBlock): number {
  return block instanceof SlabBlock ? block.at + 2 * block.count : 0
}

/** All numbers of `block` into `to` from `at` on: seqs, times, values. Answers where they end. */
export function copyNumbers(block: FrameBlock, to: Float64Array, at: number): number {
  const { count, width } = block
  const end = at + numbersOf(block)
  if (block instanceof SlabBlock) {
    for (let index = at, from = block.at; index < end; index++, from++) to[index] = block.numbers[from] as number
    return end
  }
  // Views may be longer than what the block has of them.
  to.set(block.seqs.subarray(0, count), at)
  to.set(block.atMs.subarray(0, count), at + count)
  to.set(block.values.subarray(0, count * width), at + 2 * count)
  return end
}

function numbersOf({ count, width }: FrameBlock): number {
  return count * (2 + width)
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
