/** What is done to a hub. Each is bounded in count and time, stops by itself, and answers what it met with. */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { connect, type Socket as Plain } from 'node:net'
import { join } from 'node:path'
import { io } from 'socket.io-client'
import { WebSocket } from 'ws'
import { framesOf, helloOf } from '../lib/hub/testing/test-agent'
import type { WatchAck } from '../lib/protocol/dashboard-wire'
import { type Delays, NO_DELAYS } from './judge'
import type { HubProcess } from './hub-process'

export interface AttackScene {
  hub: HubProcess
  data: string
  forMs: number
  /** 1: all of it. */
  scale: number
}

export interface Attack {
  name: string
  /** Open files of the hub. */
  openFiles?: number
  /** Its folder is a file system of its own, of so many bytes. */
  diskBytes?: number
  /** What it may add to the time that acknowledgements and views take, where it lasts `forMs`; nothing unless it says so. */
  delays?: (forMs: number) => Delays
  run(scene: AttackScene): Promise<string>
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
/** What it is compared with. */
export const QUIET = 'nothing'
/** Of a disk that refused, and how much later than the second in which that is its turn comes. */
const RETRY_MS = 1_000

const mb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`
const scaled = (count: number, scale: number) => Math.max(4, Math.round(count * scale))

export const ATTACKS: readonly Attack[] = [
  {
    name: QUIET,
    async run({ forMs }) {
      await sleep(forMs)
      return ''
    },
  },
  {
    name: '5,000 slow-loris connections',
    async run({ hub, forMs, scale }) {
      const crowd = new Crowd(hub.port, scaled(5_000, scale), 'GET /api/v1/processes HTTP/1.1\r\nHost: hub\r\nX-Slow: ')
      await crowd.stay(forMs, { drip: 'x' })
      return `${crowd.opened} opened, ${crowd.closed} of them closed by the hub`
    },
  },
  {
    name: '2,000 half-open handshakes',
    async run({ hub, forMs, scale }) {
      const upgrade =
        'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: hub\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n'
      // Half of them end within the head; the others are websockets that never say for which namespace.
      const half = new Crowd(hub.port, scaled(1_000, scale), upgrade)
      const mute = new Crowd(
        hub.port,
        scaled(1_000, scale),
        `${upgrade}Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
      )
      await Promise.all([half.stay(forMs), mute.stay(forMs)])
      return `${half.opened + mute.opened} opened, ${half.closed + mute.closed} of them closed by the hub`
    },
  },
  {
    name: 'viewers that never read',
    async run({ hub, forMs, scale }) {
      const { processes } = (await (await fetch(`${hub.url}/api/v1/processes`)).json()) as {
        processes: { id: string }[]
      }
      const sockets = Array.from({ length: scaled(20, scale) }, () => stuckViewer(hub, processes[0]?.id ?? ''))
      await sleep(forMs)
      for (const socket of sockets) socket.terminate()
      return `${sockets.length} of them, and ${await hub.metric('lost_items_total')} items let go`
    },
  },
  {
    name: '300 clients that ask for much and never read',
    async run({ hub, forMs, scale }) {
      const path = await muchToAskFor(hub, scale)
      const whole = (await (await fetch(`${hub.url}${path}`)).arrayBuffer()).byteLength
      const crowd = new Crowd(hub.port, scaled(300, scale), `GET ${path} HTTP/1.1\r\nHost: hub\r\n\r\n`, false)
      let peak = 0
      const looks = setInterval(() => (peak = Math.max(peak, hub.residentBytes())), 100)
      await crowd.stay(forMs)
      clearInterval(looks)
      const closed = await hub.metric('dropped_answers_total')
      return `${crowd.opened} asked for ${mb(whole)} each, ${closed} of them closed by the hub, which had ${mb(peak)} at most`
    },
  },
  {
    name: 'an agent with a million series names',
    async run({ hub, forMs, scale }) {
      const socket = io(`${hub.url}/agent`, { transports: ['websocket'], forceNew: true })
      await socket.emitWithAck('hello', helloOf({ service: 'hostile', boot: 'names' }))
      const untilMs = performance.now() + forMs
      const codes = new Map<string, number>()
      let names = 0
      for (; names < 1_000_000 * scale && performance.now() < untilMs; names += 1_000) {
        const first = names
        const series = Array.from({ length: 1_000 }, (_, n) => ({
          name: `s.${first + n}`,
          kind: 'gauge',
          unit: 'count',
        }))
        const answer = (await socket.timeout(10_000).emitWithAck('series', { series })) as {
          ok: boolean
          code?: string
        }
        const code = answer.ok ? 'ok' : (answer.code ?? '')
        codes.set(code, (codes.get(code) ?? 0) + 1)
      }
      await sleep(Math.max(0, untilMs - performance.now()))
      socket.close()
      return `${names} names: ${[...codes].map(([code, count]) => `${count} messages ${code}`).join(', ')}`
    },
  },
  {
    name: 'an agent in the year 2100',
    async run({ hub, forMs }) {
      const socket = io(`${hub.url}/agent`, { transports: ['websocket'], forceNew: true })
      await socket.emitWithAck('hello', helloOf({ service: 'hostile', boot: 'ahead' }))
      const untilMs = performance.now() + forMs
      const codes = new Map<string, number>()
      for (let seq = 1; performance.now() < untilMs; seq += 600) {
        const frames = framesOf(Date.UTC(2100, 0, 1), seq, seq + 599)
        const answer = (await socket.timeout(10_000).emitWithAck('frames', { frames })) as { code?: string }
        codes.set(answer.code ?? 'ok', (codes.get(answer.code ?? 'ok') ?? 0) + 600)
        await sleep(20)
      }
      socket.close()
      return [...codes].map(([code, count]) => `${count} frames ${code}`).join(', ')
    },
  },
  {
    name: 'a disk at 100 %',
    diskBytes: 48_000_000,
    // An acknowledgement says that a frame is on disk: it waits for room, and then for the next try.
    delays: (forMs) => ({ acks: { median: forMs / 2 + RETRY_MS, longest: forMs + RETRY_MS }, views: NO_DELAYS.views }),
    async run({ hub, data, forMs }) {
      const file = join(data, 'filler')
      const fd = openSync(file, 'w')
      for (let bytes = 1_048_576; bytes >= 512; bytes /= 4) writeUntilFull(fd, Buffer.alloc(bytes))
      closeSync(fd)
      await sleep(forMs)
      const { status } = await fetch(`${hub.url}/readyz`)
      rmSync(file)
      return `full for ${(forMs / 1_000).toFixed(0)} s, /readyz ${status} then; room again after it`
    },
  },
  {
    name: 'file descriptors at their limit',
    openFiles: 200,
    async run({ hub, forMs, scale }) {
      const crowd = new Crowd(
        hub.port,
        scaled(1_000, Math.max(scale, 0.4)),
        'GET /healthz HTTP/1.1\r\nHost: hub\r\n\r\n',
      )
      // However slow the machine is: who leaves before the hub came to his connection has not tried its limit.
      await crowd.stay(forMs, { untilMet: true })
      const errors = await hub.metric('accept_errors_total')
      const dropped = await hub.metric('dropped_connections_total')
      return `${crowd.opened} opened against a limit of 200 files, ${crowd.closed} closed, ${dropped} dropped, ${errors} accept errors; pages say: ${await turnedAway(hub)}`
    },
  },
]

/** What every page is told of connections that were turned away. */
async function turnedAway(hub: HubProcess): Promise<string> {
  const socket = io(`${hub.url}/dashboard`, { transports: ['websocket'], forceNew: true })
  const { refused } = (await socket.emitWithAck('watch', {})) as Extract<WatchAck, { ok: true }>
  socket.close()
  return refused.find(({ code }) => code === 'not_accepted')?.message ?? 'nothing'
}

/** Many connections that say the same, and then as good as nothing. */
class Crowd {
  opened = 0
  closed = 0
  private readonly sockets = new Set<Plain>()
  /** Those that the hub neither answered nor closed. */
  private readonly unmet = new Set<Plain>()

  constructor(
    private readonly port: number,
    private readonly count: number,
    private readonly text: string,
    private readonly reads = true,
  ) {}

  /** `drip`: sent once a second by each. `untilMet`: longer, at most by half a minute, until each was answered or closed. */
  async stay(forMs: number, { drip = '', untilMet = false } = {}): Promise<void> {
    const untilMs = performance.now() + forMs
    for (let n = 0; n < this.count; n++) {
      this.open()
      if (n % 50 === 49) await sleep(5)
    }
    while (performance.now() < untilMs) {
      await sleep(Math.min(1_000, Math.max(0, untilMs - performance.now())))
      if (drip) for (const socket of this.sockets) socket.write(drip)
    }
    if (untilMet) await this.allMet()
    for (const socket of this.sockets) socket.destroy()
  }

  private async allMet(): Promise<void> {
    const untilMs = performance.now() + 30_000
    while (this.unmet.size > 0 && performance.now() < untilMs) await sleep(50)
  }

  private open(): void {
    const socket = connect(this.port, '127.0.0.1')
    this.sockets.add(socket)
    this.unmet.add(socket)
    socket.once('connect', () => {
      this.opened++
      socket.write(this.text)
    })
    socket.on('error', () => undefined)
    if (this.reads) socket.on('data', () => this.unmet.delete(socket))
    else socket.pause()
    socket.once('close', () => {
      this.unmet.delete(socket)
      if (this.sockets.delete(socket)) this.closed++
    })
  }
}

/** Fills the history with a process of many numbers; answers where all of them are asked for. */
async function muchToAskFor(hub: HubProcess, scale: number): Promise<string> {
  const series = Array.from({ length: 100 }, (_, n) => ({
    name: `s.${n}`,
    kind: 'gauge' as const,
    unit: 'count' as const,
  }))
  const socket = io(`${hub.url}/agent`, { transports: ['websocket'], forceNew: true })
  const { process } = (await socket.emitWithAck('hello', helloOf({ service: 'large' }, series))) as { process: string }
  const startMs = Date.now() - 6 * 3_600_000
  for (let seq = 1; seq <= Math.max(600, 6_000 * scale); seq += 600)
    await socket.emitWithAck('frames', { frames: framesOf(startMs, seq, seq + 599, series.length) })
  socket.close()
  const names = series.map(({ name }) => `name=${name}`).join('&')
  return `/api/v1/processes/${process}/series?${names}&fromMs=0&toMs=100000000000000`
}

function stuckViewer(hub: HubProcess, process: string): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${hub.port}/socket.io/?EIO=4&transport=websocket`)
  socket.on('error', () => undefined)
  socket.on('message', (data: Buffer) => {
    const text = data.toString()
    if (text.startsWith('0')) socket.send('40/dashboard,')
    if (!text.startsWith('40/dashboard')) return
    socket.send(`42/dashboard,["watch",${JSON.stringify({ fleet: true, process })}]`)
    socket.pause()
  })
  return socket
}

function writeUntilFull(fd: number, piece: Buffer): void {
  try {
    for (;;) writeSync(fd, piece)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
}
