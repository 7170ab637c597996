/**
 * Which class leads the list. By retained size alone it would be the table inside of a Map, or the Map's old owner: machinery, or what
 * was there before. What tells a person most is the class of the program's own objects whose new instances keep most.
 */
import type { ClassGrowth } from './comparison'

/** V8's own pieces, functions that stand in no source, and what every program is made of: listed after what is somebody's. */
const MACHINERY = /^(?:system \/ |Node \/ |\(|Object$|Array$|Context$)/u
const isMachinery = ({ class: { name, kind, place } }: ClassGrowth) =>
  kind === 'closure' ? place === null : MACHINERY.test(name)

export function grownBytes({ before, after, created }: ClassGrowth): number {
  return created === null ? (after?.retainedBytes ?? 0) - (before?.retainedBytes ?? 0) : created.retainedBytes
}

/** Net of what went: many new ones in place of as many old ones are no growth. */
export function grownCount({ before, after }: ClassGrowth): number {
  return (after?.count ?? 0) - (before?.count ?? 0)
}

export function byGrowth(a: ClassGrowth, b: ClassGrowth): number {
  return rank(a) - rank(b) || grownBytes(b) - grownBytes(a) || grownCount(b) - grownCount(a)
}

function rank(row: ClassGrowth): number {
  if (grownCount(row) <= 0) return 2
  return isMachinery(row) ? 1 : 0
}

/** Of one snapshot: what keeps most, the program's own first. */
export function bySize(a: ClassGrowth, b: ClassGrowth): number {
  return (
    Number(isMachinery(a)) - Number(isMachinery(b)) || (b.after?.retainedBytes ?? 0) - (a.after?.retainedBytes ?? 0)
  )
}
