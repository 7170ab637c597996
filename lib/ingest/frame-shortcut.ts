/**
 * The way of a frame past the layers of ws, engine.io and socket.io: from the bytes of the connection to the session, and the
 * acknowledgement back as the bytes that they would have made of it. The packets on the wire are the same; half of the work
 * for them is not done. It takes frames in the common form alone, whole in a chunk of the connection as one a second is, and only
 * while no other message of the connection is still on the long way.
 */
import type { Duplex } from 'node:stream'
import type { Socket } from 'socket.io'
import { AGENT_NAMESPACE } from '../protocol/agent-wire'
import type { FrameBlock } from '../protocol/frame-block'
import type { DurableAnswer } from './arrival'
import { readFrameBytes } from './frame-bytes'
import { readInPlace } from './in-place-reads'
import { lengthOfText, maskText, WebsocketBorder, wholeTextAt } from './websocket-border'

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
  const wire = websocket === undefined ? null : wireOf(websocket)
  const [longWay, ...others] = wire?.listeners('data') ?? []
  let onLongWay = 0
  if (websocket === undefined || wire === null || longWay === undefined || others.length > 0) return () => {}
  const border = new WebsocketBorder()
  const line = new AnswerLine(conn, wire)
  const take = (bytes: Buffer, length: number) =>
    onLongWay === 0 && border.isBetweenMessages ? takeMessages(bytes, length, line, door) : 0
  const isInPlace = readInPlace(wire, take)
  wire.removeListener('data', longWay as OnChunk)
  wire.on('data', (chunk: Buffer) => {
    const at = isInPlace ? 0 : take(chunk, chunk.length)
    if (at === chunk.length) return
    const rest = at === 0 ? chunk : chunk.subarray(at)
    border.pass(rest)
    longWay.call(wire, rest)
  })
  // Before engine.io: what it hears is on the long way from now on.
  websocket.prependListener('message', (data, isBinary) => {
    if (!isBinary && isEvent(data)) onLongWay++
  })
  return () => {
    if (onLongWay > 0) onLongWay--
  }
}

/** Takes the messages that are known here and with which a chunk begins, and answers how many bytes they have. */
function takeMessages(chunk: Buffer, end: number, line: AnswerLine, door: FrameDoor): number {
  let at = 0
  while (at < end) {
    const bytes = takeOne(chunk, at, end, line, door)
    if (bytes === 0) break
    at += bytes
  }
  return at
}

/**
 * Takes the message that begins there, if it is a frame in the common form or a sign of life, and answers how many bytes it has;
 * any other is left as it came.
 */
function takeOne(chunk: Buffer, at: number, end: number, line: AnswerLine, door: FrameDoor): number {
  const width = door.width()
  const textAt = width === null ? -1 : wholeTextAt(chunk, at, end)
  if (width === null || textAt < 0) return 0
  const length = lengthOfText(chunk, at)
  maskText(chunk, textAt, length)
  if (length === 1 && chunk[textAt] === PONG) line.conn.onPacket({ type: 'pong' })
  else {
    const read = readFrameBytes(chunk, width, door.nowMs(), textAt, textAt + length)
    if (read === null || !door.mayTake()) {
      maskText(chunk, textAt, length)
      return 0
    }
    door.take(read.block, new ShortAnswer(line, read.ack, door))
  }
  return textAt - at + length
}

/** A whole message of engine.io's: the agent is still there. On the long way a frame that came with it would have to go, too. */
const PONG = 0x33

/** A message of engine.io's ("4") that is an event of socket.io's, without ("2") or with ("5") binary parts. */
function isEvent(data: Buffer): boolean {
  return data[0] === 0x34 && (data[1] === 0x32 || data[1] === 0x35)
}

type OnMessage = (data: Buffer, isBinary: boolean) => void
type OnChunk = (chunk: Buffer) => void

/** The parts of engine.io's connection, and of the websocket under it, that are used here. */
interface EngineSocket {
  readyState: string
  /** Packets that wait for the transport. */
  writeBuffer: unknown[]
  transport: { name: string; writable: boolean; socket?: WebSocketLike }
  onPacket(packet: { type: 'pong' }): void
  write(data: string, options: { compress: false; wsPreEncodedFrame: Buffer[] }): void
}

interface WebSocketLike {
  /** The TCP or TLS connection. */
  _socket: Duplex | null
  prependListener(event: 'message', listener: OnMessage): void
}

/** One is held for each frame that is not durable yet. */
class ShortAnswer implements DurableAnswer {
  constructor(
    private readonly line: AnswerLine,
    private readonly ack: number,
    private readonly door: FrameDoor,
  ) {}

  durable(seq: number): void {
    this.line.send(`3${AGENT_NAMESPACE},${this.ack}[{"ok":true,"durable":${seq}}]`)
  }

  failed(cause: unknown): void {
    this.door.failed(cause)
  }
}

/** The way back of one connection. */
class AnswerLine {
  #isWriting = false

  constructor(
    readonly conn: EngineSocket,
    private readonly wire: Duplex,
  ) {}

  /** A packet of socket.io's. */
  send(packet: string): void {
    const frame = websocketText(`4${packet}`)
    if (!this.#isIdle) {
      this.conn.write(packet, { compress: false, wsPreEncodedFrame: [Buffer.from(frame, 'latin1')] })
      return
    }
    this.#isWriting = true
    // Not `write`: where nothing waits, the stream's own bookkeeping of what waits costs as much again as the system's call.
    // oxlint-disable-next-line no-underscore-dangle -- the part of a stream that writes
    this.wire._write(frame, 'latin1', this.#written)
  }

  /** Called at once where the system takes it at once, as it nearly always does. */
  readonly #written = (error?: Error | null): void => {
    this.#isWriting = false
    if (error) this.wire.destroy(error)
  }

  /**
   * Whether nothing waits before an answer: no packet of engine.io's, and no byte that the agent has not read. Else it has its turn
   * behind what waits, under engine.io's own bookkeeping.
   */
  get #isIdle(): boolean {
    const { readyState, writeBuffer, transport } = this.conn
    if (this.#isWriting || readyState !== 'open' || writeBuffer.length > 0 || !transport.writable) return false
    return this.wire.writable && this.wire.writableLength === 0
  }
}

function wireOf(websocket: WebSocketLike): Duplex | null {
  // oxlint-disable-next-line no-underscore-dangle -- ws tells of its stream in no other way; engine.io reaches its sender alike
  return websocket._socket
}

/**
 * A websocket's frame of a short text, a character a byte: the connection writes such a text with no buffer made for it. Two numbers
 * and some words: never the 126 characters from which the length takes more than a byte.
 */
function websocketText(text: string): string {
  return `\x81${String.fromCharCode(text.length)}${text}`
}
