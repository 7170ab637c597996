/** Honest agents, a viewer and somebody who asks over HTTP: what they notice of what goes on beside them. */
import { io, type Socket } from 'socket.io-client'
import { helloOf } from '../lib/hub/testing/test-agent'
import type { FramesAck, HelloAck } from '../lib/protocol/agent-wire'
import type { LiveBatch } from '../lib/protocol/dashboard-wire'
import type { SeriesPoints } from '../lib/protocol/http-api'

export interface Noticed {
  /** From a frame's send to the answer that it is on disk. */
  ackMs: number[]
  /** From a frame's send to its arrival at the viewer. */
  viewMs: number[]
  askMs: number[]
  askFaults: number
  /** Connections that were lost and had to be made again. */
  cuts: number
}

const SEND_EVERY_MS = 250
const ASK_EVERY_MS = 500
const ASK_WITHIN_MS = 20_000

class HonestAgent {
  readonly socket: Socket
  process = ''
  sent = 0
  private readonly unkept = new Map<number, { atMs: number; sentMs: number }>()
  private timer: NodeJS.Timeout | undefined

  constructor(
    url: string,
    private readonly name: string,
    private readonly noticed: () => Noticed,
  ) {
    this.socket = io(`${url}/agent`, {
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 200,
      reconnectionDelayMax: 500,
    })
    this.socket.on('disconnect', () => noticed().cuts++)
  }

  /** Resolves after the first hello. */
  async start(): Promise<void> {
    const hello = helloOf({ service: 'honest', instance: this.name, boot: 'honest' })
    await new Promise<void>((resolve) => {
      this.socket.on('connect', () => {
        this.socket.emit('hello', hello, (ack: HelloAck) => {
          if (!ack.ok) return
          this.process = ack.process
          for (const [seq, { atMs }] of this.unkept) this.send(seq, atMs)
          resolve()
        })
      })
    })
    this.timer = setInterval(() => {
      const seq = ++this.sent
      const atMs = Date.now()
      this.unkept.set(seq, { atMs, sentMs: performance.now() })
      if (this.socket.connected) this.send(seq, atMs)
    }, SEND_EVERY_MS)
  }

  private send(seq: number, atMs: number): void {
    this.socket.emit('frames', { frames: [{ seq, atMs, values: [seq, seq] }] }, (ack: FramesAck) => {
      if (!ack.ok) return
      for (const [kept, { sentMs }] of this.unkept) {
        if (kept > ack.durable) continue
        this.noticed().ackMs.push(performance.now() - sentMs)
        this.unkept.delete(kept)
      }
    })
  }

  /** No more frames; resolves once all are on disk, or the time is over. */
  async settle(withinMs: number): Promise<void> {
    clearInterval(this.timer)
    const untilMs = performance.now() + withinMs
    while (this.unkept.size > 0 && performance.now() < untilMs) await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

export class Honest {
  noticed = nothing()
  private readonly agents: HonestAgent[]
  private readonly viewer: Socket
  private asking: NodeJS.Timeout | undefined

  constructor(
    private readonly url: string,
    agents: number,
  ) {
    this.agents = Array.from({ length: agents }, (_, n) => new HonestAgent(url, `slot/${n}`, () => this.noticed))
    this.viewer = io(`${url}/dashboard`, { transports: ['websocket'], forceNew: true })
    this.viewer.on('disconnect', () => this.noticed.cuts++)
  }

  async start(): Promise<void> {
    await Promise.all(this.agents.map((agent) => agent.start()))
    const [watched] = this.agents
    this.viewer.on('live', ({ items }: LiveBatch) => {
      for (const item of items)
        if (item.type === 'frames')
          for (const [, atMs] of item.frames) this.noticed.viewMs.push(Math.max(0, Date.now() - (atMs ?? 0)))
    })
    await this.viewer.emitWithAck('watch', { fleet: true, process: watched?.process })
    this.asking = setInterval(() => void this.ask(), ASK_EVERY_MS)
  }

  /** What was noticed from the begin, or since this was asked last. */
  take(): Noticed {
    const { noticed } = this
    this.noticed = nothing()
    return noticed
  }

  /** Ends, and answers how many frames were sent and how many of them the hub does not have. */
  async end(withinMs = 20_000): Promise<{ sent: number; lost: number }> {
    clearInterval(this.asking)
    await Promise.all(this.agents.map((agent) => agent.settle(withinMs)))
    let [sent, lost] = [0, 0]
    for (const agent of this.agents) {
      const query = 'name=memory.rss&fromMs=0&toMs=100000000000000'
      const response = await fetch(`${this.url}/api/v1/processes/${agent.process}/series?${query}`)
      const { series } = (await response.json()) as { series: SeriesPoints[] }
      const there = new Set((series[0]?.points ?? []).map(([, value]) => value))
      sent += agent.sent
      for (let seq = 1; seq <= agent.sent; seq++) if (!there.has(seq)) lost++
      agent.socket.close()
    }
    this.viewer.close()
    return { sent, lost }
  }

  /** On a connection of its own, as somebody who comes now. */
  private async ask(): Promise<void> {
    const { noticed } = this
    const startMs = performance.now()
    try {
      const signal = AbortSignal.timeout(ASK_WITHIN_MS)
      const response = await fetch(`${this.url}/api/v1/processes`, { signal, headers: { connection: 'close' } })
      await response.arrayBuffer()
      if (!response.ok) noticed.askFaults++
      else noticed.askMs.push(performance.now() - startMs)
    } catch {
      noticed.askFaults++
    }
  }
}

function nothing(): Noticed {
  return { ackMs: [], viewMs: [], askMs: [], askFaults: 0, cuts: 0 }
}
