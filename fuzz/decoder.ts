/** Generated messages against the decoder: it never throws, and what it lets in is what the rest of the hub believes it to be. */
import { readFrameBytes } from '../lib/ingest/frame-bytes'
import { decodeEvents, decodeFrames, decodeHello, decodeSeries, decodeWatch } from '../lib/protocol/decode'
import type { FrameBlock } from '../lib/protocol/frame-block'
import { LIMITS } from '../lib/protocol/limits'
import { WIRE_CODES } from '../lib/protocol/vocabulary'
import { type FuzzMessage, FUZZ_WIDTH, messageOf, textOf } from './messages'
import { Random } from './random'

export const FUZZ_NOW_MS = Date.UTC(2026, 0, 15)

export interface DecoderCounts {
  accepted: number
  refused: number
  /** Text that is no JSON, which never reaches the decoder. */
  noJson: number
}

/** The message of one place of a seed, and what the decoder makes of it. @throws where that is not what it must be */
export function tryDecoder(seed: number, place: number): keyof DecoderCounts {
  const message = messageOf(new Random(seed, place), FUZZ_NOW_MS)
  try {
    return judge(message)
  } catch (cause) {
    const told = String(textOf(message)).slice(0, 300)
    throw new Error(`seed ${seed}, place ${place}, a ${message.form} ${message.event}: ${told}`, { cause })
  }
}

export function tryDecoderOften(seed: number, from: number, to: number): DecoderCounts {
  const counts: DecoderCounts = { accepted: 0, refused: 0, noJson: 0 }
  for (let place = from; place < to; place++) counts[tryDecoder(seed, place)]++
  if ('polluted' in {}) throw new Error(`seed ${seed}, from ${from} to ${to}: Object.prototype was written to`)
  return counts
}

function judge(message: FuzzMessage): keyof DecoderCounts {
  let input = message.input
  if (message.text !== undefined) {
    const text = String(message.text)
    // The reader of bytes decides nothing: what it takes, the decoder takes as well.
    const read = readFrameBytes(Buffer.from(`42/agent,1["frames",${text}]`), FUZZ_WIDTH, FUZZ_NOW_MS)
    try {
      input = JSON.parse(text)
    } catch {
      if (read !== null) throw new Error('the reader of bytes takes what is no JSON')
      return 'noJson'
    }
    if (read !== null && !decodeFrames(input, FUZZ_WIDTH, FUZZ_NOW_MS).ok)
      throw new Error('the reader of bytes takes what the decoder refuses')
  }
  const answer = decode(message.event, input)
  if (answer.ok) {
    if (message.event === 'frames') holdFrames(answer.value as FrameBlock)
    return 'accepted'
  }
  if (typeof answer.message !== 'string' || answer.message === '' || answer.message.length > 2_000)
    throw new Error(`it is refused without a sentence: ${answer.message}`)
  if (message.event !== 'watch' && !(WIRE_CODES as readonly unknown[]).includes('code' in answer ? answer.code : null))
    throw new Error('it is refused without a code')
  if (message.form === 'valid') throw new Error(`a right message is refused: ${answer.message}`)
  return 'refused'
}

function decode(event: FuzzMessage['event'], input: unknown) {
  switch (event) {
    case 'hello':
      return decodeHello(input, FUZZ_NOW_MS)
    case 'frames':
      return decodeFrames(input, FUZZ_WIDTH, FUZZ_NOW_MS)
    case 'series':
      return decodeSeries(input, new Set())
    case 'events':
      return decodeEvents(input, FUZZ_NOW_MS)
    case 'watch':
      return decodeWatch(input)
    default:
      return event satisfies never
  }
}

function holdFrames({ count, width, seqs, atMs, values }: FrameBlock): void {
  const isRight =
    count <= LIMITS.framesPerMessage &&
    width === FUZZ_WIDTH &&
    values.length === count * width &&
    seqs.every((seq) => Number.isSafeInteger(seq) && seq >= 1) &&
    atMs.every((at) => Number.isInteger(at) && at >= LIMITS.earliestAtMs && at <= FUZZ_NOW_MS + LIMITS.aheadMs) &&
    // NaN is what "not known" is inside.
    values.every((value) => Math.abs(value) !== Infinity)
  if (!isRight) throw new Error('frames were let in that are none')
}
