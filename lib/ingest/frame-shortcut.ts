/**
 * The way of a frame past socket.io's layers: from engine.io's message to the session, and the acknowledgement back as the
 * bytes that socket.io would have made of it. The packets on the wire are the same; a third of the work for them is not done.
 * It takes frames in the common form alone, and only while no other message of the connection is still on the long way.
 */
import type { Socket } from 'socket.io'
import { AGENT_NAMESPACE } from '../protocol/agent-wire'
import type { FrameBlock } from '../protocol/frame-block'
import type { DurableAnswer } from './arrival'
import { readFrameText } from './frame-text'

/** Where a frame goes. */
export interface FrameDoor {
  /** How many values a frame has to bring; `null` while none may come this way. */
  width(): number | null
  nowMs(): number
  /** Whether the connection may cost another message now; where it may not, the long way says so. */
  mayTake(): boolean
  take(block: FrameBlock, answer: DurableAnswer): void
  failed(cause: unknown): void
}

/** Starts to take frames of `socket` that come over engine.io; the answer is to be called for each message of the long way. */
export function openShortcut(socket: Socket, door: FrameDoor): () => void {
  const conn = socket.conn as unknown as EngineSocket
  const [longWay, ...others] = conn.listeners('data')
  let onLongWay = 0
  if (longWay === undefined || others.length > 0) return () => {}
  conn.removeListener('data', longWay)
  conn.on('data', (data) => {
    const width = onLongWay === 0 && typeof data === 'string' ? door.width() : null
    const read = width === null ? null : readFrameText(data as string, width, door.nowMs())
    if (read !== null && door.mayTake()) return door.take(read.block, new ShortAnswer(conn, read.ack, door))
    if (typeof data === 'string' && (data.startsWith('2') || data.startsWith('5'))) onLongWay++
    longWay(data)
  })
  return () => {
    if (onLongWay > 0) onLongWay--
  }
}

/** The part of engine.io's connection that is used here. */
interface EngineSocket {
  listeners(event: 'data'): ((data: unknown) => void)[]
  removeListener(event: 'data', listener: (data: unknown) => void): void
  on(event: 'data', listener: (data: unknown) => void): void
  write(data: string, options: { compress: false; wsPreEncodedFrame: Buffer[] }): void
}

/** One is held for each frame that is not durable yet. */
class ShortAnswer implements DurableAnswer {
  constructor(
    private readonly conn: EngineSocket,
    private readonly ack: number,
    private readonly door: FrameDoor,
  ) {}

  durable(seq: number): void {
    const packet = `3${AGENT_NAMESPACE},${this.ack}[{"ok":true,"durable":${seq}}]`
    this.conn.write(packet, { compress: false, wsPreEncodedFrame: [websocketText(`4${packet}`)] })
  }

  failed(cause: unknown): void {
    this.door.failed(cause)
  }
}

const FINAL_TEXT = 0x81

/** A websocket's frame of a short text, in one buffer: two would be two writes. */
function websocketText(text: string): Buffer {
  const frame = Buffer.allocUnsafe(2 + text.length)
  frame[0] = FINAL_TEXT
  // Two numbers and some words: never the 126 characters from which the length takes more than a byte.
  frame[1] = text.length
  frame.write(text, 2, 'latin1')
  return frame
}
