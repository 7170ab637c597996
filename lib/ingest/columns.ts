/** Where each series of a connection stands among the series of its life, and blocks brought to the life's width. */
import type { SeriesDeclaration } from '../protocol/agent-wire'
import type { FrameBlock } from '../protocol/frame-block'

/** `null`: the connection's columns are the life's, from the first on. */
export type Columns = Int32Array | null

export function columnsOf(declared: readonly string[], life: readonly SeriesDeclaration[]): Columns {
  if (declared.every((name, index) => life[index]?.name === name)) return null
  const at = new Map(life.map(({ name }, index) => [name, index]))
  return Int32Array.from(declared, (name) => at.get(name) ?? -1)
}

/** `block` with a value for each of `width` series; those that the connection does not send are not known. */
export function toLifeWidth(block: FrameBlock, columns: Columns, width: number): FrameBlock {
  if (columns === null && block.width === width) return block
  const values = new Float64Array(block.count * width).fill(Number.NaN)
  for (let row = 0; row < block.count; row++) {
    for (let column = 0; column < block.width; column++) {
      const to = columns === null ? column : (columns[column] ?? -1)
      if (to >= 0) values[row * width + to] = block.values[row * block.width + column] ?? Number.NaN
    }
  }
  return { count: block.count, width, seqs: block.seqs, atMs: block.atMs, values }
}
