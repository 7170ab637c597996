/**
 * Reads a V8 heap snapshot as its bytes come. The file is one JSON object of hundreds of megabytes: a small header, long lists of
 * whole numbers, and last the list of strings that the numbers point into. Nothing but the header is ever held as a whole.
 */
import { HeapSnapshotError, parseHeader, type SnapshotHeader } from './header'

export interface SnapshotSink {
  header(header: SnapshotHeader): void
  /** A list begins; `offset` is where its first value stands in the bytes that are being scanned. */
  section(name: string, offset: number): void
  /** The next values of a list, in order. The array is used again after the call. */
  numbers(section: string, values: Float64Array, count: number): void
  /** The next string, as it is written: without its quotes, with its escapes. The bytes may change after the call. */
  string(bytes: Uint8Array): void
}

const BATCH = 16_384
const MAX_HEADER_BYTES = 262_144
const MAX_KEY_BYTES = 64
/** V8 cuts strings at 1,024 characters. */
const MAX_STRING_BYTES = 4 * 1_048_576

const [QUOTE, COMMA, MINUS, ZERO, NINE, COLON, OPEN, BACKSLASH, CLOSE, OPEN_OBJECT, CLOSE_OBJECT] = [
  34, 44, 45, 48, 57, 58, 91, 92, 93, 123, 125,
]

type State =
  'start' | 'before-key' | 'key' | 'after-key' | 'value' | 'header' | 'numbers' | 'strings' | 'string' | 'done'

export class SnapshotScanner {
  private state: State = 'start'
  private key = ''
  private scannedBytes = 0
  /** Bytes of what began in an earlier chunk: a key, the header, or a string. */
  private readonly kept = new Pieces()
  private depth = 0
  private inText = false
  private isEscaped = false
  private hasHeader = false

  private readonly batch = new Float64Array(BATCH)
  private batched = 0
  private value = 0
  private sign = 1
  private inNumber = false

  constructor(private readonly sink: SnapshotSink) {}

  /** Throws `HeapSnapshotError` where the bytes are not a heap snapshot. */
  scan(chunk: Uint8Array): void {
    let at = 0
    while (at < chunk.length) at = this.step(chunk, at)
    this.scannedBytes += chunk.length
  }

  /** Throws where the file ended too early. */
  end(): void {
    if (this.state !== 'done')
      throw new HeapSnapshotError(
        `The heap snapshot ends too early, after ${this.scannedBytes} bytes${this.key === '' ? '' : `, in ${JSON.stringify(this.key)}`}.`,
      )
  }

  private step(chunk: Uint8Array, at: number): number {
    switch (this.state) {
      case 'numbers':
        return this.scanNumbers(chunk, at)
      case 'string':
        return this.scanString(chunk, at)
      case 'key':
        return this.scanKey(chunk, at)
      case 'header':
        return this.scanHeader(chunk, at)
      default:
        this.scanMark(chunk[at] ?? 0, at)
        return at + 1
    }
  }

  /** What stands between keys, values and strings. */
  private scanMark(byte: number, at: number): void {
    if (byte === 32 || (byte >= 9 && byte <= 13)) return
    const { state } = this
    if (state === 'start' && byte === OPEN_OBJECT) this.state = 'before-key'
    else if (state === 'before-key' && byte === QUOTE) this.state = 'key'
    else if (state === 'before-key' && byte === CLOSE_OBJECT) this.state = 'done'
    else if (state === 'before-key' && byte === COMMA) return
    else if (state === 'after-key' && byte === COLON) this.state = 'value'
    else if (state === 'value') this.openValue(byte, at)
    else if (state === 'strings' && byte === QUOTE) this.state = 'string'
    else if (state === 'strings' && byte === CLOSE) this.state = 'before-key'
    else if (state === 'strings' && byte === COMMA) return
    else throw this.fault(at)
  }

  private openValue(byte: number, at: number): void {
    if (this.key === 'snapshot' && byte === OPEN_OBJECT) {
      this.state = 'header'
      this.depth = 1
      this.kept.add(Uint8Array.of(byte))
      return
    }
    if (byte !== OPEN) throw this.fault(at)
    if (!this.hasHeader)
      throw new HeapSnapshotError(`The heap snapshot has ${JSON.stringify(this.key)} before its header.`)
    this.state = this.key === 'strings' ? 'strings' : 'numbers'
    this.depth = 1
    this.sink.section(this.key, at + 1)
  }

  private scanKey(chunk: Uint8Array, from: number): number {
    const end = chunk.indexOf(QUOTE, from)
    this.kept.add(chunk.subarray(from, end < 0 ? chunk.length : end))
    if (this.kept.length > MAX_KEY_BYTES) throw this.fault(from)
    if (end < 0) return chunk.length
    this.key = textOf(this.kept.take())
    this.state = 'after-key'
    return end + 1
  }

  private scanHeader(chunk: Uint8Array, from: number): number {
    let at = from
    while (at < chunk.length && this.depth > 0) {
      const byte = chunk[at] ?? 0
      if (this.isEscaped) this.isEscaped = false
      else if (this.inText && byte === BACKSLASH) this.isEscaped = true
      else if (byte === QUOTE) this.inText = !this.inText
      else if (!this.inText && byte === OPEN_OBJECT) this.depth += 1
      else if (!this.inText && byte === CLOSE_OBJECT) this.depth -= 1
      at += 1
    }
    this.kept.add(chunk.subarray(from, at))
    if (this.kept.length > MAX_HEADER_BYTES)
      throw new HeapSnapshotError(`The header of the heap snapshot has more than ${MAX_HEADER_BYTES} bytes.`)
    if (this.depth > 0) return at
    this.hasHeader = true
    this.sink.header(parseHeader(textOf(this.kept.take())))
    this.state = 'before-key'
    return at
  }

  /** The hot loop: some fifty million numbers in a snapshot of 200 MB. */
  private scanNumbers(chunk: Uint8Array, from: number): number {
    const { batch } = this
    let { value, inNumber } = this
    let at = from
    for (; at < chunk.length; at += 1) {
      const byte = chunk[at] as number
      if (byte >= ZERO && byte <= NINE) {
        value = value * 10 + (byte - ZERO)
        inNumber = true
        continue
      }
      if (inNumber) {
        batch[this.batched] = value * this.sign
        this.batched += 1
        if (this.batched === BATCH) this.flush()
        value = 0
        this.sign = 1
        inNumber = false
      }
      if (byte === COMMA || byte === 10 || byte === 32 || byte === 13 || byte === 9) continue
      if (byte === MINUS) this.sign = -1
      else if (byte === OPEN) this.depth += 1
      else if (byte !== CLOSE) throw this.fault(at)
      else if ((this.depth -= 1) === 0) {
        this.flush()
        this.state = 'before-key'
        at += 1
        break
      }
    }
    this.value = value
    this.inNumber = inNumber
    return at
  }

  private flush(): void {
    if (this.batched > 0) this.sink.numbers(this.key, this.batch, this.batched)
    this.batched = 0
  }

  private scanString(chunk: Uint8Array, from: number): number {
    let at = from
    for (; at < chunk.length; at += 1) {
      const byte = chunk[at] as number
      if (this.isEscaped) this.isEscaped = false
      else if (byte === BACKSLASH) this.isEscaped = true
      else if (byte === QUOTE) break
    }
    const piece = chunk.subarray(from, at)
    if (this.kept.length + piece.length > MAX_STRING_BYTES)
      throw new HeapSnapshotError(`A string of the heap snapshot has more than ${MAX_STRING_BYTES} bytes.`)
    if (at === chunk.length) {
      this.kept.add(piece)
      return at
    }
    if (this.kept.length > 0) {
      this.kept.add(piece)
      this.sink.string(this.kept.take())
    } else this.sink.string(piece)
    this.state = 'strings'
    return at + 1
  }

  private fault(at: number): HeapSnapshotError {
    const where = this.key === '' ? '' : ` in ${JSON.stringify(this.key)}`
    return new HeapSnapshotError(
      `This is no heap snapshot of V8: an unexpected character${where}, at byte ${this.scannedBytes + at}.`,
    )
  }
}

/** Copies of what does not fit into one chunk. Its users keep it small. */
class Pieces {
  length = 0
  private pieces: Uint8Array[] = []

  add(piece: Uint8Array): void {
    this.length += piece.length
    this.pieces.push(piece.slice())
  }

  take(): Uint8Array {
    const whole = new Uint8Array(this.length)
    let at = 0
    for (const piece of this.pieces) {
      whole.set(piece, at)
      at += piece.length
    }
    this.length = 0
    this.pieces = []
    return whole
  }
}

const decoder = new TextDecoder()

/** As it is written, escapes and all. */
export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}
