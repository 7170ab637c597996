/** Answers questions about the past of one process, from blocks and from what is not yet in blocks. */
import { selectFrames, type FrameBlock } from '../../protocol/frame-block'
import type { Unit } from '../../protocol/vocabulary'
import type { SeriesQuery } from '../store'
import type { SeriesColumns } from './core-wire'
import type { LifeRow, LifeTable } from './life-table'
import type { OpenHeads } from './open-heads'
import { joinFrames } from '../blocks/join-frames'
import { PointColumns } from './point-columns'
import { StepGrid } from './step-grid'

/** Points in one answer, over all its series: some 100 MB of JSON. */
export const POINTS_PER_ANSWER = 4_000_000

interface WantedSeries {
  name: string
  unit: Unit
}

export class SeriesReader {
  constructor(
    private readonly lives: LifeTable,
    private readonly heads: OpenHeads,
  ) {}

  /** Throws `RangeError` with a sentence where the answer would be larger than `POINTS_PER_ANSWER`. */
  series(query: SeriesQuery): SeriesColumns[] {
    const process = this.lives.processId(query.process)
    const lives = process === undefined ? [] : this.lives.livesOf(process)
    const wanted = query.names.map((name): WantedSeries => ({ name, unit: unitOf(lives, name) }))
    const stepMs = query.stepMs ?? 0
    return stepMs > 0 ? this.stepped(lives, wanted, query, stepMs) : this.raw(lives, wanted, query)
  }

  private raw(lives: LifeRow[], wanted: WantedSeries[], query: SeriesQuery): SeriesColumns[] {
    const columns = wanted.map(() => new PointColumns())
    for (const life of lives)
      for (const block of this.framesOf(life)) {
        wanted.forEach(({ name }, at) => {
          const column = life.series.findIndex((series) => series.name === name)
          if (column >= 0) columns[at]?.take(block, column, query.fromMs, query.toMs)
        })
        refuseTooMany(columns.reduce((sum, { length }) => sum + length, 0))
      }
    return wanted.map(({ name, unit }, at) => {
      const { atMs, values } = (columns[at] as PointColumns).ordered()
      return { name, unit, stepMs: 0, atMs, mean: values, min: null, max: null }
    })
  }

  private stepped(lives: LifeRow[], wanted: WantedSeries[], query: SeriesQuery, stepMs: number): SeriesColumns[] {
    const blocks = lives.map((life) => ({ life, blocks: [...this.framesOf(life)] }))
    let first = Infinity
    let last = -Infinity
    for (const { blocks: ofLife } of blocks)
      for (const block of ofLife)
        for (const atMs of block.atMs) {
          if (atMs < query.fromMs || atMs > query.toMs) continue
          first = Math.min(first, atMs)
          last = Math.max(last, atMs)
        }
    const grid = StepGrid.covering(first, last, stepMs)
    refuseTooMany(grid.length * wanted.length)
    return wanted.map(({ name, unit }) => {
      const buckets = grid.buckets()
      for (const { life, blocks: ofLife } of blocks) {
        const column = life.series.findIndex((series) => series.name === name)
        if (column >= 0) for (const block of ofLife) buckets.take(block, column, query.fromMs, query.toMs)
      }
      return { name, unit, stepMs, ...buckets.columns() }
    })
  }

  private *framesOf(life: LifeRow): Generator<FrameBlock> {
    const head = this.heads.get(life.id)
    if (head !== undefined && head.frames > 0) yield head.read()
  }

  /** Of the newest life: the newest frame in each step from `fromMs` on. */
  replay(processName: string, fromMs: number, stepMs: number): { boot: string; block: FrameBlock } | null {
    const process = this.lives.processId(processName)
    const life = process === undefined ? undefined : this.lives.livesOf(process).at(-1)
    if (life === undefined) return null
    const kept = joinFrames([...this.framesOf(life)].map((block) => newestOfEachStep(block, fromMs, stepMs)))
    return { boot: life.boot, block: newestOfEachStep(kept, fromMs, stepMs) }
  }
}

function newestOfEachStep(block: FrameBlock, fromMs: number, stepMs: number): FrameBlock {
  const newest = new Map<number, number>()
  for (let row = 0; row < block.count; row++) {
    const atMs = block.atMs[row] as number
    if (atMs >= fromMs) newest.set(stepMs > 0 ? Math.floor(atMs / stepMs) : row, row)
  }
  return selectFrames(
    block,
    [...newest.values()].sort((a, b) => a - b),
  )
}

function refuseTooMany(points: number): void {
  if (points <= POINTS_PER_ANSWER) return
  throw new RangeError(
    `The answer would have more than ${POINTS_PER_ANSWER} points; ask for fewer series, a shorter range or a larger stepMs.`,
  )
}

/** The unit that the newest life with this series gave it. */
function unitOf(lives: readonly LifeRow[], name: string): Unit {
  for (const life of lives.toReversed()) for (const series of life.series) if (series.name === name) return series.unit
  return 'count'
}
