/** Answers questions about the past of one process. */
import { RawBlock } from '../blocks/raw-block'
import { joinFrames } from '../blocks/join-frames'
import { selectFrames, type FrameBlock } from '../../protocol/frame-block'
import type { FrameGap, LivesQuery, SeriesQuery } from '../store'
import { refuseTooMany } from './answer-bound'
import type { BlockTable } from './block-table'
import type { SeriesColumns } from './core-wire'
import { LifeSources } from './frame-source'
import { GapReader } from './gap-reader'
import type { Horizons } from './horizons'
import type { LifeRow, LifeTable } from './life-table'
import type { OpenHeads } from './open-heads'
import { PointColumns } from './point-columns'
import { SteppedReader } from './stepped-reader'
import { RAW } from './tiers'
import { placesIn, type WantedSeries, wantedSeries } from './wanted-series'

export class SeriesReader {
  private readonly sources: LifeSources
  private readonly stepped: SteppedReader
  private readonly gapReader: GapReader

  constructor(
    private readonly lives: LifeTable,
    private readonly heads: OpenHeads,
    private readonly blocks: BlockTable,
    horizons: Horizons,
  ) {
    this.sources = new LifeSources(blocks, heads)
    this.stepped = new SteppedReader(this.sources, horizons)
    this.gapReader = new GapReader(lives, this.sources)
  }

  /** Throws `RangeError` with a sentence where the answer would be too large, or the step is none. */
  series(query: SeriesQuery): SeriesColumns[] {
    const process = this.lives.processId(query.process)
    const lives =
      process === undefined
        ? []
        : this.lives.livesBetween(process, query.fromMs, query.toMs, (life) => this.sources.isOpen(life))
    const newest = process === undefined ? undefined : this.lives.newestOf(process)
    const wanted = this.wantedOf(query.names, process, newest === undefined ? lives : [...lives, newest])
    const stepMs = query.stepMs ?? 0
    if (!(stepMs >= 0)) throw new RangeError(`stepMs is a number of milliseconds from 0, and ${stepMs} came`)
    return stepMs > 0 ? this.stepped.read(lives, wanted, query, stepMs) : this.raw(lives, wanted, query)
  }

  /** Those that no life of the process ever had are left out: nothing is known of them, not even a unit. */
  private wantedOf(
    names: readonly string[],
    process: number | undefined,
    lives: readonly LifeRow[],
  ): readonly WantedSeries[] {
    let all: readonly LifeRow[] | undefined
    return names.flatMap((name) => {
      const near = wantedSeries(name, lives)
      if (near !== undefined) return [near]
      all ??= process === undefined ? [] : this.lives.livesOf(process)
      return wantedSeries(name, all) ?? []
    })
  }

  private raw(
    lives: readonly LifeRow[],
    wanted: readonly WantedSeries[],
    { fromMs, toMs }: SeriesQuery,
  ): SeriesColumns[] {
    const columns = wanted.map(() => new PointColumns())
    for (const life of lives) {
      const places = placesIn(life, wanted)
      for (const source of this.sources.frames(life.id, fromMs, toMs)) {
        columns.forEach((column, at) => {
          const place = places[at] as number
          const values = place < 0 ? null : source.values(place)
          if (values !== null) column.take(source.atMs, values, fromMs, toMs)
        })
        refuseTooMany(columns.reduce((sum, { length }) => sum + length, 0))
      }
    }
    return wanted.map(({ name, unit }, at) => {
      const { atMs, values } = (columns[at] as PointColumns).ordered()
      return { name, unit, stepMs: 0, atMs, mean: values, min: null, max: null }
    })
  }

  gaps(query: LivesQuery): FrameGap[] {
    return this.gapReader.gaps(query)
  }

  /** Of the newest life: the newest frame in each step from `fromMs` on. */
  replay(processName: string, fromMs: number, stepMs: number): { boot: string; block: FrameBlock } | null {
    const process = this.lives.processId(processName)
    const life = process === undefined ? undefined : this.lives.newestOf(process)
    if (life === undefined) return null
    const parts: FrameBlock[] = []
    for (const { id } of this.blocks.between(life.id, RAW, fromMs, Infinity)) {
      const frames = this.blocks.readBody(id, (body) => {
        const block = new RawBlock(body)
        return block.pick(newestOfEachStep(block.atMs(), fromMs, stepMs))
      })
      if (frames !== undefined) parts.push(frames)
    }
    const head = this.heads.get(life.id)
    if (head !== undefined && head.frames > 0) parts.push(head.read())
    const block = joinFrames(parts)
    return { boot: life.boot, block: selectFrames(block, newestOfEachStep(block.atMs, fromMs, stepMs)) }
  }
}

/** The rows, in order, of the last frame of each step. */
function newestOfEachStep(atMs: Float64Array, fromMs: number, stepMs: number): number[] {
  const newest = new Map<number, number>()
  atMs.forEach((at, row) => {
    if (at >= fromMs) newest.set(stepMs > 0 ? Math.floor(at / stepMs) : row, row)
  })
  return [...newest.values()].sort((a, b) => a - b)
}
