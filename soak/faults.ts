/** What goes wrong, at moments and in measures that a seed decides. */
import type { CuttingProxy } from './cutting-proxy'
import type { SoakHost } from './host'
import type { SoakHub } from './hub'

export interface Scene {
  hub: SoakHub
  proxy: CuttingProxy
  hosts: readonly SoakHost[]
  /** Those that may be killed; the others live for as long as the soak, so that their memory can be judged. */
  mortal: readonly SoakHost[]
  /** 0 to 1. */
  random: () => number
  /** The longest that anything is away, silent or slow. */
  longestMs: number
  say: (line: string) => void
}

interface Fault {
  name: string
  /** Part of the run after which it does not come any more: a life must be long enough to be judged. */
  until: number
  strike(scene: Scene): Promise<void> | void
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`
const between = (random: () => number, least: number, most: number) => Math.round(least + random() * (most - least))
function oneOf<T>(all: readonly T[], random: () => number): T | undefined {
  return all[Math.floor(random() * all.length)]
}

const FAULTS: readonly Fault[] = [
  {
    name: 'hub killed',
    until: 0.4,
    async strike({ hub, random, longestMs, say }) {
      const awayMs = between(random, 200, Math.min(15_000, longestMs))
      say(`kill -9 of the hub, which stays away for ${seconds(awayMs)}`)
      await hub.end('SIGKILL')
      await new Promise((resolve) => setTimeout(resolve, awayMs))
      await hub.start()
    },
  },
  {
    name: 'agents killed',
    until: 0.9,
    async strike({ mortal, random, say }) {
      const host = oneOf(mortal, random)
      if (host === undefined) return
      say(`kill -9 of the agents from ${host.options.first} on`)
      await host.kill()
      host.start()
    },
  },
  {
    name: 'hub paused',
    until: 0.95,
    strike({ hub, random, longestMs, say }) {
      const forMs = between(random, 1_000, Math.min(45_000, longestMs))
      say(`the hub stands still for ${seconds(forMs)}`)
      hub.pause(forMs)
    },
  },
  {
    name: 'agents paused',
    until: 0.9,
    strike({ hosts, random, longestMs, say }) {
      const host = oneOf(hosts, random)
      const forMs = between(random, 1_000, Math.min(60_000, longestMs))
      say(`the agents from ${host?.options.first} on stand still for ${seconds(forMs)}`)
      host?.pause(forMs)
    },
  },
  {
    name: 'connections cut',
    until: 1,
    strike({ proxy, random, say }) {
      say(`${proxy.cut(random(), random)} connections are cut`)
    },
  },
  {
    name: 'connections silent',
    until: 0.95,
    strike({ proxy, random, longestMs, say }) {
      const forMs = between(random, 2_000, Math.min(70_000, longestMs))
      say(`${proxy.silence(random(), forMs, random)} connections are silent for ${seconds(forMs)}`)
    },
  },
  {
    name: "hub's clock set",
    until: 1,
    strike({ hub, random, say }) {
      const clockMs = between(random, -90_000, 90_000)
      say(`the hub's clock is ${seconds(clockMs)} off`)
      hub.setWeather({ clockMs })
    },
  },
  {
    name: "agents' clock set",
    until: 1,
    strike({ hosts, random, say }) {
      const host = oneOf(hosts, random)
      const byMs = between(random, -3_600_000, 3_600_000)
      say(`the clock of the agents from ${host?.options.first} on is ${seconds(byMs)} off`)
      host?.setClock(byMs)
    },
  },
  {
    name: 'disk slow',
    until: 0.95,
    strike({ hub, random, longestMs, say }) {
      const [diskMs, forMs] = [between(random, 200, 4_000), between(random, 1_000, Math.min(40_000, longestMs))]
      say(`each write to disk takes ${seconds(diskMs)} for ${seconds(forMs)}`)
      hub.setWeather({ diskMs })
      setTimeout(() => hub.setWeather({ diskMs: 0 }), forMs)
    },
  },
]

export type Struck = Record<string, number>

/** Lets faults strike until the time is over, or `ended`; answers how many of each there were. */
export async function strikeFor(scene: Scene, forMs: number, everyMs: number, ended: AbortSignal): Promise<Struck> {
  const struck: Struck = Object.fromEntries(FAULTS.map(({ name }) => [name, 0]))
  const startMs = performance.now()
  for (;;) {
    const waitMs = everyMs * (0.3 + 1.4 * scene.random())
    await sleep(Math.min(waitMs, Math.max(0, startMs + forMs - performance.now())), ended)
    const part = (performance.now() - startMs) / forMs
    if (part >= 1 || ended.aborted) return struck
    const fault = oneOf(
      FAULTS.filter(({ until }) => part < until),
      scene.random,
    )
    if (fault === undefined) continue
    struck[fault.name] = (struck[fault.name] ?? 0) + 1
    await fault.strike(scene)
  }
}

function sleep(ms: number, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      ended.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    ended.addEventListener('abort', done)
  })
}
