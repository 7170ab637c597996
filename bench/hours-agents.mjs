// Agents whose seconds pass as fast as those of the hub, for bench/hours.mjs: the wire by hand over plain websockets.
//   node --require hours-clock.cjs bench/hours-agents.mjs URL AGENTS SERIES UNTIL_MS
// Each sends what its last seconds brought before the hub would call it stale. Tells its parent once all have joined, and at
// the end what was sent and what was acknowledged.
import { WebSocket } from 'ws'
import { seriesOf } from './hub-series.mjs'

const [url, count, seriesCount, untilMs] = [process.argv[2], ...process.argv.slice(3).map(Number)]
const FRAMES_A_MESSAGE = 4
const MOST_A_MESSAGE = 600
/** Messages of one agent that are not acknowledged: the hub is full, and the next one waits. */
const ON_THE_WAY = 40
const { declarations, levels } = seriesOf(seriesCount)
const steps = levels.map((level) => Math.max(1, Math.floor(level / 200)))
let refused = 0

class Agent {
  seq = 0
  durable = 0
  waiting = 0
  #ack = 0

  constructor(n) {
    this.n = n
    this.values = [...levels]
    this.nextAtMs = Date.now() + Math.floor((n * 1_000) / count)
  }

  join() {
    return new Promise((resolve, reject) => {
      this.socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
      this.socket.on('error', reject)
      this.socket.on('close', () => reject(new Error(`the connection of agent ${this.n} closed`)))
      this.socket.on('message', (/** @type {Buffer} */ data) => this.#take(data.toString(), resolve))
    })
  }

  #take(packet, joined) {
    if (packet === '2') this.socket.send('3')
    else if (packet.startsWith('0')) this.socket.send('40/agent,')
    else if (packet.startsWith('40/agent,')) this.#hello()
    else if (packet.startsWith('43/agent,')) {
      const [answer] = JSON.parse(packet.slice(packet.indexOf('[')))
      if (!answer.ok) {
        refused++
        console.error(answer.message)
      }
      if (answer.process) joined()
      else {
        this.waiting--
        this.durable = Math.max(this.durable, answer.durable ?? 0)
      }
    }
  }

  #hello() {
    const process = {
      service: `service-${this.n % 20}`,
      instance: `host/${this.n}`,
      boot: `boot-${this.n}`,
      pid: this.n + 1,
      host: 'host',
      runtime: 'node',
      startedAtMs: Date.now() - 1_000,
    }
    this.#emit('hello', { protocol: 1, process, series: declarations })
  }

  /** Sends what has come due since the last time. */
  pass(nowMs) {
    if (nowMs - this.nextAtMs < (FRAMES_A_MESSAGE - 1) * 1_000 || this.waiting >= ON_THE_WAY) return
    const frames = []
    for (; this.nextAtMs <= nowMs && frames.length < MOST_A_MESSAGE; this.nextAtMs += 1_000) frames.push(this.#frame())
    this.waiting++
    this.#emit('frames', { frames })
  }

  #frame() {
    const { values } = this
    for (let column = 0; column < values.length; column++) values[column] = this.#next(column)
    return { seq: ++this.seq, atMs: this.nextAtMs, values }
  }

  /** Counters rise; everything else wanders about its level and comes back to it. */
  #next(column) {
    const step = steps[column]
    const moved = Math.floor(Math.random() * (2 * step + 1)) - step
    if (declarations[column].kind === 'counter') return this.values[column] + Math.abs(moved)
    const home = Math.round((levels[column] - this.values[column]) / 50)
    return Math.max(0, this.values[column] + moved + home)
  }

  #emit(event, body) {
    this.socket.send(`42/agent,${this.#ack++}${JSON.stringify([event, body])}`)
  }
}

const agents = Array.from({ length: count }, (_, n) => new Agent(n))
await Promise.all(agents.map((agent) => agent.join()))
process.send({ type: 'joined' })
await new Promise((resolve) => {
  const timer = setInterval(() => {
    const nowMs = Math.min(Date.now(), untilMs)
    for (const agent of agents) agent.pass(nowMs)
    if (nowMs < untilMs || agents.some(({ waiting }) => waiting > 0)) return
    clearInterval(timer)
    resolve()
  }, 10)
})
const sum = (field) => agents.reduce((total, agent) => total + agent[field], 0)
process.send({ type: 'done', sent: sum('seq'), durable: sum('durable'), refused })
process.once('message', () => process.exit(0))
