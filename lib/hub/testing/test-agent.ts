/** Anybody's agent: a plain socket.io client that speaks the wire, for tests. */
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client'
import type { Frame, FramesAck, Hello, HelloAck, PlainAck, SeriesDeclaration } from '../../protocol/agent-wire'

export const TWO_SERIES: SeriesDeclaration[] = [
  { name: 'memory.rss', kind: 'memory', unit: 'bytes' },
  { name: 'pool.mesh', kind: 'pool', unit: 'count', max: 1_000 },
]

export function helloOf(over: Partial<Hello['process']> = {}, series: SeriesDeclaration[] = TWO_SERIES): Hello {
  return {
    protocol: 1,
    process: {
      service: 'gateway',
      instance: 'host-a/0',
      boot: 'boot-1',
      pid: 4711,
      host: 'host-a',
      runtime: 'node v20.20.2',
      startedAtMs: Date.now() - 60_000,
      ...over,
    },
    series,
  }
}

export class TestAgent {
  readonly socket: Socket
  /** Why the connection was closed, once it was. */
  readonly closed: Promise<string>

  constructor(address: string, options: Partial<ManagerOptions & SocketOptions> = {}) {
    this.socket = io(`${address}/agent`, { transports: ['websocket'], reconnection: false, forceNew: true, ...options })
    this.closed = new Promise((resolve) => this.socket.once('disconnect', resolve))
  }

  connected(): Promise<void> {
    return this.socket.connected
      ? Promise.resolve()
      : new Promise((resolve) => this.socket.once('connect', () => resolve()))
  }

  /** Any message, as wrong as it may be. */
  say(event: string, ...payload: unknown[]): Promise<{ ok: boolean; code?: string; message?: string }> {
    return this.socket.emitWithAck(event, ...payload) as Promise<{ ok: boolean }>
  }

  hello(hello: Hello = helloOf()): Promise<HelloAck> {
    return this.socket.emitWithAck('hello', hello) as Promise<HelloAck>
  }

  frames(...frames: Frame[]): Promise<FramesAck> {
    return this.socket.emitWithAck('frames', { frames }) as Promise<FramesAck>
  }

  series(series: SeriesDeclaration[]): Promise<PlainAck> {
    return this.socket.emitWithAck('series', { series }) as Promise<PlainAck>
  }

  close(): void {
    this.socket.close()
  }
}

/** Frames `from` to `to`, a second apart, with values that tell which they are. */
export function framesOf(startMs: number, from: number, to: number, width = 2): Frame[] {
  return Array.from({ length: to - from + 1 }, (_, n) => {
    const seq = from + n
    return { seq, atMs: startMs + seq * 1_000, values: Array.from({ length: width }, (_, column) => seq * 10 + column) }
  })
}
