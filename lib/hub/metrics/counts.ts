/** What the hub counts on its hot path: plain fields, read when somebody asks. */
import { WIRE_CODES, type WireCode } from '../../protocol/vocabulary'

export interface Counts {
  frames: number
  knownFrames: number
  /** Kept and shown, but not judged: too many waited. */
  unjudgedFrames: number
  events: number
  lostItems: number
  unkeptMessages: number
  /** Connections that could not be accepted, and those that were closed because there were too many, or too many silent ones. */
  acceptErrors: number
  droppedConnections: number
  droppedSilent: number
  /** Connections that were closed because their answers were not read. */
  droppedAnswers: number
  refused: Record<WireCode, number>
}

export function startCounts(): Counts {
  const refused = Object.fromEntries(WIRE_CODES.map((code) => [code, 0])) as Record<WireCode, number>
  return {
    frames: 0,
    knownFrames: 0,
    unjudgedFrames: 0,
    events: 0,
    lostItems: 0,
    unkeptMessages: 0,
    acceptErrors: 0,
    droppedConnections: 0,
    droppedSilent: 0,
    droppedAnswers: 0,
    refused,
  }
}
