/**
 * A block: a body of segments, each with its own checksum, so that one series can be read without the others and damage
 * costs what it touched. Layout: a version byte, the number of rows and of segments, the length of each segment
 * (varints), a CRC-32 of all that, then for each segment its CRC-32 and its bytes.
 */
import { crc32 } from 'node:zlib'
import { ByteReader, ByteWriter } from './byte-buffer'

const VERSION = 1
const CRC_BYTES = 4

/** Damage, told apart from mistakes of this program. */
export class DamagedBlock extends Error {
  override name = 'DamagedBlock'
}

export function writeSegments(rows: number, segments: readonly Uint8Array[]): Uint8Array {
  const body = new ByteWriter(segments.reduce((sum, { length }) => sum + length + 8, 32))
  body.byte(VERSION)
  body.varint(rows)
  body.varint(segments.length)
  for (const { length } of segments) body.varint(length)
  body.uint32(crc32(body.view()))
  for (const segment of segments) {
    body.uint32(crc32(segment))
    body.append(segment)
  }
  return body.copy()
}

export class Segments {
  private constructor(
    private readonly body: Uint8Array,
    readonly rows: number,
    private readonly starts: readonly number[],
  ) {}

  /** Throws `DamagedBlock` where the head is not whole. */
  static open(body: Uint8Array): Segments {
    try {
      const reader = new ByteReader(body)
      if (reader.byte() !== VERSION) throw new DamagedBlock('its version is not known')
      const rows = reader.varint()
      const lengths = Array.from({ length: checkedCount(reader.varint(), body) }, () => reader.varint())
      const head = reader.at
      if (reader.uint32() !== crc32(body.subarray(0, head)))
        throw new DamagedBlock('the checksum of its head does not fit')
      const starts = [reader.at]
      for (const length of lengths) starts.push((starts.at(-1) as number) + CRC_BYTES + length)
      return new Segments(body, rows, starts)
    } catch (error) {
      throw error instanceof RangeError ? new DamagedBlock(error.message) : error
    }
  }

  get count(): number {
    return this.starts.length - 1
  }

  /** The bytes of one segment; throws `DamagedBlock` where they are not what was written. */
  read(segment: number): Uint8Array {
    const start = this.starts[segment]
    const end = this.starts[segment + 1]
    if (start === undefined || end === undefined) throw new DamagedBlock(`it has no segment ${segment}`)
    if (end > this.body.length) throw new DamagedBlock('it ends too soon')
    const bytes = this.body.subarray(start + CRC_BYTES, end)
    if (new ByteReader(this.body, start).uint32() !== crc32(bytes))
      throw new DamagedBlock(`the checksum of segment ${segment} does not fit`)
    return bytes
  }
}

function checkedCount(count: number, body: Uint8Array): number {
  if (count > body.length) throw new DamagedBlock('it ends too soon')
  return count
}
