// One program that is measured: `node bench/agent-target.mjs CASE LOAD HUB_URL WARM_UP_S MEASURED_S`, told to the parent as one message.
//   CASE   bare · agent · inside (the agent with all that looks inside but snapshots) · prom · floor          LOAD   idle (holds 165 MB of heap) · small · busy (allocates without end)
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const [kind, load, hubUrl, warmUpS, measuredS] = process.argv.slice(2)
const require = createRequire(import.meta.url)
const GAUGES = 18
const HEAP_BYTES = 165_000_000

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')

// 18 sizes, so that the agent, with 12 of its own, reports 30 series.
const maps = Array.from({ length: GAUGES }, (_, index) => new Map([[index, index]]))
const held = []
if (load === 'idle') {
  while (getHeapStatistics().used_heap_size < HEAP_BYTES) {
    for (let count = 0; count < 10_000; count++) held.push({ id: count, name: `entry ${count}`, next: [count] })
  }
}
collect()
await sleep(500)
collect()

const CASES = {
  bare: () => 0,
  agent() {
    const { tidemark } = require('../agent/dist/index.cjs')
    const agent = tidemark({ url: hubUrl, service: 'bench', instance: `${load}/0` })
    maps.forEach((map, index) => agent.pool(`map_${index}`, map, { max: 1_000 }))
    return 0
  },
  inside() {
    const { tidemark } = require('../agent/dist/index.cjs')
    const agent = tidemark({ url: hubUrl, service: 'inside', instance: `${load}/0`, allow: { heapProfile: 'always' } })
    maps.forEach((map, index) => agent.pool(`map_${index}`, map, { max: 1_000 }))
    // More than is looked at in one asking, with sizes of the program's own; and a list whose sizes are estimated.
    const sockets = new Map(
      Array.from({ length: 5_000 }, (_, at) => [at, { id: at, written: at * 10, since: Date.now() }]),
    )
    const jobs = Array.from({ length: 500 }, (_, at) => ({
      name: `job ${at}`,
      parts: [at, `part ${at}`],
      done: new Set([at]),
    }))
    // Lists are held weakly: the program's own hold is what keeps them.
    held.push(sockets, jobs)
    agent.entities('sockets', sockets, {
      id: (_socket, key) => key,
      bytes: ({ written }) => written,
      ageMs: ({ since }) => Date.now() - since,
      label: ({ id }) => `socket ${id}`,
    })
    agent.entities('jobs', jobs, { id: ({ name }) => name })
    return 0
  },
  async prom() {
    const { collectDefaultMetrics, Gauge, register } = require('prom-client')
    collectDefaultMetrics()
    for (const [index, map] of maps.entries()) {
      const gauge = new Gauge({ name: `map_${index}`, help: 'size', collect: () => gauge.set(map.size) })
    }
    const server = createServer((_request, response) => {
      register.metrics().then(
        (text) => response.end(text),
        (error) => response.destroy(error),
      )
    })
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    return server.address().port
  },
  floor() {
    const { io } = require('socket.io-client')
    const socket = io(`${hubUrl}/floor`, { transports: ['websocket'] })
    setInterval(() => {
      const { rss, heapUsed, heapTotal, external, arrayBuffers } = process.memoryUsage()
      socket.emit('values', [
        Date.now(),
        rss,
        heapUsed,
        heapTotal,
        external,
        arrayBuffers,
        ...maps.map(({ size }) => size),
      ])
    }, 1_000)
    return 0
  },
}

/** Some 300 MB a second of objects that die young, a few of which live for a while. */
function allocateWithoutEnd() {
  const recent = Array.from({ length: 5_000 }, () => null)
  let at = 0
  setInterval(() => {
    for (let count = 0; count < 20_000; count++) {
      const made = { id: count, parts: [count, count + 1], name: `n${count}` }
      if (count % 50 === 0) recent[at++ % recent.length] = made
    }
  }, 10)
}

// The rise from here on: how much a heap of 165 MB takes differs from run to run by more than any case adds.
const rssBefore = process.memoryUsage.rss()
const port = await CASES[kind]()
process.send({ port })
if (load === 'busy') allocateWithoutEnd()
// The bare program has nothing to do, and must live on none the less.
process.on('message', () => {})
await sleep(Number(warmUpS) * 1_000)
const cpuBefore = process.cpuUsage()
const startedAt = performance.now()
await sleep(Number(measuredS) * 1_000)
const cpu = process.cpuUsage(cpuBefore)
const seconds = (performance.now() - startedAt) / 1_000
process.send({
  cpuMsPerS: (cpu.user + cpu.system) / 1_000 / seconds,
  rssRiseMb: (process.memoryUsage.rss() - rssBefore) / 1e6,
  held: held.length,
})
process.disconnect()
process.exit()
