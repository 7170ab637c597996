// Many agents in one process, for bench/hub.mjs: the wire by hand over plain websockets, so that this side stays cheap.
//   node bench/hub-agents.mjs URL AGENTS SERIES SECONDS
// Tells its parent when all are connected, and at the end what was sent, what was acknowledged and how long that took.
import { performance } from 'node:perf_hooks'
import { WebSocket } from 'ws'
import { seriesOf } from './hub-series.mjs'

const [url, agentCount, seriesCount, seconds] = [process.argv[2], ...process.argv.slice(3).map(Number)]
const JOIN_AT_A_TIME = 100

const { declarations: series, levels } = seriesOf(seriesCount)
const ackMs = []
let sent = 0
let durable = 0
let refused = 0

class Agent {
  constructor(n) {
    this.n = n
    this.seq = 0
    this.lastAck = 0
    this.sentAt = new Map()
    this.values = levels.map((level) => level + n)
  }

  join() {
    return new Promise((resolve, reject) => {
      this.socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
      this.socket.on('error', reject)
      this.socket.on('close', () => reject(new Error(`the connection of agent ${this.n} closed`)))
      this.socket.on('message', (/** @type {Buffer} */ data) => this.take(data.toString(), resolve))
    })
  }

  take(packet, joined) {
    if (packet === '2') this.socket.send('3')
    else if (packet.startsWith('0')) this.socket.send('40/agent,')
    else if (packet.startsWith('40/agent,')) this.hello()
    else {
      const ack = /^43\/agent,(\d+)\[(.*)\]$/su.exec(packet)
      if (ack) this.takeAck(ack, joined)
    }
  }

  takeAck(ack, joined) {
    const answer = JSON.parse(ack[2])
    if (!answer.ok) {
      refused++
      console.error(answer.message)
    }
    const id = Number(ack[1])
    if (id === 0) {
      joined()
      return
    }
    ackMs.push(performance.now() - this.sentAt.get(id))
    this.sentAt.delete(id)
    this.lastAck = Math.max(this.lastAck, answer.durable ?? 0)
  }

  hello() {
    const process = {
      service: `service-${this.n % 50}`,
      instance: `host/${this.n}`,
      boot: `boot-${this.n}`,
      pid: this.n,
      host: 'host',
      runtime: 'node',
      startedAtMs: Date.now() - 5_000,
    }
    this.socket.send(`42/agent,0["hello",${JSON.stringify({ protocol: 1, process, series })}]`)
  }

  /** One frame: numbers that wander, as real ones do. */
  send() {
    this.seq++
    for (let column = 0; column < this.values.length; column++) {
      const step = Math.max(1, Math.floor((levels[column] ?? 0) / 200))
      this.values[column] = Math.max(0, this.values[column] + Math.floor(Math.random() * (2 * step + 1)) - step)
    }
    const frame = `{"seq":${this.seq},"atMs":${Date.now()},"values":[${this.values.join(',')}]}`
    this.sentAt.set(this.seq, performance.now())
    this.socket.send(`42/agent,${this.seq}["frames",{"frames":[${frame}]}]`)
    sent++
  }
}

const agents = Array.from({ length: agentCount }, (_, n) => new Agent(n))
for (let at = 0; at < agents.length; at += JOIN_AT_A_TIME) {
  await Promise.all(agents.slice(at, at + JOIN_AT_A_TIME).map((agent) => agent.join()))
}
process.send({ type: 'joined' })

// Spread over the second, as agents that started at different times are.
const TICK_MS = 20
const startedAt = performance.now()
let due = 0
await new Promise((resolve) => {
  const timer = setInterval(() => {
    const elapsed = performance.now() - startedAt
    const wanted = Math.min(Math.floor((elapsed / 1000) * agentCount), seconds * agentCount)
    for (; due < wanted; due++) agents[due % agentCount].send()
    if (due < seconds * agentCount) return
    clearInterval(timer)
    resolve()
  }, TICK_MS)
})
process.send({ type: 'sent' })
while (agents.some((agent) => agent.sentAt.size > 0)) await new Promise((resolve) => setTimeout(resolve, 50))
for (const agent of agents) durable += agent.lastAck
ackMs.sort((a, b) => a - b)
const at = (share) => ackMs[Math.min(ackMs.length - 1, Math.floor(ackMs.length * share))]
process.send({ type: 'done', sent, durable, refused, ack: { p50: at(0.5), p95: at(0.95), max: at(1) } })
process.on('message', () => process.exit(0))
