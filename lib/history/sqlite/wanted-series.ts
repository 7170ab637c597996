import type { Unit } from '../../protocol/vocabulary'
import type { LifeRow } from './life-table'

/** A series that a query asks for. */
export interface WantedSeries {
  name: string
  unit: Unit
}

/** The unit is the one that the newest of the lives with this series gave it; `undefined` where none of them has it. */
export function wantedSeries(name: string, lives: readonly LifeRow[]): WantedSeries | undefined {
  for (const life of lives.toReversed())
    for (const series of life.series) if (series.name === name) return { name, unit: series.unit }
  return undefined
}

/** For each wanted series its place in the life's list; -1 where the life has none of this name. */
export function placesIn(life: LifeRow, wanted: readonly WantedSeries[]): number[] {
  const placeOf = new Map(life.series.map(({ name }, place) => [name, place]))
  return wanted.map(({ name }) => placeOf.get(name) ?? -1)
}
