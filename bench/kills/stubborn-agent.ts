/** An agent that never gives up: it keeps what is not durable, comes back, and says again what the hub does not have. */
import { io, type Socket } from 'socket.io-client'
import type { Frame, FramesAck, HelloAck } from '../../lib/protocol/agent-wire'

export const SERIES = Array.from({ length: 10 }, (_, at) => `s.${at}`)
const FRAMES_A_MESSAGE = 300
const ACK_WITHIN_MS = 10_000

export interface Spoken {
  /** Frames that were made, and those that the hub called durable. */
  made: number
  durable: number
  /** Messages with frames, those that the hub refused, and frames that went a second time. */
  messages: number
  refused: number
  again: number
  connections: number
  /** Times that the hub, asked at a hello, knew of fewer frames than it had called durable before. */
  forgotten: number
}

/** What a frame's value is: known from its place alone, so that whoever reads it can tell a wrong one. */
export function valueOf(agent: number, seq: number, column: number): number | null {
  const mixed = Math.imul(seq * 31 + column * 1_009 + agent * 65_537, 0x9e3779b1) >>> 0
  if (mixed % 13 === 0) return null
  return column < 5 ? mixed : column === 5 ? mixed / 1_024 : mixed % 1_000
}

export class StubbornAgent {
  readonly spoken: Spoken = { made: 0, durable: 0, messages: 0, refused: 0, again: 0, connections: 0, forgotten: 0 }
  private readonly socket: Socket
  /** Up to where frames went out over this connection; `null` until its hello was answered. */
  private sentTo: number | null = null
  private everSentTo = 0

  constructor(
    url: string,
    readonly n: number,
    private readonly startMs: number,
  ) {
    this.socket = io(`${url}/agent`, {
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 250,
    })
    this.socket.on('connect', () => this.hello())
    this.socket.on('disconnect', (reason) => {
      this.sentTo = null
      // That one socket.io takes for an end.
      if (reason === 'io server disconnect') this.socket.connect()
    })
  }

  get process(): { service: string; instance: string } {
    return { service: 'killed', instance: `agent-${this.n}` }
  }

  /** Makes frames, and sends what was not sent yet. */
  make(count: number): void {
    this.spoken.made += count
    this.send()
  }

  get isThrough(): boolean {
    return this.spoken.durable === this.spoken.made
  }

  close(): void {
    this.socket.close()
  }

  private hello(): void {
    const { socket } = this
    this.spoken.connections++
    const hello = {
      protocol: 1,
      process: {
        ...this.process,
        boot: `boot-${this.n}`,
        pid: this.n + 1,
        host: 'load',
        runtime: 'bench',
        startedAtMs: this.startMs,
      },
      series: SERIES.map((name) => ({ name, kind: 'gauge', unit: 'count' })),
    }
    socket.timeout(ACK_WITHIN_MS).emit('hello', hello, (fault: unknown, ack: HelloAck) => {
      // A fault may also be that the connection went, and that comes back by itself.
      if (fault || !ack.ok) {
        if (socket.connected) this.comeBack()
      } else this.welcome(ack.frameAfter)
    })
  }

  private welcome(frameAfter: number): void {
    if (frameAfter < this.spoken.durable) this.spoken.forgotten++
    this.sentTo = frameAfter
    this.hears(frameAfter)
    this.send()
  }

  private comeBack(): void {
    this.socket.disconnect()
    this.socket.connect()
  }

  private send(): void {
    while (this.sentTo !== null && this.sentTo < this.spoken.made) {
      const from = this.sentTo + 1
      const to = Math.min(this.spoken.made, this.sentTo + FRAMES_A_MESSAGE)
      this.spoken.messages++
      this.spoken.again += Math.max(0, Math.min(to, this.everSentTo) - from + 1)
      this.everSentTo = Math.max(this.everSentTo, to)
      this.sentTo = to
      this.socket.emit('frames', { frames: this.frames(from, to) }, (ack: FramesAck) => {
        if (ack.ok) this.hears(ack.durable)
        else this.spoken.refused++
      })
    }
  }

  private hears(durable: number): void {
    this.spoken.durable = Math.max(this.spoken.durable, durable)
  }

  private frames(from: number, to: number): Frame[] {
    return Array.from({ length: to - from + 1 }, (_, row) => {
      const seq = from + row
      const values = SERIES.map((_, column) => valueOf(this.n, seq, column))
      return { seq, atMs: this.startMs + seq * 1_000, values }
    })
  }
}
