/** How a column of integers may be told, as small numbers of which each is an integer above or about the one that is expected. */

/** From the least of them, from the one before, from the line through the two before, from their middle. */
export const ORDER = { fromLeast: 0, fromLast: 1, fromLine: 2, fromMiddle: 3 } as const
export type Order = (typeof ORDER)[keyof typeof ORDER]

export interface ToldIntegers {
  order: Order
  /** What divides all differences. */
  divisor: number
  /** What the first difference is taken from. */
  origin: number
  /** From 0 to 2^53; to be used before others are told. */
  codes: Float64Array
}

/** Of the orders that make so many bits, the one with the fewest; the first of those. */
export function cheapestOf(leastBits: number, lastBits: number, lineBits: number, middleBits: number): Order {
  const fewest = Math.min(leastBits, lastBits, lineBits, middleBits)
  if (leastBits === fewest) return ORDER.fromLeast
  if (lastBits === fewest) return ORDER.fromLast
  return lineBits === fewest ? ORDER.fromLine : ORDER.fromMiddle
}
