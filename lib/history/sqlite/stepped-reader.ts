/** Minimum, mean and maximum by step, from the tier that fits and, where that has not come yet or is gone, from its neighbours. */
import type { SeriesQuery } from '../store'
import { refuseTooMany } from './answer-bound'
import type { SeriesColumns } from './core-wire'
import type { FrameSource, LifeSources, PointSource } from './frame-source'
import type { Horizons } from './horizons'
import type { LifeRow } from './life-table'
import { type StepBuckets, stepColumns, StepGrid } from './step-grid'
import { coarser, finer, FIVE_MINUTES, RAW, TEN_SECONDS, type Tier, TIERS, tierForStep } from './tiers'
import { placesIn, type WantedSeries } from './wanted-series'

/** One life's part in the answer. */
interface Gathering {
  life: number
  grid: StepGrid
  /** The place of each wanted series in the life's list, and where its values go. */
  series: { place: number; buckets: StepBuckets }[]
}

export class SteppedReader {
  constructor(
    private readonly sources: LifeSources,
    private readonly horizons: Horizons,
  ) {}

  read(
    lives: readonly LifeRow[],
    wanted: readonly WantedSeries[],
    query: SeriesQuery,
    stepMs: number,
  ): SeriesColumns[] {
    const { fromMs, toMs } = query
    const extents = lives
      .map(({ id }) => this.sources.extent(id, TIERS, fromMs, toMs))
      .filter((extent) => extent !== null)
    const firstMs = Math.min(...extents.map((extent) => extent.firstMs))
    const lastMs = Math.max(...extents.map((extent) => extent.lastMs))
    const grid = StepGrid.covering(firstMs, lastMs, stepMs)
    refuseTooMany(grid.length * wanted.length)
    const buckets = wanted.map(() => grid.buckets())
    for (const life of lives) {
      const series = placesIn(life, wanted)
        .map((place, at) => ({ place, buckets: buckets[at] as StepBuckets }))
        .filter(({ place }) => place >= 0)
      this.gather({ life: life.id, grid, series }, tierForStep(stepMs), fromMs, toMs)
    }
    const columns = stepColumns(grid, buckets)
    return wanted.map(({ name, unit }, at) => ({ name, unit, stepMs, ...(columns[at] as (typeof columns)[number]) }))
  }

  /** From `tier` where it is complete, before that from the coarser ones. */
  private gather(to: Gathering, tier: Tier, fromMs: number, toMs: number): void {
    const next = coarser(tier)
    // On a boundary that both tiers' points have, so that nothing is counted twice.
    const completeFromMs = Math.ceil(this.horizons.of(tier) / FIVE_MINUTES) * FIVE_MINUTES
    if (next !== undefined && fromMs < completeFromMs) this.gather(to, next, fromMs, Math.min(toMs, completeFromMs - 1))
    const startMs = next === undefined ? fromMs : Math.max(fromMs, completeFromMs)
    if (startMs <= toMs) this.gatherFrom(to, tier, startMs, toMs)
  }

  private gatherFrom(to: Gathering, tier: Tier, fromMs: number, toMs: number): void {
    if (tier === RAW) {
      for (const source of this.sources.frames(to.life, fromMs, toMs)) addFrames(to, source, fromMs, toMs)
      return
    }
    // Whole points only; what sticks out at both ends comes from the finer tier.
    const wholeFromMs = Math.ceil(fromMs / tier) * tier
    const wholeToMs = Math.floor((toMs + 1) / tier) * tier - 1
    if (wholeFromMs > wholeToMs) return this.gatherEdge(to, tier, fromMs, toMs)
    if (fromMs < wholeFromMs) this.gatherEdge(to, tier, fromMs, wholeFromMs - 1)
    if (toMs > wholeToMs) this.gatherEdge(to, tier, wholeToMs + 1, toMs)
    for (const source of this.sources.points(to.life, tier, wholeFromMs, wholeToMs))
      addPoints(to, source, wholeFromMs, wholeToMs)
    if (tier === FIVE_MINUTES)
      for (const source of this.sources.points(to.life, TEN_SECONDS, wholeFromMs, wholeToMs, true))
        addPoints(to, source, wholeFromMs, wholeToMs)
    for (const source of this.sources.unsealed(to.life, wholeFromMs, wholeToMs))
      addFrames(to, source, wholeFromMs, wholeToMs)
  }

  /** Where the finer tier is gone, an end that is no whole point is left out. */
  private gatherEdge(to: Gathering, tier: Tier, fromMs: number, toMs: number): void {
    const inner = finer(tier)
    if (inner !== undefined && toMs >= this.horizons.of(inner))
      this.gatherFrom(to, inner, Math.max(fromMs, this.horizons.of(inner)), toMs)
  }
}

function addFrames(to: Gathering, source: FrameSource, fromMs: number, toMs: number): void {
  const steps = to.grid.stepsOf(source.atMs, fromMs, toMs)
  for (const { place, buckets } of to.series) {
    const values = source.values(place)
    if (values === null) continue
    for (let row = 0; row < values.length; row++) {
      const step = steps[row] as number
      if (step >= 0) buckets.add(step, values[row] as number)
    }
  }
}

function addPoints(to: Gathering, source: PointSource, fromMs: number, toMs: number): void {
  const steps = to.grid.stepsOf(source.atMs, fromMs, toMs)
  for (const { place, buckets } of to.series) {
    const points = source.series(place)
    if (points === null) continue
    const { count, min, mean, max } = points
    for (let row = 0; row < count.length; row++) {
      const step = steps[row] as number
      const known = count[row] as number
      if (known > 0 && step >= 0)
        buckets.addMany(step, min[row] as number, mean[row] as number, max[row] as number, known)
    }
  }
}
