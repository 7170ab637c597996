/** The decoder of `frames` and `events`: the hot path, so numbers go straight into typed arrays. */
import type { AgentEvent } from './agent-wire'
import { accept, type Decoded, isOneOf, isRecord, refuse, show, textFault, timeFault } from './checks'
import { blockToFill, type FrameBlock } from './frame-block'
import { LIMITS } from './limits'
import { EVENT_LEVELS } from './vocabulary'

/**
 * `width`: how many series this life has declared; every frame brings one value or `null` for each.
 * `nowMs` is the hub's clock. Frames keep the order in which they came.
 */
export function decodeFrames(input: unknown, width: number, nowMs: number): Decoded<FrameBlock> {
  if (!isRecord(input)) return refuse('bad_frame', `frames must be one object; ${show(input)} came.`)
  const frames = input['frames']
  if (!Array.isArray(frames)) return refuse('bad_frame', `frames.frames must be a list; ${show(frames)} came.`)
  if (frames.length > LIMITS.framesPerMessage) {
    return refuse(
      'bad_frame',
      `frames.frames has ${frames.length} frames; at most ${LIMITS.framesPerMessage} go into one message.`,
    )
  }
  const count = frames.length
  const block = blockToFill(count, width)
  for (let row = 0; row < count; row++) {
    const fault = decodeFrame(frames[row], row, block, nowMs)
    if (fault) return refuse('bad_frame', fault)
  }
  return accept(block)
}

/** Writes one frame into its row; answers what is wrong with it, or `null`. */
function decodeFrame(frame: unknown, row: number, block: FrameBlock, nowMs: number): string | null {
  if (!isRecord(frame)) return `frames[${row}] must be an object; ${show(frame)} came.`
  const { seq, atMs, values } = frame
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 1) {
    return `frames[${row}].seq must be a whole number from 1; ${show(seq)} came.`
  }
  const timeWrong = timeFault(`frames[${row}].atMs`, atMs, nowMs)
  if (timeWrong) return timeWrong
  const { width } = block
  if (!Array.isArray(values)) return `frames[${row}].values must be a list; ${show(values)} came.`
  if (values.length !== width) {
    return `frames[${row}] (seq ${seq}) has ${values.length} values, and ${width} series are declared: send a number or null for each, in their order.`
  }
  block.seqs[row] = seq
  block.atMs[row] = atMs as number
  const offset = row * width
  for (let column = 0; column < width; column++) {
    const value: unknown = values[column]
    if (typeof value === 'number' && Number.isFinite(value)) block.values[offset + column] = value
    else if (value === null) block.values[offset + column] = Number.NaN
    else return `frames[${row}].values[${column}] must be a finite number or null; ${show(value)} came.`
  }
  return null
}

/** `nowMs` is the hub's clock. */
export function decodeEvents(input: unknown, nowMs: number): Decoded<AgentEvent[]> {
  if (!isRecord(input)) return refuse('bad_event', `events must be one object; ${show(input)} came.`)
  const items = input['events']
  if (!Array.isArray(items)) return refuse('bad_event', `events.events must be a list; ${show(items)} came.`)
  if (items.length > LIMITS.eventsPerMessage) {
    return refuse(
      'bad_event',
      `events.events has ${items.length} events; at most ${LIMITS.eventsPerMessage} go into one message.`,
    )
  }
  const events: AgentEvent[] = []
  for (const [index, item] of items.entries()) {
    const event = decodeEvent(`events[${index}]`, item, nowMs)
    if (!event.ok) return event
    events.push(event.value)
  }
  return accept(events)
}

function decodeEvent(where: string, input: unknown, nowMs: number): Decoded<AgentEvent> {
  if (!isRecord(input)) return refuse('bad_event', `${where} must be an object; ${show(input)} came.`)
  const { atMs, type, level, message, count } = input
  const fault =
    timeFault(`${where}.atMs`, atMs, nowMs) ??
    textFault(`${where}.type`, type, LIMITS.eventTypeChars) ??
    messageFault(`${where}.message`, message)
  if (fault) return refuse('bad_event', fault)
  if (!isOneOf(EVENT_LEVELS, level)) {
    return refuse('bad_event', `${where}.level is ${show(level)}; it must be one of ${EVENT_LEVELS.join(', ')}.`)
  }
  const event: AgentEvent = { atMs: atMs as number, type: type as string, level, message: message as string }
  if (count != null) {
    if (typeof count !== 'number' || !Number.isFinite(count) || count < 0) {
      return refuse('bad_event', `${where}.count must be a number from 0; ${show(count)} came.`)
    }
    event.count = count
  }
  return accept(event)
}

// A message is prose, a stack with its line breaks for instance, so only its length is bounded.
function messageFault(where: string, value: unknown): string | null {
  if (typeof value !== 'string') return `${where} must be text; ${show(value)} came.`
  if (value.length > LIMITS.eventMessageChars) {
    return `${where} has more than ${LIMITS.eventMessageChars} characters; shorten it.`
  }
  return null
}
