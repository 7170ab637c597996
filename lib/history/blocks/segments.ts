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

/** Writes the segments of a block one after the other, in one place. */
export class SegmentsWriter {
  readonly #body: ByteWriter
  /** Where each segment's checksum stands. */
  readonly #starts: number[] = []

  /** `bytes`: about how many there will be. */
  constructor(bytes: number) {
    this.#body = new ByteWriter(bytes)
  }

  /** Begins another segment; the answer takes its bytes. */
  next(): ByteWriter {
    this.#starts.push(this.#body.length)
    this.#body.uint32(0)
    return this.#body
  }

  /** The whole block, in memory of its own. */
  finish(rows: number): Uint8Array {
    const segments = this.#body.view()
    const head = new ByteWriter(16 + 2 * this.#starts.length)
    head.byte(VERSION)
    head.varint(rows)
    head.varint(this.#starts.length)
    for (const [segment, start] of this.#starts.entries()) {
      const from = start + CRC_BYTES
      const to = this.#starts[segment + 1] ?? segments.length
      head.varint(to - from)
      this.#body.setUint32(start, crc32(segments.subarray(from, to)))
    }
    head.uint32(crc32(head.view()))
    const block = new Uint8Array(head.length + segments.length)
    block.set(head.view())
    block.set(segments, head.length)
    return block
  }
}

export class Segments {
  private constructor(
    private readonly body: Uint8Array,
    readonly rows: number,
    /** From `firstAt` on; the last one is where the last segment ends. */
    private readonly starts: readonly number[],
    private readonly firstAt: number,
  ) {}

  /** Throws `DamagedBlock` where the head is not whole. */
  static open(body: Uint8Array): Segments {
    try {
      const reader = new ByteReader(body)
      if (reader.byte() !== VERSION) throw new DamagedBlock('its version is not known')
      const rows = reader.varint()
      const count = checkedCount(reader.varint(), body)
      const starts = [0]
      let end = 0
      for (let segment = 0; segment < count; segment++) starts.push((end += CRC_BYTES + reader.varint()))
      const head = reader.at
      if (reader.uint32() !== crc32(body.subarray(0, head)))
        throw new DamagedBlock('the checksum of its head does not fit')
      return new Segments(body, rows, starts, reader.at)
    } catch (error) {
      throw error instanceof RangeError ? new DamagedBlock(error.message) : error
    }
  }

  get count(): number {
    return this.starts.length - 1
  }

  /** The bytes of one segment; throws `DamagedBlock` where they are not what was written. */
  read(segment: number): Uint8Array {
    const [from, to] = [this.starts[segment], this.starts[segment + 1]]
    if (from === undefined || to === undefined) throw new DamagedBlock(`it has no segment ${segment}`)
    const [start, end] = [this.firstAt + from, this.firstAt + to]
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
