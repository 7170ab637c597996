/** The families of the project's own traces, and one trace of a family by its seed. */
import { HEALTHY_COUNTS } from './healthy-counts'
import { HEALTHY_MEMORY } from './healthy-memory'
import { HEALTHY_RECORDINGS } from './healthy-recordings'
import { LEAKING_COUNTS } from './leaking-counts'
import { LEAKING_MEMORY } from './leaking-memory'
import { Random } from './random'
import type { Family } from './recipes'
import { bake, type MadeTrace } from './traces'

export const FAMILIES: Readonly<Record<string, Family>> = {
  ...LEAKING_MEMORY,
  ...LEAKING_COUNTS,
  ...HEALTHY_MEMORY,
  ...HEALTHY_RECORDINGS,
  ...HEALTHY_COUNTS,
}

export function makeTrace(family: string, seed: number): MadeTrace {
  const recipe = FAMILIES[family]
  if (recipe === undefined) throw new RangeError(`There is no family ${family}.`)
  let hash = 2166136261
  for (const char of family) hash = Math.imul(hash ^ char.charCodeAt(0), 16777619)
  const random = new Random((hash ^ Math.imul(seed, 2654435761)) >>> 0)
  const made = recipe.make(random)
  return bake(family, seed, recipe.leaks, made.clockOf, made.recipe)
}
