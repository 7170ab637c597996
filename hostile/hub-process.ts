/** A hub as the built program, in a process of its own: what is done to it is not done to whoever measures. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'

export interface HubProcess {
  url: string
  port: number
  pid: number
  residentBytes(): number
  /** Its own counters and gauges, by name. */
  metric(name: string): Promise<number>
  /** How it ended without being asked; `null`: it runs. */
  fault(): string | null
  stop(): Promise<void>
}

export interface HubProcessOptions {
  program: string
  data: string
  env?: Record<string, string>
  /** How many files and sockets it may have open. */
  openFiles?: number
}

export async function startHubProcess({ program, data, env = {}, openFiles }: HubProcessOptions): Promise<HubProcess> {
  const limit = openFiles === undefined ? '' : `ulimit -n ${openFiles} && `
  const command = `${limit}exec "$0" "$1" start --port 0 --data "$2"`
  const child = spawn('sh', ['-c', command, process.execPath, program, data], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TIDEMARK_LOG: 'error', ...env },
  })
  const log: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log.push(text)
    if (log.length > 20) log.shift()
  })
  let isStopping = false
  const url = await addressOf(child, log)
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid ?? 0,
    residentBytes: () => Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1_024,
    metric: async (name) => {
      const text = await metricsOf(url)
      return Number(new RegExp(`^tidemark_hub_${name}(?:\\{[^}]*\\})? (\\S+)$`, 'mu').exec(text)?.[1] ?? Number.NaN)
    },
    fault: () => {
      const hasEnded = child.exitCode !== null || child.signalCode !== null
      return hasEnded && !isStopping ? `${child.signalCode ?? child.exitCode}: ${log.join('').slice(-500)}` : null
    },
    stop: async () => {
      isStopping = true
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}

const REACHED_WITHIN_MS = 10_000

/** A hub that was full a moment ago may turn this one away as well. */
async function metricsOf(url: string): Promise<string> {
  const untilMs = performance.now() + REACHED_WITHIN_MS
  for (;;) {
    try {
      return await (await fetch(`${url}/metrics`)).text()
    } catch (error) {
      if (performance.now() > untilMs) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

async function addressOf(child: ChildProcess, log: readonly string[]): Promise<string> {
  const line = await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), once(child, 'exit')])
  const url = /http:\S+/u.exec(String(line[0]))?.[0]
  if (url === undefined) throw new Error(`the hub did not start: ${log.join('')}`)
  return url
}
