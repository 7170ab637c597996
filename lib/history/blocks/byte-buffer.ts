/** Growing bytes with the few number forms that the file format uses. */

const float = new Float64Array(1)
const floatBytes = new Uint8Array(float.buffer)

/** The largest magnitude that the integer forms take: differences of two such, zigzagged, are still exact doubles. */
export const LARGEST_INTEGER = 2 ** 50

/** Whether the integer forms give `value` back exactly (−0 is not told from 0 by them). */
export function isPlainInteger(value: number): boolean {
  // Nearly all are, and small: a quarter of the time of the general question.
  if ((value | 0) === value) return value !== 0 || !Object.is(value, -0)
  return Number.isInteger(value) && value <= LARGEST_INTEGER && value >= -LARGEST_INTEGER && !Object.is(value, -0)
}

/** Signed to unsigned, small magnitudes to small numbers: 0, -1, 1, -2, … → 0, 1, 2, 3, … */
export function zigzag(value: number): number {
  if (value > -0x40000000 && value < 0x40000000) return (value << 1) ^ (value >> 31)
  return value < 0 ? -2 * value - 1 : 2 * value
}

export function unzigzag(code: number): number {
  return code % 2 === 0 ? code / 2 : -(code + 1) / 2
}

const LONGEST_VARINT = 8

function bytesOfVarint(value: number): number {
  let bytes = 1
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes++
  return bytes
}

/** Ten thousand lives each hold minutes of frames in one: with a half more each time, a quarter of what they take would be empty. */
const GROWS_BY = 1.25

export class ByteWriter {
  private bytes: Uint8Array
  length = 0

  constructor(capacity = 256) {
    this.bytes = new Uint8Array(capacity)
  }

  /** Makes room for `more` bytes without moving `length`; answers where they may be written, from `length` on. */
  room(more: number): Uint8Array {
    if (this.length + more > this.bytes.length) {
      const grown = new Uint8Array(Math.max(Math.ceil(this.bytes.length * GROWS_BY), this.length + more))
      grown.set(this.bytes.subarray(0, this.length))
      this.bytes = grown
    }
    return this.bytes
  }

  byte(value: number): void {
    this.room(1)
    this.bytes[this.length++] = value
  }

  /** A whole number from 0 to 2^53, seven bits a byte, lowest first. */
  varint(value: number): void {
    const bytes = this.room(LONGEST_VARINT)
    let { length } = this
    let large = value
    for (; large >= 0x80000000; large = Math.floor(large / 0x80)) bytes[length++] = (large % 0x80) | 0x80
    let rest = large | 0
    for (; rest >= 0x80; rest >>>= 7) bytes[length++] = (rest & 0x7f) | 0x80
    bytes[length++] = rest
    this.length = length
  }

  uint32(value: number): void {
    this.room(4)
    this.length += 4
    this.setUint32(this.length - 4, value)
  }

  /** Over a byte that stands there already. */
  setByte(at: number, value: number): void {
    this.bytes[at] = value
  }

  /** Over four such bytes. */
  setUint32(at: number, value: number): void {
    for (let byte = 0; byte < 4; byte++) this.bytes[at + byte] = (value >>> (8 * byte)) & 0xff
  }

  /** Begins a part that has its length before it, and answers where it begins; `endSized` is to be told. */
  beginSized(): number {
    this.byte(0)
    return this.length
  }

  /** Ends such a part. It is moved where its length takes more than the byte that was left: cheaper than a copy of each. */
  endSized(from: number): void {
    const end = this.length
    const size = end - from
    const more = bytesOfVarint(size) - 1
    const bytes = this.room(more + LONGEST_VARINT)
    if (more > 0) bytes.copyWithin(from + more, from, end)
    this.length = from - 1
    this.varint(size)
    this.length = end + more
  }

  float64(value: number): void {
    this.room(8)
    float[0] = value
    this.bytes.set(floatBytes, this.length)
    this.length += 8
  }

  append(bytes: Uint8Array): void {
    this.room(bytes.length)
    this.bytes.set(bytes, this.length)
    this.length += bytes.length
  }

  clear(): void {
    this.length = 0
  }

  /** What was written, as a view that the next write may overwrite. */
  view(): Uint8Array {
    return this.bytes.subarray(0, this.length)
  }

  copy(): Uint8Array {
    return this.bytes.slice(0, this.length)
  }
}

/** Reads what `ByteWriter` wrote; throws `RangeError` past the end instead of making numbers up. */
export class ByteReader {
  constructor(
    private readonly bytes: Uint8Array,
    public at = 0,
    private readonly end: number = bytes.length,
  ) {
    if (end > bytes.length) throw new RangeError('the bytes end too soon')
  }

  get atEnd(): boolean {
    return this.at >= this.end
  }

  byte(): number {
    if (this.at >= this.end) throw new RangeError('the bytes end too soon')
    return this.bytes[this.at++] as number
  }

  varint(): number {
    let value = this.byte()
    if (value < 0x80) return value
    value -= 0x80
    for (let scale = 0x80; ; scale *= 0x80) {
      const next = this.byte()
      value += (next & 0x7f) * scale
      if (next < 0x80) return value
      if (scale > 2 ** 53) throw new RangeError('a number has too many bytes')
    }
  }

  uint32(): number {
    const value = this.byte() + this.byte() * 0x100 + this.byte() * 0x10000 + this.byte() * 0x1000000
    return value
  }

  float64(): number {
    const bytes = this.take(8)
    floatBytes.set(bytes)
    return float[0] as number
  }

  /** The next `length` bytes, as a view. */
  take(length: number): Uint8Array {
    if (length > this.end - this.at) throw new RangeError('the bytes end too soon')
    const bytes = this.bytes.subarray(this.at, this.at + length)
    this.at += length
    return bytes
  }

  /** What is left, as a view. */
  rest(): Uint8Array {
    return this.take(this.end - this.at)
  }
}
