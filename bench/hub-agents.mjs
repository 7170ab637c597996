// Many agents in one process, for bench/hub.mjs: the wire by hand over plain websockets, so that this side stays cheap.
//   node bench/hub-agents.mjs URL AGENTS SERIES SECONDS
// Tells its parent when all are connected, at the end what was sent, what was acknowledged and how long that took, and on
// request whether what the hub gives back of some processes is what they sent, each frame once.
import { performance } from 'node:perf_hooks'
import { WebSocket } from 'ws'
import { Histogram, LateSeconds } from './hub-histogram.mjs'
import { seriesOf } from './hub-series.mjs'

const [url, agentCount, seriesCount, seconds] = [process.argv[2], ...process.argv.slice(3).map(Number)]
const JOIN_AT_A_TIME = 100
const LATE_MS = 2_000
/** Frames of so many agents are remembered, to be compared with what the hub kept. */
const COMPARED = 50
const COMPARED_COLUMN = 1
/** Messages of one agent that may be on their way; more would be late beyond telling. */
const ON_THE_WAY = 64

const { declarations: series, levels } = seriesOf(seriesCount)
const isPending = series.map(({ kind }) => kind === 'pending')
const steps = levels.map((level) => Math.max(1, Math.floor(level / 200)))
const acks = new Histogram()
const lateSeconds = new LateSeconds()
/** How late this side was with its frames, which is no fault of the hub. */
const behind = new Histogram()
let sent = 0
let refused = 0

class Agent {
  seq = 0
  durable = 0
  waiting = 0
  process = ''
  /** `[atMs, value]` of each frame, where this one is compared. */
  sentFrames = null
  #sentAtMs = new Float64Array(ON_THE_WAY)

  constructor(n) {
    this.n = n
    // Apart from each other, and below the max of what has one: a fleet that is at its limits all over is another bench.
    this.values = levels.map((level) => level + (n % 100))
    if (n % Math.ceil(agentCount / COMPARED) === 0) this.sentFrames = []
  }

  join() {
    return new Promise((resolve, reject) => {
      this.socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
        perMessageDeflate: false,
      })
      this.socket.on('error', reject)
      this.socket.on('close', () => reject(new Error(`the connection of agent ${this.n} closed`)))
      this.socket.on('message', (/** @type {Buffer} */ data) => this.take(data.toString(), resolve))
    })
  }

  take(packet, joined) {
    if (packet === '2') this.socket.send('3')
    else if (packet.startsWith('0')) this.socket.send('40/agent,')
    else if (packet.startsWith('40/agent,')) this.hello()
    else if (packet.startsWith('43/agent,')) {
      const body = packet.indexOf('[')
      this.takeAck(Number(packet.slice(9, body)), JSON.parse(packet.slice(body))[0], joined)
    }
  }

  takeAck(id, answer, joined) {
    if (!answer.ok) {
      refused++
      console.error(answer.message)
    }
    if (id === 0) {
      this.process = answer.process
      joined()
      return
    }
    const now = performance.now()
    const tookMs = now - this.#sentAtMs[id % ON_THE_WAY]
    acks.add(tookMs)
    if (tookMs > LATE_MS) lateSeconds.add(Math.floor((now - startedAt) / 1000))
    this.waiting--
    this.durable = Math.max(this.durable, answer.durable ?? 0)
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

  /**
   * One frame: numbers that wander, as real ones do, and calls that come back. In one process of a hundred they do not, so that
   * rules and alerts have something to say.
   */
  send() {
    const { values } = this
    this.seq++
    for (let column = 0; column < values.length; column++) {
      if (isPending[column] && this.n % 100 !== 0) {
        values[column] = Math.floor(Math.random() * Math.random() * levels[column])
        continue
      }
      const step = steps[column]
      const moved = values[column] + Math.floor(Math.random() * (2 * step + 1)) - step
      values[column] = moved < 0 ? 0 : moved
    }
    const atMs = Date.now()
    this.sentFrames?.push([atMs, values[COMPARED_COLUMN]])
    this.#sentAtMs[this.seq % ON_THE_WAY] = performance.now()
    this.waiting++
    sent++
    this.socket.send(
      `42/agent,${this.seq}["frames",{"frames":[{"seq":${this.seq},"atMs":${atMs},"values":[${values.join(',')}]}]}]`,
    )
  }

  /** What is wrong with what the hub kept of this process; `null`: nothing. */
  async fault() {
    const name = encodeURIComponent(series[COMPARED_COLUMN].name)
    const [from, to] = [this.sentFrames[0][0], this.sentFrames.at(-1)[0]]
    const answer = await fetch(`${url}/api/v1/processes/${this.process}/series?name=${name}&fromMs=${from}&toMs=${to}`)
    const { points } = (await answer.json()).series[0]
    if (points.length !== this.sentFrames.length) return `${points.length} of ${this.sentFrames.length} frames`
    const differs = points.findIndex(([atMs, value], at) => {
      const [sentAtMs, sentValue] = this.sentFrames[at]
      return atMs !== sentAtMs || value !== sentValue
    })
    return differs < 0 ? null : `frame ${differs} differs`
  }
}

let startedAt = 0
const agents = Array.from({ length: agentCount }, (_, n) => new Agent(n))
const joinFrom = performance.now()
for (let at = 0; at < agents.length; at += JOIN_AT_A_TIME) {
  await Promise.all(agents.slice(at, at + JOIN_AT_A_TIME).map((agent) => agent.join()))
}
process.send({ type: 'joined', ms: performance.now() - joinFrom })

process.on('message', (question) => {
  if (question === 'end') process.exit(0)
  if (question === 'compare') void compare()
})

async function compare() {
  const compared = agents.filter(({ sentFrames }) => sentFrames !== null)
  const faults = []
  for (const agent of compared) {
    const fault = await agent.fault()
    if (fault !== null) faults.push(`${agent.process}: ${fault}`)
  }
  process.send({ type: 'compared', compared: compared.length, faults })
}

// Spread over the second, as agents that started at different times are.
const TICK_MS = 10
startedAt = performance.now()
let due = 0
await new Promise((resolve) => {
  const timer = setInterval(() => {
    const elapsed = performance.now() - startedAt
    const wanted = Math.min(Math.floor((elapsed / 1000) * agentCount), seconds * agentCount)
    if (wanted > due) behind.add(elapsed - (due * 1000) / agentCount)
    for (; due < wanted; due++) agents[due % agentCount].send()
    if (due < seconds * agentCount) return
    clearInterval(timer)
    resolve()
  }, TICK_MS)
})
process.send({ type: 'sent' })
const patientUntil = performance.now() + 20_000
while (agents.some(({ waiting }) => waiting > 0) && performance.now() < patientUntil) {
  await new Promise((resolve) => setTimeout(resolve, 50))
}
const durable = agents.reduce((sum, agent) => sum + agent.durable, 0)
process.send({
  type: 'done',
  sent,
  durable,
  refused,
  ack: acks.read(),
  late: acks.above(LATE_MS),
  lateSeconds: lateSeconds.read(),
  behindMs: behind.read().max,
})
