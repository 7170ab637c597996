/** Why there are no frames for a while, as far as anybody can tell. */
import type { FrameGap } from '../../history/store'
import type { AgentEvent } from '../../protocol/agent-wire'
import type { Annotation } from '../../protocol/annotations'
import type { Gap } from '../../protocol/http-api'

/** A capture is told of when it is asked for, by the hub's clock; the target stands still a little later, by its own. */
const ASKED_BEFORE_MS = 30_000
/** An event is stamped with the frame after it. */
export const STAMPED_AFTER_MS = 2_000

export interface Witnesses {
  /** Of the process, around the gap. */
  annotations: readonly Annotation[]
  /** Those about the gap, among others. */
  events: readonly AgentEvent[]
  /** Whether the hub was away in some of this time, which is on the target's clock. */
  wasAway: (fromMs: number, toMs: number) => boolean
}

/**
 * Frames that the process took and that are not here were lost on their way; those that it never took were held up by what
 * held the process. The first is told by the numbers of its frames.
 */
export function gapOf({ fromMs, toMs, missed }: FrameGap, { annotations, events, wasAway }: Witnesses): Gap {
  const gap = { fromMs, toMs, missedFrames: missed }
  if (missed === null) return { ...gap, cause: 'restart' }
  if (missed > 0) return { ...gap, cause: wasAway(fromMs, toMs) ? 'hub-away' : 'lost' }
  const isClock = events.some(
    ({ type, atMs }) => type === 'clock-moved' && atMs > fromMs && atMs <= toMs + STAMPED_AFTER_MS,
  )
  if (isClock) return { ...gap, cause: 'clock-moved' }
  const capture = annotations.find(
    ({ kind, atMs }) => (kind === 'capture' || kind === 'collection') && atMs > fromMs - ASKED_BEFORE_MS && atMs < toMs,
  )
  return capture ? { ...gap, cause: 'capture', what: capture.title } : { ...gap, cause: 'stood-still' }
}
