/**
 * A column of numbers, NaN for "not known", in the smallest of a few exact forms. The first byte names the form; where
 * bit 7 is set, a description of the unknown rows comes first, and the form holds the known ones only.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { ByteReader, ByteWriter, isPlainInteger, LARGEST_INTEGER, unzigzag, zigzag } from './byte-buffer'
import { bitLength, readGroups, writeGroups } from './integer-groups'

const FORM = { none: 0, constant: 1, integers: 2, floats: 3, deflatedFloats: 4, constantInteger: 5 } as const
const SOME_UNKNOWN = 0x80
/** Bits 4 to 6: the number of decimal places by which integers were scaled up. */
const PLACES_SHIFT = 4
const MOST_PLACES = 6

export function writeColumn(to: ByteWriter, values: Float64Array): void {
  const known = knownOf(values)
  const unknown = known.length < values.length && known.length > 0 ? SOME_UNKNOWN : 0
  if (known.length === 0) return to.byte(FORM.none)
  if (isConstant(known)) {
    const value = known[0] as number
    const isShort = isPlainInteger(value)
    to.byte((isShort ? FORM.constantInteger : FORM.constant) | unknown)
    if (unknown) writeUnknown(to, values)
    return isShort ? to.varint(zigzag(value)) : to.float64(value)
  }
  const places = decimalPlaces(known)
  const form = places === null ? floatForm(known) : integerForm(scaled(known, places), places)
  to.byte(form.form | unknown)
  if (unknown) writeUnknown(to, values)
  to.append(form.bytes)
}

/** A column with its length before it. */
export function writeSizedColumn(to: ByteWriter, values: Float64Array): void {
  const column = new ByteWriter(values.length * 2 + 16)
  writeColumn(column, values)
  to.varint(column.length)
  to.append(column.view())
}

/** Loops rather than callbacks: this runs over every number that is ever kept. */
function knownOf(values: Float64Array): Float64Array {
  let known = 0
  for (const value of values) if (!Number.isNaN(value)) known++
  return known === values.length ? values : values.filter((value) => !Number.isNaN(value))
}

function isConstant(known: Float64Array): boolean {
  const first = known[0] as number
  for (const value of known) if (!Object.is(value, first)) return false
  return true
}

/** `count` numbers from all of `bytes`; these are trusted, a checksum stands before this. */
export function readColumn(bytes: Uint8Array, count: number): Float64Array {
  const from = new ByteReader(bytes)
  const first = from.byte()
  const form = first & 0x0f
  if (form === FORM.none) return new Float64Array(count).fill(Number.NaN)
  const unknown = first & SOME_UNKNOWN ? readUnknown(from, count) : null
  const known = readForm(form, (first >> PLACES_SHIFT) & 7, from, bytes, unknown === null ? count : unknown.known)
  if (unknown === null) return known
  const values = new Float64Array(count)
  for (let row = 0, next = 0; row < count; row++)
    values[row] = unknown.rows[row] === 1 ? Number.NaN : (known[next++] as number)
  return values
}

function readForm(form: number, places: number, from: ByteReader, bytes: Uint8Array, count: number): Float64Array {
  switch (form) {
    case FORM.constant:
      return new Float64Array(count).fill(from.float64())
    case FORM.constantInteger:
      return new Float64Array(count).fill(unzigzag(from.varint()))
    case FORM.integers:
      return readIntegers(from, bytes, count, 10 ** places)
    case FORM.floats:
      return fromPlanes(bytes.subarray(from.at), count)
    case FORM.deflatedFloats:
      return fromPlanes(inflateRawSync(bytes.subarray(from.at)), count)
    default:
      throw new RangeError(`a column has the form ${form}, which is not known`)
  }
}

/** With how many decimal places each number is an integer, exactly; null where that is too many. */
function decimalPlaces(known: Float64Array): number | null {
  let places = 0
  for (const value of known) {
    while (!fits(value, places)) if (++places > MOST_PLACES) return null
  }
  // More places can spoil a large number that fitted with fewer.
  return places === 0 || known.every((value) => fits(value, places)) ? places : null
}

function fits(value: number, places: number): boolean {
  if (places === 0) return isPlainInteger(value)
  if (Object.is(value, -0)) return false
  const scale = 10 ** places
  const integer = Math.round(value * scale)
  return Math.abs(integer) <= LARGEST_INTEGER && Object.is(integer / scale, value)
}

function scaled(known: Float64Array, places: number): Float64Array {
  const scale = 10 ** places
  return places === 0 ? known : known.map((value) => Math.round(value * scale))
}

interface Written {
  form: number
  bytes: Uint8Array
}

/** How integers are told: from the least of them, from the one before, from the line through the two before, from their middle. */
const ORDER = { fromLeast: 0, fromLast: 1, fromLine: 2, fromMiddle: 3 } as const
const ORDERS = Object.values(ORDER)
type Order = (typeof ORDERS)[number]

/** Integers as differences, divided by what divides them all. */
function integerForm(values: Float64Array, places: number): Written {
  const divisor = commonDivisor(values)
  const order = cheapestOrder(values, divisor)
  const first = originOf(values, order, divisor)
  const numbers = differences(values, order, first, divisor)
  const head = new ByteWriter(32)
  head.byte(order)
  head.varint(divisor)
  head.varint(zigzag(first))
  head.append(writeGroups(numbers, numbers.length))
  return { form: FORM.integers | (places << PLACES_SHIFT), bytes: head.view() }
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

function readIntegers(from: ByteReader, bytes: Uint8Array, count: number, scale: number): Float64Array {
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

/** The eight bytes of the doubles, transposed, each xored with the one before it in its plane. */
function floatForm(known: Float64Array): Written {
  const bytes = new Uint8Array(known.buffer, known.byteOffset, known.byteLength)
  const planes = new Uint8Array(bytes.length)
  for (let plane = 0; plane < 8; plane++)
    for (let at = 0; at < known.length; at++)
      planes[plane * known.length + at] =
        (bytes[at * 8 + plane] as number) ^ (at === 0 ? 0 : (bytes[at * 8 - 8 + plane] as number))
  const deflated = deflate(planes)
  return deflated.length < planes.length * 0.98
    ? { form: FORM.deflatedFloats, bytes: deflated }
    : { form: FORM.floats, bytes: planes }
}

function fromPlanes(planes: Uint8Array, count: number): Float64Array {
  if (planes.length !== count * 8) throw new RangeError('a column of floats has the wrong length')
  const values = new Float64Array(count)
  const bytes = new Uint8Array(values.buffer)
  for (let plane = 0; plane < 8; plane++) {
    let before = 0
    for (let at = 0; at < count; at++) {
      before ^= planes[plane * count + at] as number
      bytes[at * 8 + plane] = before
    }
  }
  return values
}

function deflate(bytes: Uint8Array): Uint8Array {
  return deflateRawSync(bytes, { level: 6 })
}

/** Which rows are not known: as a bitmap, or where that is shorter as lengths of runs, known and unknown in turn. */
function writeUnknown(to: ByteWriter, values: Float64Array): void {
  const runs = new ByteWriter(64)
  let run = 0
  let unknown = false
  for (const value of values) {
    if (Number.isNaN(value) !== unknown) {
      runs.varint(run)
      run = 0
      unknown = !unknown
    }
    run++
  }
  const bitmapBytes = Math.ceil(values.length / 8)
  if (runs.length < bitmapBytes) {
    to.varint(runs.length + 1)
    return to.append(runs.view())
  }
  const bitmap = new Uint8Array(bitmapBytes)
  values.forEach((value, row) => {
    if (Number.isNaN(value)) bitmap[row >> 3] = (bitmap[row >> 3] as number) | (1 << (row & 7))
  })
  to.varint(0)
  to.append(bitmap)
}

function readUnknown(from: ByteReader, count: number): { rows: Uint8Array; known: number } {
  const rows = new Uint8Array(count)
  const length = from.varint()
  if (length === 0) {
    const bitmap = from.take(Math.ceil(count / 8))
    for (let row = 0; row < count; row++) rows[row] = ((bitmap[row >> 3] as number) >> (row & 7)) & 1
  } else {
    const end = from.at + length - 1
    let row = 0
    for (let unknown = 0; from.at < end; unknown ^= 1) {
      const run = from.varint()
      rows.fill(unknown, row, row + run)
      row += run
      if (from.at >= end) rows.fill(unknown ^ 1, row)
    }
  }
  let known = count
  for (const unknown of rows) known -= unknown
  return { rows, known }
}
