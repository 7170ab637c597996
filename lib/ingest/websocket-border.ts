/**
 * Where a stream of websocket frames stands, told from its chunks alone (RFC 6455, 5.2): whether the next byte begins a message.
 * Nothing is held of what passes.
 */
export class WebsocketBorder {
  /** Bytes of the frame's payload that are still to come. */
  #payloadLeft = 0
  /** Bytes of a header that have come; the header is read byte by byte, as a chunk may end in it. */
  #headerBytes = 0
  #opcode = 0
  #isFinal = true
  #isMasked = false
  #lengthBytes = 0
  #length = 0
  /** A message that came in part: its other frames are to come. */
  #isInMessage = false

  /** Whether the next byte begins a message, or a control frame beside none. */
  get isBetweenMessages(): boolean {
    return this.#payloadLeft === 0 && this.#headerBytes === 0 && !this.#isInMessage
  }

  /** Goes past a chunk. */
  pass(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length;) {
      if (this.#payloadLeft === 0) this.#passHeader(chunk[at++] as number)
      else {
        const passed = Math.min(this.#payloadLeft, chunk.length - at)
        this.#payloadLeft -= passed
        at += passed
      }
    }
  }

  #passHeader(byte: number): void {
    const index = this.#headerBytes++
    if (index === 0) {
      this.#isFinal = (byte & FINAL) !== 0
      this.#opcode = byte & OPCODE
    } else if (index === 1) {
      const length = byte & SHORT_LENGTH
      this.#isMasked = (byte & MASKED) !== 0
      this.#lengthBytes = length === SHORT_LENGTH ? 8 : length === SHORT_LENGTH - 1 ? 2 : 0
      this.#length = this.#lengthBytes === 0 ? length : 0
    } else if (index < 2 + this.#lengthBytes) this.#length = this.#length * 256 + byte
    if (this.#headerBytes < 2 || this.#headerBytes < 2 + this.#lengthBytes + (this.#isMasked ? 4 : 0)) return
    this.#headerBytes = 0
    this.#payloadLeft = this.#length
    // A control frame may come amid a message, and is none.
    if (this.#opcode < FIRST_CONTROL) this.#isInMessage = !this.#isFinal
  }
}

/**
 * Where the text begins of the whole text message of a client's that a chunk holds from `at` to before `end`; -1 where it holds
 * none there. It is masked with the four bytes before it.
 */
export function wholeTextAt(chunk: Uint8Array, at: number, end = chunk.length): number {
  if (end < at + 6 || chunk[at] !== (FINAL | TEXT)) return -1
  const second = chunk[at + 1] as number
  const length = second & SHORT_LENGTH
  if ((second & MASKED) === 0 || length === SHORT_LENGTH) return -1
  const textAt = length < SHORT_LENGTH - 1 ? at + 6 : at + 8
  return textAt + lengthOfText(chunk, at) <= end ? textAt : -1
}

/** Of a message that is whole in the chunk, in bytes. */
export function lengthOfText(chunk: Uint8Array, at: number): number {
  const length = (chunk[at + 1] as number) & SHORT_LENGTH
  return length < SHORT_LENGTH - 1 ? length : ((chunk[at + 2] as number) << 8) | (chunk[at + 3] as number)
}

/** Masks such a text in place, or takes its mask away: the one is the other. */
export function maskText(chunk: Uint8Array, textAt: number, length: number): void {
  const end = textAt + length
  for (let at = textAt; at < end; at++) {
    chunk[at] = (chunk[at] as number) ^ (chunk[textAt - 4 + ((at - textAt) & 3)] as number)
  }
}

const FINAL = 0x80
const OPCODE = 0x0f
const TEXT = 0x01
/** Opcodes from this on are those of pings, pongs and closes. */
const FIRST_CONTROL = 0x08
const MASKED = 0x80
/** This stands for a length in eight bytes, one less for a length in two. */
const SHORT_LENGTH = 0x7f
