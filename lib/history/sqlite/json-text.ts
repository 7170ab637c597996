/** Columns of numbers as JSON text, written byte by byte: some ten times as quick as an object a point and a string a number. */
import type { SeriesColumns } from './core-wire'

/** The longest text of a double, and what stands around it. */
const NUMBER_BYTES = 26
const TEN_MILLION = 10_000_000
const ZERO = 0x30
const COMMA = 0x2c
const OPEN = 0x5b
const CLOSE = 0x5d
const MINUS = 0x2d

class JsonBytes {
  bytes: Uint8Array<ArrayBuffer>
  length = 0

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity)
  }

  reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(this.length + more, this.bytes.length * 2))
    grown.set(this.bytes.subarray(0, this.length))
    this.bytes = grown
  }

  byte(code: number): void {
    this.bytes[this.length++] = code
  }

  /** Only characters that take one byte each. */
  ascii(text: string): void {
    this.reserve(text.length + NUMBER_BYTES)
    for (let at = 0; at < text.length; at++) this.bytes[this.length++] = text.charCodeAt(at)
  }

  /** NaN is "not known". There must be room for it. */
  number(value: number): void {
    if (Number.isNaN(value)) this.ascii('null')
    else if (Number.isSafeInteger(value) && !Object.is(value, -0)) this.integer(value)
    else this.ascii(Object.is(value, -0) ? '-0' : String(value))
  }

  private integer(value: number): void {
    if (value < 0) this.byte(MINUS)
    const whole = Math.abs(value)
    if (whole < TEN_MILLION) return this.digits(whole, 1)
    const high = Math.floor(whole / TEN_MILLION)
    if (high < TEN_MILLION) this.digits(high, 1)
    else {
      const highest = Math.floor(high / TEN_MILLION)
      this.digits(highest, 1)
      this.digits(high - highest * TEN_MILLION, 7)
    }
    this.digits(whole - high * TEN_MILLION, 7)
  }

  /** A number below ten million in at least so many digits. */
  private digits(value: number, atLeast: number): void {
    let count = atLeast
    for (let limit = 10 ** atLeast; value >= limit; limit *= 10) count++
    let rest = value | 0
    for (let at = this.length + count - 1; at >= this.length; at--) {
      const tenth = (rest / 10) | 0
      this.bytes[at] = ZERO + rest - tenth * 10
      rest = tenth
    }
    this.length += count
  }
}

/** A `SeriesPoints` as JSON, in bytes of their own. */
export function jsonOf({ name, unit, stepMs, atMs, mean, min, max }: SeriesColumns): Uint8Array<ArrayBuffer> {
  const columns = min === null || max === null ? [atMs, mean] : [atMs, min, mean, max]
  const to = new JsonBytes(256 + atMs.length * columns.length * 12)
  // A name is ASCII and needs no escape; the decoder of the wire saw to it.
  to.ascii(`{"name":${JSON.stringify(name)},"unit":"${unit}","stepMs":${stepMs},"points":[`)
  for (let row = 0; row < atMs.length; row++) {
    to.reserve(columns.length * NUMBER_BYTES)
    if (row > 0) to.byte(COMMA)
    to.byte(OPEN)
    for (let column = 0; column < columns.length; column++) {
      if (column > 0) to.byte(COMMA)
      to.number((columns[column] as Float64Array)[row] as number)
    }
    to.byte(CLOSE)
  }
  to.ascii(']}')
  return to.bytes.slice(0, to.length)
}
