/** The soak: everything is started, faults strike, everything comes to rest, and what is kept is counted. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { Random } from '../bench/history-numbers'
import { CuttingProxy } from './cutting-proxy'
import { strikeFor, type Struck } from './faults'
import { SoakHost } from './host'
import { SoakHub } from './hub'
import { type Kept, keptOf } from './kept'
import { CALM } from './steps'
import type { SoakTab, TabTold } from './tab'
import { type MemoryTold, MemoryWatch } from './watch'

export interface SoakOptions {
  /** The folder of the built programs. */
  programs: string
  minutes: number
  agents: number
  /** Processes that the agents are in; every second one may be killed. */
  hosts: number
  seed: number
  hasTabs: boolean
  /** Where heap snapshots of the tabs are left, every quarter of an hour. */
  snapshots?: string | undefined
  say: (line: string) => void
  /** Ends the faults early; what was seen by then is counted. */
  ended: AbortSignal
  /** Mean time between two faults. */
  faultEveryMs: number
  /** The longest that anything is away, silent or slow; 70 s is longer than either end waits for the other. */
  longestMs: number
}

export interface SoakResult {
  minutes: number
  struck: Struck
  kept: Kept
  /** Frames that an agent's outbox had to let go. */
  lostInOutbox: number
  made: number
  hubLives: number
  agentLives: number
  crashes: number
  /** `null`: it had to be killed. */
  stopStatus: number | null
  stopMs: number
  memory: MemoryTold
  /** `null`: left out. */
  tabs: TabsTold | null
}

export interface TabsTold {
  left: TabTold
  walking: TabTold
}

const BEGIN_WITHIN_MS = 300_000
/** When nothing is away any more, what waits is through after this. */
const SETTLE_MS = 60_000
/** A warm-up that nobody reports is over within a third of the run; one of less than ten minutes says nothing of memory. */
const WARM_UP_PART = 1 / 3
const LEAST_WARM_UP_MS = 600_000

export async function runSoak(options: SoakOptions): Promise<SoakResult> {
  const { programs, minutes, say } = options
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-soak-'))
  const settings = join(folder, 'settings.json')
  const warmUpMs = Math.max(LEAST_WARM_UP_MS, Math.round(minutes * 60_000 * WARM_UP_PART))
  writeFileSync(settings, JSON.stringify({ growth: { warmUpMs } }))
  const port = await freePort()
  const hub = new SoakHub({ programs, folder, port, settings, agents: options.agents, say })
  const proxy = new CuttingProxy(port)
  const hosts: SoakHost[] = []
  const tabs: SoakTab[] = []
  try {
    await hub.start()
    const url = await proxy.listen()
    hosts.push(...hostsOf(options, url))
    for (const host of hosts) host.start()
    await allBegun(hosts)
    const watch = new MemoryWatch(hub)
    // First the one that is left alone, then the one that walks.
    for (const walks of options.hasTabs ? [false, true] : []) {
      const { SoakTab } = await import('./tab')
      tabs.push(await SoakTab.open(url, { walks, minutes, snapshots: options.snapshots }))
    }
    say(`everything runs; the hub is on port ${port}`)
    const random = new Random(options.seed)
    const { longestMs, faultEveryMs } = options
    const mortal = hosts.filter((_, n) => n % 2 === 1)
    const scene = { hub, proxy, hosts, mortal, random: () => random.next(), longestMs, say }
    const startedMs = performance.now()
    const struck = await strikeFor(scene, minutes * 60_000, faultEveryMs, options.ended)
    const lastedMs = performance.now() - startedMs
    const [left, walking] = await Promise.all(tabs.splice(0).map((tab) => tab.close()))
    hub.setWeather({ ...CALM, clockMs: hub.weather.clockMs })
    say('no more faults; what waits is brought')
    await settle(hosts, longestMs)
    const memory = await watch.stop()
    await Promise.all(hosts.map((host) => host.finish()))
    const kept = await keptOfAll(hub.url, hosts)
    const stopFrom = performance.now()
    const stopStatus = await hub.end('SIGTERM')
    return {
      minutes: lastedMs / 60_000,
      struck,
      kept,
      ...countsOf(hosts),
      hubLives: hub.lives,
      crashes: hub.crashes + hosts.reduce((sum, { crashes }) => sum + crashes, 0),
      stopStatus,
      stopMs: performance.now() - stopFrom,
      memory,
      tabs: left && walking ? { left, walking } : null,
    }
  } finally {
    await Promise.all(tabs.map((tab) => tab.close().catch(() => undefined)))
    await Promise.all(hosts.map((host) => host.kill()))
    await hub.end('SIGKILL')
    proxy.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function hostsOf({ programs, agents, hosts, say }: SoakOptions, url: string): SoakHost[] {
  const program = join(programs, 'soak', 'agent-host.cjs')
  return Array.from({ length: hosts }, (_, n) => {
    const first = Math.floor((n * agents) / hosts)
    const count = Math.floor(((n + 1) * agents) / hosts) - first
    return new SoakHost({ program, url, first, count, say })
  })
}

/** Until every agent has a frame on the hub's disk. */
async function allBegun(hosts: readonly SoakHost[]): Promise<void> {
  const untilMs = performance.now() + BEGIN_WITHIN_MS
  const hasBegun = ({ lives, options }: SoakHost) =>
    lives.at(-1)?.agents.filter(({ durable }) => durable > 0).length === options.count
  while (!hosts.every(hasBegun)) {
    if (performance.now() > untilMs) throw new Error(`not all agents had begun within ${BEGIN_WITHIN_MS} ms`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** Until every agent has what it made on the hub's disk, but for what is on its way, or the time is over. */
async function settle(hosts: readonly SoakHost[], longestMs: number): Promise<void> {
  // A process that stands still tells nothing, and what it told last may look like all.
  await new Promise((resolve) => setTimeout(resolve, longestMs))
  const untilMs = performance.now() + SETTLE_MS
  const isWaiting = () =>
    hosts.some(({ lives }) => lives.at(-1)?.agents.some(({ made, durable }) => made - durable > 5))
  while (isWaiting() && performance.now() < untilMs) await new Promise((resolve) => setTimeout(resolve, 500))
}

async function keptOfAll(url: string, hosts: readonly SoakHost[]): Promise<Kept> {
  const all: Kept = { frames: 0, missing: 0, gaps: 0, twice: 0, diedWithAgent: 0, broughtUntold: 0, unmade: 0 }
  for (const { options, lives } of hosts) {
    for (let at = 0; at < options.count; at++) {
      const kept = await keptOf(url, options.first + at, at, lives)
      for (const name of Object.keys(all) as (keyof Kept)[]) all[name] += kept[name]
    }
  }
  return all
}

function countsOf(hosts: readonly SoakHost[]): { made: number; lostInOutbox: number; agentLives: number } {
  const agents = hosts.flatMap(({ lives }) => lives.flatMap((life) => life.agents))
  return {
    made: agents.reduce((sum, { made }) => sum + made, 0),
    lostInOutbox: agents.reduce((sum, { lost }) => sum + lost, 0),
    agentLives: agents.length,
  }
}

/** A port that is free now: each hub after a crash comes back where it was. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address === 'string' || address === null) throw new Error('no port was given')
  return address.port
}
