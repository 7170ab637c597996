/**
 * The form in which nearly every frame comes, read straight from the bytes of its websocket message into numbers: one frame a
 * message, as `JSON.stringify` writes it. No text and no object is made for the message, its frame or its values. Whatever is
 * written in another way, or is wrong, is left to the decoder, which knows how to say so: this reader only ever says "not mine".
 */
import { AGENT_NAMESPACE } from '../protocol/agent-wire'
import { type FrameBlock, oneFrame, valuesFrom, valuesIn } from '../protocol/frame-block'
import { LIMITS } from '../protocol/limits'

/** A message of engine.io's (4) with an event of socket.io's (2) in it that wants an acknowledgement: the number of it follows. */
const START = Buffer.from(`42${AGENT_NAMESPACE},`)
const HEAD = Buffer.from('["frames",{"frames":[{"seq":')
const TIME = Buffer.from(',"atMs":')
const VALUES = Buffer.from(',"values":[')
const END = Buffer.from(']}]}]')
const NULL = Buffer.from('null')

const ZERO = 48
const NINE = 57
const MINUS = 45
const POINT = 46
const COMMA = 44
/** So many digits are exact in a double, and so is their quotient by a power of ten up to this. */
const EXACT_DIGITS = 15
const POWERS = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => 10 ** power)

/** Where the reader stands, and what it has just read: it is not entered twice. */
let at = 0
let number = 0

export interface ReadFrame {
  /** The number of the acknowledgement that the agent waits for. */
  ack: number
  block: FrameBlock
}

/** `null` where the bytes `from` to before `to` are anything but one good frame of `width` values in the common form. */
export function readFrameBytes(
  bytes: Uint8Array,
  width: number,
  nowMs: number,
  from = 0,
  to = bytes.length,
): ReadFrame | null {
  at = from
  if (!skip(bytes, START) || !readCount(bytes)) return null
  const ack = number
  if (!skip(bytes, HEAD) || !readCount(bytes) || number < 1) return null
  const seq = number
  if (!skip(bytes, TIME) || !readCount(bytes)) return null
  const atMs = number
  if (atMs < LIMITS.earliestAtMs || atMs > nowMs + LIMITS.aheadMs) return null
  if (!skip(bytes, VALUES)) return null
  const block = oneFrame(seq, atMs, width)
  const [values, first] = [valuesIn(block), valuesFrom(block)]
  for (let column = 0; column < width; column++) {
    if (column > 0 && bytes[at++] !== COMMA) return null
    if (!readValue(bytes)) return null
    values[first + column] = number
  }
  if (!skip(bytes, END) || at !== to) return null
  return { ack, block }
}

function skip(bytes: Uint8Array, part: Uint8Array): boolean {
  for (let index = 0; index < part.length; index++) if (bytes[at + index] !== part[index]) return false
  at += part.length
  return true
}

/** A whole number from 0. */
function readCount(bytes: Uint8Array): boolean {
  const from = at
  let value = 0
  for (let code = byteAt(bytes, at); code >= ZERO && code <= NINE; code = byteAt(bytes, ++at)) {
    value = value * 10 + (code - ZERO)
  }
  number = value
  const digits = at - from
  return digits > 0 && digits <= EXACT_DIGITS && (digits === 1 || bytes[from] !== ZERO)
}

/** A number without an exponent, or `null`. */
function readValue(bytes: Uint8Array): boolean {
  const first = byteAt(bytes, at)
  if (first === NULL[0]) {
    number = Number.NaN
    return skip(bytes, NULL)
  }
  const isNegative = first === MINUS
  if (isNegative) at++
  const from = at
  if (!readCount(bytes)) return false
  let value = number
  if (byteAt(bytes, at) === POINT) {
    const digitsBefore = at - from
    const pointAt = at++
    for (let code = byteAt(bytes, at); code >= ZERO && code <= NINE; code = byteAt(bytes, ++at)) {
      value = value * 10 + (code - ZERO)
    }
    const places = at - pointAt - 1
    if (places === 0 || digitsBefore + places > EXACT_DIGITS) return false
    value /= POWERS[places] as number
  }
  number = isNegative ? -value : value
  return true
}

/** 0, which stands in no frame, past the end. */
function byteAt(bytes: Uint8Array, index: number): number {
  return index < bytes.length ? (bytes[index] as number) : 0
}
