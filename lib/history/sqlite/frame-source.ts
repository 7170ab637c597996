/** Frames and points of one life, from blocks and from what is not yet in blocks. */
import { RawBlock } from '../blocks/raw-block'
import { TierBlock } from '../blocks/tier-block'
import type { PointsOfSeries } from '../blocks/tier-points'
import type { FrameBlock } from '../../protocol/frame-block'
import type { BlockTable } from './block-table'
import type { OpenHeads } from './open-heads'
import { RAW, type Tier } from './tiers'

/** Some frames, as columns that are decoded when asked for. */
export interface FrameSource {
  atMs: Float64Array
  /** Null where damaged. */
  seqs: () => Float64Array | null
  /** Of the series at this place in the life's list: NaN throughout where it was added later, null where damaged. */
  values: (series: number) => Float64Array | null
}

export interface PointSource {
  atMs: Float64Array
  series: (place: number) => PointsOfSeries | null
}

export class LifeSources {
  constructor(
    private readonly blocks: BlockTable,
    private readonly heads: OpenHeads,
  ) {}

  isOpen(life: number): boolean {
    return (this.heads.get(life)?.frames ?? 0) > 0
  }

  /** Sources that together have every frame from `fromMs` to `toMs`, and perhaps others. */
  *frames(life: number, fromMs: number, toMs: number): Generator<FrameSource> {
    for (const { id } of this.blocks.between(life, RAW, fromMs, toMs)) {
      const block = this.blocks.readBody(id, (body) => new RawBlock(body))
      const atMs = block && this.blocks.timesOf(id, () => block.atMs())
      if (block === undefined || atMs === undefined) continue
      yield {
        atMs,
        seqs: () => this.blocks.attempt(id, () => block.seqs()) ?? null,
        values: (series) => this.blocks.attempt(id, () => block.values(series)) ?? null,
      }
    }
    yield* this.unsealed(life, fromMs, toMs)
  }

  *unsealed(life: number, fromMs: number, toMs: number): Generator<FrameSource> {
    const head = this.heads.get(life)
    if (head !== undefined && head.minAtMs <= toMs && head.maxAtMs >= fromMs) yield unsealedSource(head.read())
  }

  /** Points of a tier; with `unrolledOnly` those that the next tier does not have yet. */
  *points(
    life: number,
    tier: Exclude<Tier, 1>,
    fromMs: number,
    toMs: number,
    unrolledOnly = false,
  ): Generator<PointSource> {
    for (const { id, rolled } of this.blocks.between(life, tier, fromMs, toMs)) {
      if (unrolledOnly && rolled) continue
      const block = this.blocks.readBody(id, (body) => new TierBlock(body, tier))
      const atMs = block && this.blocks.timesOf(id, () => block.atMs())
      if (block === undefined || atMs === undefined) continue
      yield { atMs, series: (place) => this.blocks.attempt(id, () => block.series(place)) ?? null }
    }
  }

  /** First and last time that any of these blocks or unsealed frames may have; null where there are none. */
  extent(
    life: number,
    tiers: readonly Tier[],
    fromMs: number,
    toMs: number,
  ): { firstMs: number; lastMs: number } | null {
    const head = this.heads.get(life)
    let firstMs = head?.minAtMs ?? Infinity
    let lastMs = head?.maxAtMs ?? -Infinity
    for (const tier of tiers)
      for (const place of this.blocks.between(life, tier, fromMs, toMs)) {
        firstMs = Math.min(firstMs, place.minAtMs)
        lastMs = Math.max(lastMs, place.maxAtMs)
      }
    firstMs = Math.max(firstMs, fromMs)
    lastMs = Math.min(lastMs, toMs)
    return firstMs <= lastMs ? { firstMs, lastMs } : null
  }
}

function unsealedSource(block: FrameBlock): FrameSource {
  return {
    atMs: block.atMs,
    seqs: () => block.seqs,
    values: (series) => {
      const column = new Float64Array(block.count).fill(Number.NaN)
      if (series < block.width)
        for (let row = 0; row < block.count; row++) column[row] = block.values[row * block.width + series] as number
      return column
    },
  }
}
