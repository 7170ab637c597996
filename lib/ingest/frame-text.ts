/**
 * The form in which nearly every frame comes, read straight from its text into numbers: one frame a message, as
 * `JSON.stringify` writes it. No object is made for the message, its frame or its values. Whatever is written in another way,
 * or is wrong, is left to the decoder, which knows how to say so: this reader only ever says "not mine".
 */
import { AGENT_NAMESPACE } from '../protocol/agent-wire'
import { blockToFill, type FrameBlock } from '../protocol/frame-block'
import { LIMITS } from '../protocol/limits'

/** An event of socket.io's with an acknowledgement: the number of it follows. */
const START = `2${AGENT_NAMESPACE},`
const HEAD = '["frames",{"frames":[{"seq":'
const TIME = ',"atMs":'
const VALUES = ',"values":['
const END = ']}]}]'

const ZERO = 48
const NINE = 57
const MINUS = 45
const POINT = 46
const COMMA = 44
const NULL_N = 110
/** So many digits are exact in a double, and so is their quotient by a power of ten up to this. */
const EXACT_DIGITS = 15
const POWERS = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => 10 ** power)

/** Where the reader stands, and what it has just read: it is not entered twice. */
let at = 0
let number = 0

export interface TextFrame {
  /** The number of the acknowledgement that the agent waits for. */
  ack: number
  block: FrameBlock
}

/** `null` where the text is anything but one good frame of `width` values in the common form. */
export function readFrameText(text: string, width: number, nowMs: number): TextFrame | null {
  if (!text.startsWith(START)) return null
  at = START.length
  if (!readCount(text)) return null
  const ack = number
  if (!skip(text, HEAD) || !readCount(text) || number < 1) return null
  const seq = number
  if (!skip(text, TIME) || !readCount(text)) return null
  const atMs = number
  if (atMs < LIMITS.earliestAtMs || atMs > nowMs + LIMITS.aheadMs) return null
  if (!skip(text, VALUES)) return null
  const block = blockToFill(1, width)
  block.seqs[0] = seq
  block.atMs[0] = atMs
  for (let column = 0; column < width; column++) {
    if (column > 0 && text.charCodeAt(at++) !== COMMA) return null
    if (!readValue(text)) return null
    block.values[column] = number
  }
  if (!skip(text, END) || at !== text.length) return null
  return { ack, block }
}

function skip(text: string, part: string): boolean {
  if (!text.startsWith(part, at)) return false
  at += part.length
  return true
}

/** A whole number from 0. */
function readCount(text: string): boolean {
  const from = at
  let value = 0
  for (let code = text.charCodeAt(at); code >= ZERO && code <= NINE; code = text.charCodeAt(++at)) {
    value = value * 10 + (code - ZERO)
  }
  number = value
  const digits = at - from
  return digits > 0 && digits <= EXACT_DIGITS && (digits === 1 || text.charCodeAt(from) !== ZERO)
}

/** A number without an exponent, or `null`. */
function readValue(text: string): boolean {
  const first = text.charCodeAt(at)
  if (first === NULL_N) {
    number = Number.NaN
    return skip(text, 'null')
  }
  const isNegative = first === MINUS
  if (isNegative) at++
  const from = at
  if (!readCount(text)) return false
  let value = number
  if (text.charCodeAt(at) === POINT) {
    const digitsBefore = at - from
    const pointAt = at++
    for (let code = text.charCodeAt(at); code >= ZERO && code <= NINE; code = text.charCodeAt(++at)) {
      value = value * 10 + (code - ZERO)
    }
    const places = at - pointAt - 1
    if (places === 0 || digitsBefore + places > EXACT_DIGITS) return false
    value /= POWERS[places] as number
  }
  number = isNegative ? -value : value
  return true
}
