/** Goes over whatever a host keeps its things in, for a bounded time, and takes up next time where it stopped. */

/** One member, and how the host would find it: its key in a Map, its place in an array, else `undefined`. */
export type Visit = (item: unknown, key: unknown) => void

export interface WalkBounds {
  /** How many are looked at. */
  most: number
  /** Whether less than this share of the time is used up; asked every few members. */
  hasTime: (share: number) => boolean
}

export interface Walked {
  looked: number
  /** How many there are; `null` where the list does not tell and was not walked to its end. */
  total: number | null
  /** Where to begin next time. */
  nextAt: number
}

/**
 * Stepping over a member is some hundred times cheaper than looking at it, so time is asked for less often. The first few are looked at in
 * any case: whatever else takes the time, each asking gets on.
 */
const STEPS_BETWEEN = 512
const LOOKS_BETWEEN = 16

/**
 * `fromAt`: where to begin, in members; past the end it is the beginning. A Map or a Set has no way to begin in its middle, so members
 * are stepped over; where half the time ends on the way (some millions), it is looked at from its beginning.
 */
export function walk(list: unknown, fromAt: number, bounds: WalkBounds, visit: Visit): Walked {
  if (Array.isArray(list)) return walkArray(list, fromAt, bounds, visit)
  const total = sizeOf(list)
  let members = membersOf(list)
  let at = 0
  if (total !== null && fromAt < total) {
    at = stepOver(members, fromAt, bounds)
    if (at < fromAt) {
      members.end()
      members = membersOf(list)
      at = 0
    }
  }
  let looked = 0
  while (goesOn(looked, bounds.most, bounds.hasTime)) {
    if (!members.next()) return { looked, total: total ?? at + looked, nextAt: 0 }
    visit(members.item, members.key)
    looked++
  }
  members.end()
  return { looked, total, nextAt: total !== null && at + looked >= total ? 0 : at + looked }
}

/** Whether one more is looked at. */
function goesOn(looked: number, most: number, hasTime: WalkBounds['hasTime']): boolean {
  return looked < most && (looked === 0 || looked % LOOKS_BETWEEN !== 0 || hasTime(1))
}

function walkArray(list: readonly unknown[], fromAt: number, { most, hasTime }: WalkBounds, visit: Visit): Walked {
  const total = list.length
  let at = fromAt < total ? fromAt : 0
  let looked = 0
  while (goesOn(looked, Math.min(total, most), hasTime)) {
    visit(list[at], at)
    looked++
    at = (at + 1) % total
  }
  return { looked, total, nextAt: looked === total ? 0 : at }
}

/** Answers how many were stepped over: fewer than `count` where time ran out. */
function stepOver(members: Members, count: number, { hasTime }: WalkBounds): number {
  let at = 0
  while (at < count && (at % STEPS_BETWEEN !== 0 || hasTime(0.5)) && members.next()) at++
  return at
}

interface Members {
  item: unknown
  key: unknown
  next(): boolean
  /** Tells the list that no more is asked for. */
  end(): void
}

function membersOf(list: unknown): Members {
  if (list instanceof Map) return membersOfMap(list)
  const make = (list as Partial<Iterable<unknown>> | null | undefined)?.[Symbol.iterator]
  if (typeof make !== 'function') throw new TypeError('it is no array, Map, Set or other iterable')
  const iterator: Iterator<unknown> = make.call(list)
  return {
    item: undefined,
    key: undefined,
    next() {
      const step = iterator.next()
      if (!step.done) this.item = step.value
      return !step.done
    },
    end: () => void iterator.return?.(),
  }
}

/** Keys and values side by side: an iterator of entries makes an array for each, which takes ten times as long. */
function membersOfMap(map: ReadonlyMap<unknown, unknown>): Members {
  const keys = map.keys()
  const values = map.values()
  return {
    item: undefined,
    key: undefined,
    next() {
      const key = keys.next()
      this.key = key.value
      this.item = values.next().value
      return !key.done
    },
    end() {},
  }
}

/** What a list says of its own length; a generator says nothing. */
function sizeOf(list: unknown): number | null {
  const { size, length } = list as { size?: unknown; length?: unknown }
  const told = typeof size === 'number' ? size : length
  return typeof told === 'number' && Number.isInteger(told) && told >= 0 ? told : null
}
