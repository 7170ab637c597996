/**
 * Integers in one of four ways, whichever takes least: as what they are above the least of them, as differences to the one
 * before or to the line through the two before, or as what they are from their middle; divided by what divides them all.
 */
import { type ByteReader, type ByteWriter, unzigzag, zigzag } from './byte-buffer'
import { readGroups, writeGroups } from './integer-groups'
import { ORDER } from './integer-orders'
import { tellNarrow } from './narrow-integers'
import { tellWide } from './wide-integers'

/** At least one number, each a plain integer. */
export function writeIntegers(to: ByteWriter, values: Float64Array): void {
  const { order, divisor, origin, codes } = tellNarrow(values) ?? tellWide(values)
  to.byte(order)
  to.varint(divisor)
  to.varint(zigzag(origin))
  writeGroups(to, codes, codes.length)
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
