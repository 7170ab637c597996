/**
 * A column of numbers, NaN for "not known", in the smallest of a few exact forms. The first byte names the form; where
 * bit 7 is set, a description of the unknown rows comes first, and the form holds the known ones only.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { ByteReader, ByteWriter, isPlainInteger, LARGEST_INTEGER, unzigzag, zigzag } from './byte-buffer'
import { readIntegers, writeIntegers } from './integer-column'

const FORM = { none: 0, constant: 1, integers: 2, floats: 3, deflatedFloats: 4, constantInteger: 5 } as const
const SOME_UNKNOWN = 0x80
/** Bits 4 to 6: the number of decimal places by which integers were scaled up. */
const PLACES_SHIFT = 4
const MOST_PLACES = 6

export function writeColumn(to: ByteWriter, values: Float64Array): void {
  const known = knownOf(values)
  if (known.length === 0) return to.byte(FORM.none)
  if (isConstant(known)) {
    const value = known[0] as number
    const isShort = isPlainInteger(value)
    begin(to, isShort ? FORM.constantInteger : FORM.constant, values, known)
    return isShort ? to.varint(zigzag(value)) : to.float64(value)
  }
  const places = decimalPlaces(known)
  if (places === null) {
    const { form, bytes } = floatForm(known)
    begin(to, form, values, known)
    to.append(bytes)
  } else {
    begin(to, FORM.integers | (places << PLACES_SHIFT), values, known)
    writeIntegers(to, scaled(known, places))
  }
}

/** The form, and which rows are not known where that is so of some. */
function begin(to: ByteWriter, form: number, values: Float64Array, known: Float64Array): void {
  const isWhole = known.length === values.length
  to.byte(isWhole ? form : form | SOME_UNKNOWN)
  if (!isWhole) writeUnknown(to, values)
}

/** A column with its length before it. */
export function writeSizedColumn(to: ByteWriter, values: Float64Array): void {
  const from = to.beginSized()
  writeColumn(to, values)
  to.endSized(from)
}

/** Loops rather than callbacks: this runs over every number that is ever kept. */
function knownOf(values: Float64Array): Float64Array {
  let known = 0
  for (let at = 0; at < values.length; at++) if (!Number.isNaN(values[at])) known++
  return known === values.length ? values : values.filter((value) => !Number.isNaN(value))
}

function isConstant(known: Float64Array): boolean {
  const first = known[0] as number
  for (let at = 1; at < known.length; at++) if (!Object.is(known[at], first)) return false
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
  for (let at = 0; at < known.length; at++) {
    while (!fits(known[at] as number, places)) if (++places > MOST_PLACES) return null
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

/** As integers. */
function scaled(known: Float64Array, places: number): Float64Array {
  const scale = 10 ** places
  return places === 0 ? known : known.map((value) => Math.round(value * scale))
}

/** The eight bytes of the doubles, transposed, each xored with the one before it in its plane. */
function floatForm(known: Float64Array): { form: number; bytes: Uint8Array } {
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
