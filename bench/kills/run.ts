/** The hub killed at random moments while agents speak; then all of what it gives back is held against what they said. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Random } from '../history-numbers'
import { KilledHub } from './killed-hub'
import { type Kept, keptOf } from './kept-frames'
import { smallDisk } from './small-disk'
import { type Spoken, StubbornAgent } from './stubborn-agent'

export interface KillsOptions {
  /** The built program. */
  program: string
  kills: number
  processes: number
  seed: number
  /** Longest life of a hub that serves. */
  longestMs: number
  /** The data folder's disk, full after a while; it gets room for the last third of the kills. */
  diskBytes?: number
  say?: (line: string) => void
}

export interface KillsResult extends Spoken, Kept {
  kills: number
  /** Hubs that were killed, or ended, before they served. */
  unserved: number
  /** What hubs said that ended by themselves. */
  complaints: string[]
  /** Times that `/readyz` said that history cannot be written, and those of them at which live values were newer than before. */
  unready: number
  unreadyButLive: number
  seconds: number
}

const FRAMES_A_TICK = 4
const TICK_MS = 200
/** So many of the kills are told from the start of the hub, and come before it serves, or soon after. */
const EARLY = 0.2
/** Frames are a second apart on their own clock, which is compressed: some hours of them in some minutes. */
const BACK_MS = 12 * 3_600_000
const THROUGH_WITHIN_MS = 60_000

export async function runKills(options: KillsOptions): Promise<KillsResult> {
  const disk = options.diskBytes === undefined ? null : smallDisk(options.diskBytes)
  const folder = disk?.folder ?? mkdtempSync(join(tmpdir(), 'tidemark-kills-'))
  options.say?.(`the data lies on ${disk?.kind ?? 'the disk of this machine'}`)
  const hub = new KilledHub(options.program, join(folder, 'data'), disk)
  const random = new Random(options.seed)
  const startedMs = performance.now()
  const startMs = Math.floor(Date.now() / 1_000) * 1_000 - BACK_MS
  let agents: StubbornAgent[] = []
  let tick: NodeJS.Timeout | undefined
  const told = { kills: 0, unserved: 0, complaints: [] as string[], unready: 0, unreadyButLive: 0 }
  try {
    // The port is free to be taken again by each hub after this one.
    if ((await hub.start()) === null)
      throw new Error(`the hub does not start: ${(await hub.killAfter(0, 'start')).complaint}`)
    agents = Array.from({ length: options.processes }, (_, n) => new StubbornAgent(hub.url, n, startMs))
    tick = setInterval(() => agents.forEach((agent) => agent.make(FRAMES_A_TICK)), TICK_MS)
    const look = watchReadiness(hub, told)
    while (told.kills < options.kills) {
      const { served, complaint } = await hub.killAfter(
        random.next() * options.longestMs,
        random.next() < EARLY ? 'start' : 'serving',
      )
      told.kills++
      if (!served) told.unserved++
      if (complaint !== null) told.complaints.push(complaint)
      if (told.kills >= (options.kills * 2) / 3) disk?.grow()
      if (told.kills % 20 === 0) options.say?.(`  ${told.kills} kills, ${sum(agents, 'durable')} frames durable`)
      void hub.start()
    }
    look.stop()
    clearInterval(tick)
    await allThrough(agents)
    const kept = await Promise.all(agents.map((agent) => keptOf(hub.url, agent, startMs)))
    const seconds = (performance.now() - startedMs) / 1_000
    return { ...total(agents.map(({ spoken }) => spoken)), ...total(kept), ...told, seconds }
  } finally {
    clearInterval(tick)
    for (const agent of agents) agent.close()
    await hub.stop()
    if (disk === null) rmSync(folder, { recursive: true, force: true })
    else disk.end()
  }
}

/** Asks once in a while whether the hub can keep frames, and where it cannot, whether live values go on. */
function watchReadiness(hub: KilledHub, told: { unready: number; unreadyButLive: number }): { stop(): void } {
  let newestMs = 0
  async function look(): Promise<void> {
    try {
      const ready = await fetch(`${hub.url}/readyz`)
      const { processes } = (await (await fetch(`${hub.url}/api/v1/processes`)).json()) as {
        processes: { lastFrameAtMs: number | null }[]
      }
      const latestMs = Math.max(0, ...processes.map(({ lastFrameAtMs }) => lastFrameAtMs ?? 0))
      if (ready.status === 503) {
        told.unready++
        if (latestMs > newestMs) told.unreadyButLive++
      }
      newestMs = Math.max(newestMs, latestMs)
    } catch {
      // It is down just now, which is what this is about.
    }
  }
  const timer = setInterval(() => void look(), 500)
  return { stop: () => clearInterval(timer) }
}

async function allThrough(agents: readonly StubbornAgent[]): Promise<void> {
  const untilMs = performance.now() + THROUGH_WITHIN_MS
  while (!agents.every(({ isThrough }) => isThrough)) {
    if (performance.now() > untilMs) {
      const behind = agents.find(({ isThrough }) => !isThrough)?.spoken
      throw new Error(`the hub did not take all frames within a minute of its last start: ${JSON.stringify(behind)}`)
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 50)
    })
  }
}

function sum(agents: readonly StubbornAgent[], what: keyof Spoken): number {
  return agents.reduce((all, { spoken }) => all + spoken[what], 0)
}

function total<T extends Record<keyof T, number>>(parts: readonly T[]): T {
  const all = { ...(parts[0] as T) }
  for (const part of parts.slice(1))
    for (const name of Object.keys(all) as (keyof T)[]) all[name] = (all[name] + part[name]) as T[keyof T]
  return all
}
