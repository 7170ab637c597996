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
