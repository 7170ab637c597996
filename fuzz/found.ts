/**
 * Seeds and places that are tried with each run of the tests: first of all those of messages that once showed a fault, each
 * with what it showed. No run that is known has found one so far; until one does, these stand for each kind of message and for
 * each thing that the decoder makes of it. A failure of `npm run fuzz` names its seed and place: they belong here.
 */
import type { DecoderCounts } from './decoder'
import type { FuzzEvent, FuzzForm } from './messages'

export type Found = readonly [
  seed: number,
  place: number,
  /** As `messageOf` makes it; another one: the generator has changed, and the place shows something else than it did. */
  kind: `${FuzzForm} ${FuzzEvent}`,
  becomes: keyof DecoderCounts,
  /** What went wrong with it before it was mended. */
  showed?: string,
]

const SEED = 20_261_128

export const FOUND: readonly Found[] = [
  [SEED, 4, 'valid hello', 'accepted'],
  [SEED, 44, 'mutated hello', 'refused'],
  [SEED, 13_908, 'mutated hello', 'accepted'],
  [SEED, 13, 'wrong-type hello', 'refused'],
  [SEED, 17, 'added hello', 'accepted'],
  [SEED, 524, 'added hello', 'refused'],
  [SEED, 89, 'truncated hello', 'noJson'],
  [SEED, 7, 'bytes hello', 'noJson'],
  [SEED, 241, 'bytes hello', 'refused'],
  [SEED, 491, 'bytes hello', 'accepted'],
  [SEED, 24, 'valid frames', 'accepted'],
  [SEED, 53, 'mutated frames', 'refused'],
  [SEED, 1_327, 'mutated frames', 'accepted'],
  [SEED, 41, 'wrong-type frames', 'refused'],
  [SEED, 97, 'added frames', 'accepted'],
  [SEED, 266, 'added frames', 'refused'],
  [SEED, 113, 'truncated frames', 'noJson'],
  [SEED, 9, 'bytes frames', 'noJson'],
  [SEED, 755, 'bytes frames', 'refused'],
  [SEED, 7_773, 'bytes frames', 'accepted'],
  [SEED, 26, 'valid series', 'accepted'],
  [SEED, 18, 'mutated series', 'refused'],
  [SEED, 2_434, 'mutated series', 'accepted'],
  [SEED, 35, 'wrong-type series', 'refused'],
  [SEED, 11, 'added series', 'accepted'],
  [SEED, 1_521, 'added series', 'refused'],
  [SEED, 8, 'truncated series', 'noJson'],
  [SEED, 3, 'bytes series', 'noJson'],
  [SEED, 32, 'bytes series', 'refused'],
  [SEED, 6_616, 'bytes series', 'accepted'],
  [SEED, 2, 'valid events', 'accepted'],
  [SEED, 40, 'mutated events', 'refused'],
  [SEED, 3_312, 'mutated events', 'accepted'],
  [SEED, 0, 'wrong-type events', 'refused'],
  [SEED, 6, 'added events', 'accepted'],
  [SEED, 330, 'added events', 'refused'],
  [SEED, 78, 'truncated events', 'noJson'],
  [SEED, 21, 'bytes events', 'noJson'],
  [SEED, 73, 'bytes events', 'refused'],
  [SEED, 394, 'bytes events', 'accepted'],
  [SEED, 5, 'valid watch', 'accepted'],
  [SEED, 71, 'mutated watch', 'refused'],
  [SEED, 486, 'mutated watch', 'accepted'],
  [SEED, 98, 'wrong-type watch', 'refused'],
  [SEED, 530, 'wrong-type watch', 'accepted'],
  [SEED, 10, 'added watch', 'accepted'],
  [SEED, 23, 'truncated watch', 'noJson'],
  [SEED, 1, 'bytes watch', 'noJson'],
  [SEED, 66, 'bytes watch', 'accepted'],
]
