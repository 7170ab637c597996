/**
 * Whole numbers from 0 to 2^53 in groups of 64, each group in the cheapest of three forms, named by its first byte:
 * all zero; the same number of bits each; or Rice codes (the high part in unary, `k` low bits as they are), which suit
 * many small numbers with a few large ones. Rice 1971/Golomb 1966; a high part that would get long is escaped.
 */
import type { ByteWriter } from './byte-buffer'

const GROUP = 64
const ALL_ZERO = 255
const PACKED = 64
/** So many ones say that the number follows whole. */
const ESCAPE = 20
const WHOLE_BITS = 54
/** At most: its form, and each number escaped. */
const GROUP_BYTES = 1 + Math.ceil((GROUP * (ESCAPE + WHOLE_BITS)) / 8) + 1

export function writeGroups(to: ByteWriter, numbers: Float64Array, count: number): void {
  const bits = new BitWriter(to)
  for (let start = 0; start < count; start += GROUP) {
    const end = Math.min(count, start + GROUP)
    const form = cheapestForm(numbers, start, end)
    bits.beginGroup(form)
    if (form === ALL_ZERO) continue
    for (let at = start; at < end; at++) {
      const value = numbers[at] as number
      if (form >= PACKED) bits.write(value, form - PACKED)
      else bits.writeRice(value, form)
    }
  }
  bits.finish()
}

function cheapestForm(numbers: Float64Array, start: number, end: number): number {
  let largest = 0
  let sum = 0
  for (let at = start; at < end; at++) {
    const value = numbers[at] as number
    sum += value
    if (value > largest) largest = value
  }
  if (largest === 0) return ALL_ZERO
  let best = PACKED + bitLength(largest)
  let bestBits = (best - PACKED) * (end - start)
  // The best k for numbers that fall off geometrically is near log2(mean × ln 2).
  const near = Math.max(0, Math.floor(Math.log2((sum / (end - start)) * 0.69)))
  for (let k = near; k <= Math.min(WHOLE_BITS - 1, near + 1); k++) {
    const bits = riceBits(numbers, start, end, k, largest)
    if (bits >= bestBits) continue
    best = k
    bestBits = bits
  }
  return best
}

function riceBits(numbers: Float64Array, start: number, end: number, k: number, largest: number): number {
  const divisor = 2 ** k
  let bits = (end - start) * (k + 1)
  if (largest < divisor * ESCAPE && largest < 0x80000000) {
    for (let at = start; at < end; at++) bits += (numbers[at] as number) >>> k
    return bits
  }
  for (let at = start; at < end; at++) {
    const high = Math.floor((numbers[at] as number) / divisor)
    bits += high < ESCAPE ? high : ESCAPE + WHOLE_BITS - k - 1
  }
  return bits
}

/** How many bits a whole number from 0 to 2^54 takes: 0 for 0. Summed over numbers, about what `writeGroups` makes of them. */
export function bitLength(value: number): number {
  return value < 0x80000000 ? 32 - Math.clz32(value) : Math.floor(Math.log2(value)) + 1
}

/** Bits from the lowest of each byte upward. */
class BitWriter {
  private bytes: Uint8Array = new Uint8Array(0)
  private length: number
  private held = 0
  private heldBits = 0

  constructor(private readonly to: ByteWriter) {
    this.length = to.length
  }

  /** From here on there is room for all of a group. */
  beginGroup(form: number): void {
    this.to.length = this.length
    this.bytes = this.to.room(GROUP_BYTES)
    this.write(form, 8)
  }

  write(value: number, bits: number): void {
    let rest = value
    let left = bits
    for (; left > 24; left -= 24) {
      this.writeShort(rest % 0x1000000, 24)
      rest = Math.floor(rest / 0x1000000)
    }
    this.writeShort(rest, left)
  }

  writeRice(value: number, k: number): void {
    if (k <= 24 && value < 0x80000000) {
      const ones = value >>> k
      // The whole code in one go, where it is short enough.
      if (ones + 1 + k <= 24 && ones < ESCAPE)
        return this.writeShort(((1 << ones) - 1) | ((value & ((1 << k) - 1)) << (ones + 1)), ones + 1 + k)
    }
    const divisor = 2 ** k
    const high = Math.floor(value / divisor)
    if (high < ESCAPE) {
      this.writeShort(2 ** high - 1, high + 1)
      this.write(value - high * divisor, k)
    } else {
      this.writeShort(2 ** ESCAPE - 1, ESCAPE)
      this.write(value, WHOLE_BITS)
    }
  }

  /** At most 24 bits. */
  private writeShort(value: number, bits: number): void {
    this.held |= value << this.heldBits
    this.heldBits += bits
    while (this.heldBits >= 8) {
      this.bytes[this.length++] = this.held & 0xff
      this.held >>>= 8
      this.heldBits -= 8
    }
  }

  finish(): void {
    if (this.heldBits > 0) this.bytes[this.length++] = this.held & 0xff
    this.to.length = this.length
  }
}

/** Reads `count` numbers back. The bytes are trusted: a checksum stands before this. */
export function readGroups(bytes: Uint8Array, count: number): Float64Array {
  const numbers = new Float64Array(count)
  const bits = new BitReader(bytes)
  for (let start = 0; start < count; start += GROUP) {
    const end = Math.min(count, start + GROUP)
    const form = bits.read(8)
    if (form === ALL_ZERO) continue
    if (form <= 24) bits.riceInto(numbers, start, end, form)
    else if (form < PACKED) for (let at = start; at < end; at++) numbers[at] = bits.wideRice(form)
    else for (let at = start; at < end; at++) numbers[at] = bits.read(form - PACKED)
  }
  return numbers
}

/** A window of 32 bits at any bit has at least so many of them. */
const WINDOW_BITS = 25

class BitReader {
  /** In bits. */
  private at = 0
  private readonly view: DataView
  /** Up to this bit four bytes can be read at once. */
  private readonly lastWhole: number

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    this.lastWhole = (bytes.length - 4) * 8
  }

  read(bits: number): number {
    if (bits <= 24) return this.readShort(bits)
    const low = this.readShort(24)
    if (bits <= 48) return low + this.readShort(bits - 24) * 0x1000000
    return low + this.readShort(24) * 0x1000000 + this.readShort(bits - 48) * 2 ** 48
  }

  /** A group of Rice codes with at most 24 low bits. The hot loop of every query: a code is read from one window, nearly always. */
  riceInto(numbers: Float64Array, start: number, end: number, k: number): void {
    const { view, lastWhole } = this
    const mask = (1 << k) - 1
    let { at } = this
    for (let to = start; to < end; to++) {
      const window = at <= lastWhole ? view.getUint32(at >>> 3, true) >>> (at & 7) : this.windowNearEnd(at)
      // How many ones stand before the first zero; more than ESCAPE of them are never written.
      const high = 31 - Math.clz32(~window & -~window)
      const length = high + 1 + k
      if (high >= ESCAPE || high < 0) {
        this.at = at + ESCAPE
        numbers[to] = this.read(WHOLE_BITS)
        at = this.at
      } else if (length <= WINDOW_BITS) {
        numbers[to] = (high << k) + ((window >>> (high + 1)) & mask)
        at += length
      } else {
        this.at = at + high + 1
        numbers[to] = (high << k) + this.readShort(k)
        at = this.at
      }
    }
    this.at = at
  }

  /** One Rice code with more low bits than a small integer holds. */
  wideRice(k: number): number {
    for (let high = 0; high < ESCAPE; high++) if (this.readShort(1) === 0) return high * 2 ** k + this.read(k)
    return this.read(WHOLE_BITS)
  }

  private readShort(bits: number): number {
    const { at } = this
    const window = at <= this.lastWhole ? this.view.getUint32(at >>> 3, true) >>> (at & 7) : this.windowNearEnd(at)
    this.at = at + bits
    return window & ((1 << bits) - 1)
  }

  /** Behind the end there are zeros. */
  private windowNearEnd(at: number): number {
    let window = 0
    for (let byte = 3; byte >= 0; byte--) window = (window << 8) | (this.bytes[(at >>> 3) + byte] ?? 0)
    return window >>> (at & 7)
  }
}
