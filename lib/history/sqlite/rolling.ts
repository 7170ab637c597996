/** Joins a life's small blocks of points into larger ones, and hands their points on to the next tier at the same time. */
import { TierBlock, writeTierBlock } from '../blocks/tier-block'
import { mergePoints, type TierPoints } from '../blocks/tier-points'
import type { BlockTable } from './block-table'
import { coarser, type Tier } from './tiers'

/** So many blocks make a larger one: two hours of ten-second points, a day of five-minute points. */
export const ROLL_BLOCKS = 12

/** To be called inside a transaction. Damaged blocks are told, and left as they are. */
export function roll(blocks: BlockTable, life: number, tier: Exclude<Tier, 1>): void {
  const parts: TierPoints[] = []
  for (const id of blocks.unrolled(life, tier)) {
    const points = blocks.readBody(id, (body) => new TierBlock(body, tier).read())
    if (points === undefined) blocks.setRolled(id)
    else {
      parts.push(points)
      blocks.drop(id)
    }
  }
  if (parts.length === 0) return
  addPoints(blocks, life, tier, mergePoints(parts, tier), true)
  const next = coarser(tier)
  if (next !== undefined) addPoints(blocks, life, next, mergePoints(parts, next), false)
}

function addPoints(blocks: BlockTable, life: number, tier: Tier, points: TierPoints, rolled: boolean): void {
  const minAtMs = points.atMs[0] as number
  const maxAtMs = points.atMs.at(-1) as number
  // Joined for good: from here on nobody sums it up.
  const body = writeTierBlock(points, rolled ? 'rounded' : 'exact')
  blocks.add({ life, tier, minAtMs, maxAtMs, rolled, body })
}
