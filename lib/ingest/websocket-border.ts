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
 * Where the text begins in a chunk that is one whole text message of a client's, and nothing else; -1 where it is not. It is
 * masked there with the four bytes before it.
 */
export function wholeTextAt(chunk: Uint8Array): number {
  if (chunk.length < 6 || chunk[0] !== (FINAL | TEXT)) return -1
  const second = chunk[1] as number
  const length = second & SHORT_LENGTH
  if ((second & MASKED) === 0 || length === SHORT_LENGTH) return -1
  if (length < SHORT_LENGTH - 1) return chunk.length === 6 + length ? 6 : -1
  return chunk.length === 8 + (((chunk[2] as number) << 8) | (chunk[3] as number)) ? 8 : -1
}

/** Masks the text of such a chunk in place, or takes its mask away: the one is the other. */
export function maskText(chunk: Uint8Array, textAt: number): void {
  for (let at = textAt; at < chunk.length; at++) {
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
