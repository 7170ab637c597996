/** Integers that lie anywhere, told in doubles. Those of nearly all columns are nearer to each other: narrow-integers.ts. */
import { zigzag } from './byte-buffer'
import { bitLength } from './integer-groups'
import { cheapestOf, ORDER, type Order, type ToldIntegers } from './integer-orders'

/** At least one number, each a plain integer. */
export function tellWide(values: Float64Array): ToldIntegers {
  const divisor = commonDivisor(values)
  const order = cheapestOrder(values, divisor)
  const origin = originOf(values, order, divisor)
  return { order, divisor, origin, codes: codesOf(values, order, origin, divisor) }
}

/** By about how many bits each would make. */
function cheapestOrder(values: Float64Array, divisor: number): Order {
  const least = originOf(values, ORDER.fromLeast, divisor)
  const middle = originOf(values, ORDER.fromMiddle, divisor)
  let before = values[0] as number
  let slope = 0
  let [leastBits, lastBits, lineBits, middleBits] = [0, 0, 0, 0]
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number
    const difference = (value - before) / divisor
    leastBits += bitLength((value - least) / divisor)
    lastBits += bitLength(zigzag(difference))
    lineBits += bitLength(zigzag(difference - slope))
    middleBits += bitLength(zigzag((value - middle) / divisor))
    before = value
    slope = difference
  }
  return cheapestOf(leastBits, lastBits, lineBits, middleBits)
}

/** What the first difference is taken from. */
function originOf(values: Float64Array, order: Order, divisor: number): number {
  const first = values[0] as number
  if (order === ORDER.fromLast || order === ORDER.fromLine) return first
  let least = first
  let sum = 0
  for (const value of values) {
    if (value < least) least = value
    sum += (value - first) / divisor
  }
  // The mean is as good as the median here, and cheaper; a value apart from it by the divisor's multiples.
  return order === ORDER.fromLeast ? least : first + Math.round(sum / values.length) * divisor
}

function codesOf(values: Float64Array, order: Order, origin: number, divisor: number): Float64Array {
  const codes = new Float64Array(values.length)
  let before = origin
  let slope = 0
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number
    const difference = (value - before) / divisor
    if (order === ORDER.fromLeast) codes[at] = difference
    else {
      codes[at] = zigzag(order === ORDER.fromLine ? difference - slope : difference)
      if (order === ORDER.fromMiddle) continue
      before = value
      slope = difference
    }
  }
  return codes
}

function commonDivisor(values: Float64Array): number {
  const first = values[0] as number
  let divisor = 0
  for (let at = 1; at < values.length && divisor !== 1; at++) {
    let other = Math.abs((values[at] as number) - first)
    // Nearly always the divisor stands already.
    while (other > 0) {
      const rest = divisor === 0 ? 0 : other % divisor
      if (rest === 0) {
        if (divisor === 0) divisor = other
        break
      }
      other = divisor
      divisor = rest
    }
  }
  return divisor || 1
}
