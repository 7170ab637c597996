#!/usr/bin/env node
// What agents cost the hub: `node bench/hub.mjs [--agents 100,500,2000] [--series 30] [--seconds 30]`.
// The built hub with durable acknowledgements, rules and growth on and one viewer of the fleet; the agents run in another
// process. CPU is that of the whole hub, its history's thread included, as the system counts it.
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { io } from 'socket.io-client'
import { buildParts } from '../scripts/build.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const { values } = parseArgs({
  options: {
    agents: { type: 'string', default: '100,500,2000' },
    series: { type: 'string', default: '30' },
    seconds: { type: 'string', default: '30' },
  },
})
const WARM_UP_S = 5

await buildParts(['programs'])
const results = []
for (const count of values.agents.split(',').map(Number)) results.push(await measure(count))
report(results)

async function measure(agents) {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-bench-'))
  const program = join(here, '..', 'dist', 'cli', 'tidemark.cjs')
  const hub = spawn(process.execPath, [program, 'start', '--port', '0', '--data', folder], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, TIDEMARK_MAX_AGENTS: String(agents + 10) },
  })
  const [line] = await once(hub.stdout, 'data')
  const url = /http:\S+/u.exec(String(line))[0]
  const emptyRss = rssOf(hub.pid)
  const viewer = io(`${url}/dashboard`, { transports: ['websocket'] })
  let liveItems = 0
  viewer.on('live', ({ items }) => (liveItems += items.length))
  await viewer.emitWithAck('watch', { fleet: true })
  const seconds = Number(values.seconds)
  const load = fork(join(here, 'hub-agents.mjs'), [url, agents, values.series, seconds + WARM_UP_S].map(String))
  await message(load, 'joined')
  const connectedRss = rssOf(hub.pid)
  await new Promise((resolve) => setTimeout(resolve, WARM_UP_S * 1000))
  const cpuBefore = cpuMsOf(hub.pid)
  const startedAt = performance.now()
  await message(load, 'sent')
  const cpuMs = cpuMsOf(hub.pid) - cpuBefore
  const wallMs = performance.now() - startedAt
  const rss = rssOf(hub.pid)
  const done = await message(load, 'done')
  const metrics = await (await fetch(`${url}/metrics`)).text()
  const taken = Number(/^tidemark_hub_frames_total (\d+)$/mu.exec(metrics)[1])
  load.send('end')
  viewer.close()
  hub.kill('SIGTERM')
  await once(hub, 'exit')
  rmSync(folder, { recursive: true, force: true })
  const frames = (wallMs / 1000) * agents
  return {
    agents,
    ...done,
    taken,
    liveItems,
    cpu: cpuMs / wallMs,
    perFrame: (cpuMs * 1000) / frames,
    emptyRss,
    connectedRss,
    rss,
  }
}

function message(child, type) {
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('the agents ended early')))
    child.on('message', (came) => {
      if (came.type === type) resolve(came)
    })
  })
}

/** User and system time of all threads, in ms; from /proc, so Linux only. */
function cpuMsOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

function rssOf(pid) {
  return Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024
}

function report(all) {
  console.log(`\nhub, ${values.series} series at 1 Hz, ${values.seconds} s, one viewer of the fleet\n`)
  console.log('agents   CPU of a core   µs a frame   RSS MB   kB a process   ack p50/p95/max ms   sent = durable')
  for (const one of all) {
    const perProcess = ((one.rss - one.emptyRss) * 1024) / one.agents
    const isWhole = one.sent === one.durable && one.sent === one.taken && one.refused === 0
    const cells = [
      String(one.agents).padEnd(8),
      `${(one.cpu * 100).toFixed(1)} %`.padEnd(15),
      one.perFrame.toFixed(0).padEnd(12),
      one.rss.toFixed(0).padEnd(8),
      perProcess.toFixed(0).padEnd(14),
      [one.ack.p50, one.ack.p95, one.ack.max]
        .map((ms) => ms.toFixed(0))
        .join('/')
        .padEnd(20),
      `${one.sent} ${isWhole ? 'yes' : `NO: durable ${one.durable}, taken ${one.taken}, refused ${one.refused}`}`,
    ]
    console.log(cells.join(' '))
  }
}
