#!/usr/bin/env node
// What agents cost the hub, beside a bare socket.io server under the same load.
//   node bench/hub.mjs [--agents 2000,10000] [--series 30] [--seconds 60] [--floor-seconds 20] [--program FILE]
//   node bench/hub.mjs --full        the last of the cases for ten minutes
// The built hub with durable acknowledgements, rules and growth on and one viewer of the fleet. Hub and agents are two
// processes, each on a core of its own where the system can pin them. CPU is that of the whole hub, its history's thread
// included, as the kernel counts it: wall time says nothing on a machine with other work.
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { io } from 'socket.io-client'
import { buildParts } from '../scripts/build.mjs'
import { Histogram, LateSeconds } from './hub-histogram.mjs'
import { cpuBetween, cpuMsOf, loadNow, memoryOf, pinned } from './hub-meter.mjs'
import { report } from './hub-report.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const { values } = parseArgs({
  options: {
    agents: { type: 'string', default: '2000,10000' },
    series: { type: 'string', default: '30' },
    seconds: { type: 'string', default: '60' },
    'floor-seconds': { type: 'string', default: '20' },
    full: { type: 'boolean', default: false },
    program: { type: 'string' },
  },
})
const WARM_UP_S = 8
const LATE_MS = 2_000
const FULL_S = 600
const [HUB_CORE, LOAD_CORE] = [1, 0]

if (values.program === undefined) await buildParts(['programs'])
const program = values.program ?? join(here, '..', 'dist', 'cli', 'tidemark.cjs')
const counts = values.agents.split(',').map(Number)
const results = []
for (const [at, agents] of counts.entries()) {
  const seconds = values.full && at === counts.length - 1 ? FULL_S : Number(values.seconds)
  const floorSeconds = Number(values['floor-seconds'])
  const floor = floorSeconds > 0 ? await measureFloor(agents, floorSeconds) : null
  results.push({ ...(await measureHub(agents, seconds)), floor })
}
process.exitCode = report(results, values.series) ? 0 : 1

async function measureFloor(agents, seconds) {
  const server = await start([join(here, 'hub-floor.mjs')])
  const { load, joined, spent } = await underLoad(server, agents, seconds)
  await ended(load)
  await server.stop()
  return { ...spent, rss: spent.memory.rss, emptyRss: server.emptyRss, joinMs: joined.ms }
}

async function measureHub(agents, seconds) {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-bench-'))
  const hub = await start([program, 'start', '--port', '0', '--data', folder], {
    TIDEMARK_MAX_AGENTS: String(agents + 10),
  })
  try {
    const viewer = await watchFleet(hub.url)
    // The loop's delay is told since the last time that somebody asked.
    const begin = { joined: () => void metricsOf(hub.url), warm: () => viewer.begin() }
    const { load, joined, spent, done } = await underLoad(hub, agents, seconds, begin)
    const live = viewer.end()
    const metrics = await metricsOf(hub.url)
    load.send('compare')
    const compared = await message(load, 'compared')
    await ended(load)
    return {
      agents,
      seconds,
      emptyRss: hub.emptyRss,
      joined,
      ...spent,
      ...done,
      live,
      metrics,
      compared,
      lateMs: LATE_MS,
    }
  } finally {
    await hub.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Starts a program on the hub's core; it says its address in its first line. */
async function start(args, env = {}) {
  const [command, all] = pinned(HUB_CORE, args)
  const child = spawn(command, all, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { TIDEMARK_LOG: 'warn', ...process.env, ...env },
  })
  const [line] = await once(child.stdout, 'data')
  const stop = async () => {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
  }
  return { pid: child.pid, url: /http:\S+/u.exec(String(line))[0], emptyRss: memoryOf(child.pid).rss, stop }
}

/** Connects the agents, waits until the load is even, and measures for `seconds`; the agents stay until the answer is used. */
async function underLoad(server, agents, seconds, begin = {}) {
  const [command, all] = pinned(LOAD_CORE, [])
  const args = [server.url, agents, values.series, seconds + WARM_UP_S].map(String)
  const load = fork(join(here, 'hub-agents.mjs'), args, { execPath: command, execArgv: all })
  const joined = await message(load, 'joined')
  joined.rss = memoryOf(server.pid).rss
  begin.joined?.()
  const before = cpuMsOf(server.pid)
  const sent = message(load, 'sent')
  const finished = message(load, 'done')
  await new Promise((resolve) => setTimeout(resolve, WARM_UP_S * 1000))
  begin.warm?.()
  await sent
  const memory = memoryOf(server.pid)
  const done = await finished
  // Of all frames until the last one is durable: where the machine is short of time, some of the work comes late.
  const cpu = cpuBetween(server.pid, before, cpuMsOf(server.pid))
  const spent = {
    cpu,
    forMs: (done.sent / agents) * 1000,
    perFrameUs: (cpu.all * 1000) / done.sent,
    memory,
    load: loadNow(),
  }
  return { load, joined, spent, done }
}

/** The agents hold their connections until they are told: a hub without them would be another one. */
async function ended(load) {
  load.send('end')
  if (load.exitCode === null) await once(load, 'exit')
}

function message(child, type) {
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('the agents ended early')))
    child.on('message', (came) => {
      if (came.type === type) resolve(came)
    })
  })
}

/**
 * A viewer of all processes: how old each newest number is when it comes, how much of that its message was on the way, and how late
 * this side was, which is no fault of the hub.
 */
async function watchFleet(url) {
  const socket = io(`${url}/dashboard`, { transports: ['websocket'] })
  const ages = new Histogram()
  const way = new Histogram()
  const own = monitorEventLoopDelay()
  const lateSeconds = new LateSeconds()
  let fromMs = null
  let lost = 0
  socket.on('live', ({ hubNowMs, items, lostItems }) => {
    lost = lostItems
    if (fromMs === null) return
    const now = Date.now()
    way.add(now - hubNowMs)
    for (const { type, fromMs: beatsFromMs, afterMs } of items) {
      if (type !== 'beats') continue
      for (const ms of afterMs) {
        const ageMs = now - beatsFromMs - ms
        ages.add(ageMs)
        if (ageMs > LATE_MS) lateSeconds.add(WARM_UP_S + Math.floor((now - fromMs) / 1000))
      }
    }
  })
  await socket.emitWithAck('watch', { fleet: true })
  return {
    begin: () => {
      fromMs = Date.now()
      own.enable()
    },
    end: () => {
      socket.close()
      own.disable()
      return {
        age: ages.read(),
        way: way.read(),
        ownMs: Math.round(own.max / 1e6),
        beats: ages.total,
        late: ages.above(LATE_MS),
        lateSeconds: lateSeconds.read(),
        lost,
      }
    },
  }
}

/** The hub's own numbers, without those of the series. */
async function metricsOf(url) {
  const text = await (await fetch(`${url}/metrics`)).text()
  const own = text.matchAll(/^tidemark_hub_(?<name>\w+)(?:\{[^}]*\})? (?<value>\S+)$/gmu)
  const metrics = {}
  for (const { groups } of own) metrics[groups.name] = (metrics[groups.name] ?? 0) + Number(groups.value)
  return metrics
}
