/**
 * A process with several agents, and something to watch: clients that come and go.
 *   node agent-host.cjs URL FIRST COUNT LIFE
 */
import { type Agent, tidemark } from '@tidemark/agent'
import { type AgentTold, BEAT, beatOf, type FromHost, type ToHost } from './steps'

const [url = '', ...numbers] = process.argv.slice(2)
const [first = 0, count = 0, life = 0] = numbers.map(Number)

let clockMs = 0
const realNow = Date.now.bind(Date)
Date.now = () => realNow() + clockMs

interface Slot {
  agent: Agent
  made: number
}

const clients = new Map<number, Buffer>()
let joined = 0

function startSlot(n: number): Slot {
  const agent = tidemark({ url, service: `soak-${n % 10}`, instance: `slot/${n}` })
  const slot: Slot = { agent, made: 0 }
  // Read once for each frame, and so the frame's own number. A counter: as anything else, it would be told of as growing in every life.
  agent.counter(BEAT, () => beatOf(life, ++slot.made))
  agent.clients('soak', clients, { max: 2_000 })
  agent.counter('load.requests', () => joined)
  return slot
}

const slots = Array.from({ length: count }, (_, at) => startSlot(first + at))

/** Some hundred clients at any time, each with some kilobytes, for ten seconds. */
setInterval(() => {
  for (let n = 0; n < 3; n++) clients.set(joined++, Buffer.alloc(4_096, joined))
  for (const id of clients.keys()) {
    if (clients.size <= 300) break
    clients.delete(id)
  }
}, 100)

function toldOf({ agent, made }: Slot): AgentTold {
  const { durableSeq, framesLost } = agent.stats()
  return { made, durable: durableSeq, lost: framesLost }
}

function tell(type: FromHost['type']): void {
  process.send?.({ type, agents: slots.map(toldOf) } satisfies FromHost)
}

const FLUSH_MS = 30_000
setInterval(() => tell('told'), 1_000)
process.on('message', (message: ToHost) => {
  if (message.type === 'clock') clockMs = message.byMs
  else
    void Promise.all(slots.map(({ agent }) => agent.stop(FLUSH_MS))).then(() => {
      tell('finished')
      process.disconnect()
      process.exit(0)
    })
})
process.on('disconnect', () => process.exit(0))
