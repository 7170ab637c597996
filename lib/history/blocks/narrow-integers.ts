/**
 * Integers that lie within 2^29 of each other, as those of nearly all columns do: told as wide-integers.ts would, in numbers of 32
 * bits. This runs over every number that is ever kept.
 */
import { cheapestOf, ORDER, type Order, type ToldIntegers } from './integer-orders'
import { SpareColumn } from './spare-column'

/** Differences of two differences, zigzagged, are below 2^31 then. */
const WIDEST = 2 ** 29

/** What the numbers are above the least of them, divided; used again by the next column. */
let above = new Int32Array(1_024)
const spare = new SpareColumn()

/** At least one number, each a plain integer; `null` where they lie further apart. */
export function tellNarrow(values: Float64Array): ToldIntegers | null {
  const count = values.length
  let least = values[0] as number
  let most = least
  for (let at = 1; at < count; at++) {
    const value = values[at] as number
    if (value < least) least = value
    else if (value > most) most = value
  }
  if (!(most - least < WIDEST)) return null
  if (above.length < count) above = new Int32Array(count)
  for (let at = 0; at < count; at++) above[at] = (values[at] as number) - least
  const divisor = divideByCommon(count)
  const middle = middleOf(count)
  const order = cheapestOrder(count, middle)
  return { order, divisor, origin: least + originOf(order, middle) * divisor, codes: codesOf(count, order, middle) }
}

/** Divides all by what divides all differences, and answers it. */
function divideByCommon(count: number): number {
  const first = above[0] as number
  let divisor = 0
  for (let at = 1; at < count && divisor !== 1; at++) {
    let other = Math.abs((above[at] as number) - first)
    while (other !== 0) {
      const rest = divisor % other
      divisor = other
      other = rest
    }
  }
  if (divisor > 1) for (let at = 0; at < count; at++) above[at] = (above[at] as number) / divisor
  return divisor || 1
}

/** The mean is as good as the median here, and cheaper. */
function middleOf(count: number): number {
  const first = above[0] as number
  let sum = 0
  for (let at = 0; at < count; at++) sum += (above[at] as number) - first
  return first + Math.round(sum / count)
}

function originOf(order: Order, middle: number): number {
  if (order === ORDER.fromMiddle) return middle
  return order === ORDER.fromLeast ? 0 : (above[0] as number)
}

/** By about how many bits each would make: all four in one walk. */
function cheapestOrder(count: number, middle: number): Order {
  let before = above[0] as number
  let slope = 0
  // Leading zeros, rather than the bits after them.
  let [least, last, line, mid] = [0, 0, 0, 0]
  for (let at = 0; at < count; at++) {
    const value = above[at] as number
    const difference = (value - before) | 0
    least += Math.clz32(value)
    last += Math.clz32(zigzag(difference))
    line += Math.clz32(zigzag((difference - slope) | 0))
    mid += Math.clz32(zigzag((value - middle) | 0))
    before = value
    slope = difference
  }
  return cheapestOf(-least, -last, -line, -mid)
}

function codesOf(count: number, order: Order, middle: number): Float64Array {
  const codes = spare.of(count)
  let before = above[0] as number
  let slope = 0
  for (let at = 0; at < count; at++) {
    const value = above[at] as number
    if (order === ORDER.fromLeast) codes[at] = value
    else if (order === ORDER.fromMiddle) codes[at] = zigzag((value - middle) | 0)
    else {
      const difference = (value - before) | 0
      codes[at] = zigzag(order === ORDER.fromLine ? (difference - slope) | 0 : difference)
      before = value
      slope = difference
    }
  }
  return codes
}

/** Of a number below 2^30, and not below its negative. */
function zigzag(value: number): number {
  return (value << 1) ^ (value >> 31)
}
