/** Turns the journal's frames into blocks, a life at a time: raw columns and ten-second points, in one transaction. */
import { writeRawBlock } from '../blocks/raw-block'
import { writeTierBlock } from '../blocks/tier-block'
import { pointsOfFrames } from '../blocks/tier-points'
import type { FrameBlock } from '../../protocol/frame-block'
import type { BlockTable } from './block-table'
import type { LifeHead } from './life-head'
import type { LifeTable } from './life-table'
import { RAW, TEN_SECONDS } from './tiers'

/** A life is sealed at so many frames, or when its first unsealed frame came so long ago. */
const SEAL_FRAMES = 600
const SEAL_AFTER_MS = 600_000
/** A block has no more frames than this: late frames come by the thousand. */
const BLOCK_FRAMES = 900

export function isSealDue(head: LifeHead, nowMs: number): boolean {
  // A clock that was set back must not hold frames in the journal for ever.
  return head.frames >= SEAL_FRAMES || Math.abs(nowMs - head.sinceMs) >= SEAL_AFTER_MS
}

/** To be called inside a transaction; the head is to be cleared once that is committed. */
export function seal(head: LifeHead, blocks: BlockTable, lives: LifeTable): void {
  const frames = head.read()
  const parts = Math.ceil(frames.count / BLOCK_FRAMES)
  for (let part = 0; part < parts; part++) {
    const from = Math.floor((part * frames.count) / parts)
    const to = Math.floor(((part + 1) * frames.count) / parts)
    const { minAtMs, maxAtMs } = spanOf(frames, from, to)
    blocks.add({ life: head.life, tier: RAW, minAtMs, maxAtMs, rolled: true, body: writeRawBlock(frames, from, to) })
    const points = pointsOfFrames(frames, from, to, TEN_SECONDS)
    blocks.add({
      life: head.life,
      tier: TEN_SECONDS,
      minAtMs: points.atMs[0] as number,
      maxAtMs: points.atMs.at(-1) as number,
      rolled: false,
      body: writeTierBlock(points, 'exact'),
    })
  }
  lives.saveSealed(head.life, head.knownSeqs, head.lastJournal, head.lastAtMs)
}

function spanOf(frames: FrameBlock, from: number, to: number): { minAtMs: number; maxAtMs: number } {
  let minAtMs = Infinity
  let maxAtMs = -Infinity
  for (let row = from; row < to; row++) {
    const atMs = frames.atMs[row] as number
    if (atMs < minAtMs) minAtMs = atMs
    if (atMs > maxAtMs) maxAtMs = atMs
  }
  return { minAtMs, maxAtMs }
}
