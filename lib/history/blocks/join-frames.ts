import type { FrameBlock } from '../../protocol/frame-block'

/** Frames of one life in one block, ordered by seq, as wide as the widest; missing series are NaN. */
export function joinFrames(blocks: readonly FrameBlock[]): FrameBlock {
  if (blocks.length === 1 && rises((blocks[0] as FrameBlock).seqs)) return blocks[0] as FrameBlock
  let count = 0
  let width = 0
  for (const block of blocks) {
    count += block.count
    width = Math.max(width, block.width)
  }
  const joined: FrameBlock = {
    count,
    width,
    seqs: new Float64Array(count),
    atMs: new Float64Array(count),
    values: new Float64Array(count * width).fill(Number.NaN),
  }
  let to = 0
  for (const block of blocks) {
    joined.seqs.set(block.seqs, to)
    joined.atMs.set(block.atMs, to)
    for (let row = 0; row < block.count; row++)
      joined.values.set(block.values.subarray(row * block.width, (row + 1) * block.width), (to + row) * width)
    to += block.count
  }
  return rises(joined.seqs) ? joined : orderedBySeq(joined)
}

function rises(seqs: Float64Array): boolean {
  for (let row = 1; row < seqs.length; row++) if ((seqs[row] as number) <= (seqs[row - 1] as number)) return false
  return true
}

function orderedBySeq(block: FrameBlock): FrameBlock {
  const { count, width } = block
  const rows = Array.from({ length: count }, (_, row) => row)
  rows.sort((a, b) => (block.seqs[a] as number) - (block.seqs[b] as number))
  const ordered: FrameBlock = {
    count,
    width,
    seqs: new Float64Array(count),
    atMs: new Float64Array(count),
    values: new Float64Array(count * width),
  }
  rows.forEach((row, to) => {
    ordered.seqs[to] = block.seqs[row] as number
    ordered.atMs[to] = block.atMs[row] as number
    ordered.values.set(block.values.subarray(row * width, (row + 1) * width), to * width)
  })
  return ordered
}
