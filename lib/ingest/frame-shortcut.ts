/**
 * The way of a frame past the layers of engine.io and socket.io: from the websocket's message to the session, and the
 * acknowledgement back as the bytes that they would have made of it. The packets on the wire are the same; half of the work
 * for them is not done. It takes frames in the common form alone, and only while no other message of the connection is still
 * on the long way.
 */
import type { Writable } from 'node:stream'
import type { Socket } from 'socket.io'
import { AGENT_NAMESPACE } from '../protocol/agent-wire'
import type { FrameBlock } from '../protocol/frame-block'
import type { DurableAnswer } from './arrival'
import { readFrameBytes } from './frame-bytes'

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

/**
 * Starts to take frames of `socket` that come over its websocket; the answer is to be called for each message of the long way.
 * A connection that began with long polling goes the long way with all it says.
 */
export function openShortcut(socket: Socket, door: FrameDoor): () => void {
  const conn = socket.conn as unknown as EngineSocket
  const websocket = conn.transport.name === 'websocket' ? conn.transport.socket : undefined
  const [longWay, ...others] = websocket?.listeners('message') ?? []
  let onLongWay = 0
  if (websocket === undefined || longWay === undefined || others.length > 0) return () => {}
  websocket.removeListener('message', longWay)
  websocket.on('message', (data, isBinary) => {
    const width = onLongWay === 0 && !isBinary ? door.width() : null
    const read = width === null ? null : readFrameBytes(data, width, door.nowMs())
    if (read !== null && door.mayTake()) return door.take(read.block, new ShortAnswer(conn, read.ack, door))
    if (!isBinary && isEvent(data)) onLongWay++
    longWay.call(websocket, data, isBinary)
  })
  return () => {
    if (onLongWay > 0) onLongWay--
  }
}

/** A message of engine.io's ("4") that is an event of socket.io's, without ("2") or with ("5") binary parts. */
function isEvent(data: Buffer): boolean {
  return data[0] === 0x34 && (data[1] === 0x32 || data[1] === 0x35)
}

type OnMessage = (data: Buffer, isBinary: boolean) => void

/** The parts of engine.io's connection, and of the websocket under it, that are used here. */
interface EngineSocket {
  readyState: string
  /** Packets that wait for the transport. */
  writeBuffer: unknown[]
  transport: { name: string; writable: boolean; socket?: WebSocketLike }
  write(data: string, options: { compress: false; wsPreEncodedFrame: Buffer[] }): void
}

interface WebSocketLike {
  /** The TCP or TLS connection. */
  _socket: Writable | null
  listeners(event: 'message'): OnMessage[]
  removeListener(event: 'message', listener: OnMessage): void
  on(event: 'message', listener: OnMessage): void
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
    const frame = websocketText(`4${packet}`)
    const { conn } = this
    const wire = idleWire(conn)
    if (wire === null) conn.write(packet, { compress: false, wsPreEncodedFrame: [frame] })
    else wire.write(frame)
  }

  failed(cause: unknown): void {
    this.door.failed(cause)
  }
}

/**
 * The connection's stream, where nothing waits before it: no packet of engine.io's, and no byte that the agent has not read.
 * Else a packet has its turn behind what waits, under engine.io's own bookkeeping.
 */
function idleWire({ readyState, writeBuffer, transport }: EngineSocket): Writable | null {
  if (readyState !== 'open' || writeBuffer.length > 0 || !transport.writable) return null
  // oxlint-disable-next-line no-underscore-dangle -- ws tells of its stream in no other way; engine.io reaches its sender alike
  const wire = transport.socket?._socket ?? null
  return wire !== null && wire.writable && wire.writableLength === 0 ? wire : null
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
