/**
 * Integers in one of four ways, whichever takes least: as what they are above the least of them, as differences to the one
 * before or to the line through the two before, or as what they are from their middle; divided by what divides them all.
 */
import { type ByteReader, ByteWriter, unzigzag, zigzag } from './byte-buffer'
import { bitLength, readGroups, writeGroups } from './integer-groups'

/** How integers are told: from the least of them, from the one before, from the line through the two before, from their middle. */
const ORDER = { fromLeast: 0, fromLast: 1, fromLine: 2, fromMiddle: 3 } as const
const ORDERS = Object.values(ORDER)
type Order = (typeof ORDERS)[number]

/** At least one number, each a plain integer. */
export function writeIntegers(values: Float64Array): Uint8Array {
  const divisor = commonDivisor(values)
  const order = cheapestOrder(values, divisor)
  const first = originOf(values, order, divisor)
  const numbers = differences(values, order, first, divisor)
  const head = new ByteWriter(32)
  head.byte(order)
  head.varint(divisor)
  head.varint(zigzag(first))
  head.append(writeGroups(numbers, numbers.length))
  return head.view()
}

/** By about how many bits each would make: all four in one walk, for this runs over every number that is ever kept. */
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
  const bits = [leastBits, lastBits, lineBits, middleBits]
  return ORDERS[bits.indexOf(Math.min(...bits))] as Order
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

/** `count` numbers, each divided by `scale`. */
export function readIntegers(from: ByteReader, bytes: Uint8Array, count: number, scale: number): Float64Array {
  const order = from.byte()
  const divisor = from.varint()
  const first = unzigzag(from.varint())
  const values = readGroups(bytes.subarray(from.at), count)
  if (order === ORDER.fromLeast)
    for (let at = 0; at < count; at++) values[at] = first + (values[at] as number) * divisor
  else if (order === ORDER.fromMiddle)
    for (let at = 0; at < count; at++) values[at] = first + unzigzag(values[at] as number) * divisor
  else sumUp(values, count, first, divisor, order === ORDER.fromLine)
  if (scale !== 1) for (let at = 0; at < count; at++) values[at] = (values[at] as number) / scale
  return values
}

function sumUp(values: Float64Array, count: number, first: number, divisor: number, twice: boolean): void {
  let value = first
  let slope = 0
  for (let at = 0; at < count; at++) {
    const code = values[at] as number
    // Small integers, nearly always, have a form that is ten times as quick.
    const difference = (code < 0x80000000 ? (code >>> 1) ^ -(code & 1) : unzigzag(code)) * divisor
    slope = twice ? slope + difference : difference
    value += slope
    values[at] = value
  }
}

function differences(values: Float64Array, order: Order, origin: number, divisor: number): Float64Array {
  const numbers = new Float64Array(values.length)
  let before = origin
  let slope = 0
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number
    const difference = (value - before) / divisor
    if (order === ORDER.fromLeast) numbers[at] = difference
    else {
      numbers[at] = zigzag(order === ORDER.fromLine ? difference - slope : difference)
      if (order === ORDER.fromMiddle) continue
      before = value
      slope = difference
    }
  }
  return numbers
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
