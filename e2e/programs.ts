/** The real programs under the browser tests: a built hub, and the built demo fleet. Started here, stopped by process id. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const program = join('dist', 'cli', 'tidemark.cjs')
const LISTENING = /^Tidemark is listening on (http:\/\/\S+)$/u

export interface RunningHub {
  url: string
  port: number
  /** As a crash: nothing is flushed, nobody is told. */
  killHard(): Promise<void>
  stop(): Promise<void>
}

export interface HubOptions {
  port?: number
  folder: string
  settings?: string
  /** Beside this program's own environment. */
  env?: Record<string, string>
}

/** Starts the built hub and waits for its one line on stdout. */
export async function startHub({ port = 0, folder, settings, env = {} }: HubOptions): Promise<RunningHub> {
  const args = [program, 'start', '--port', String(port), '--data', folder]
  if (settings) args.push('--settings', settings)
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  const log = keepTail(child)
  const url = await firstMatch(child, LISTENING, log)
  return {
    url,
    port: Number(new URL(url).port),
    killHard: () => end(child, 'SIGKILL'),
    stop: () => end(child, 'SIGTERM'),
  }
}

/** Starts the built demo fleet against a hub; `stop` ends all of its programs. */
export function startFleet(hubUrl: string): { stop(): Promise<void> } {
  const child = spawn(process.execPath, [program, 'demo', '--hub', hubUrl], { stdio: ['ignore', 'ignore', 'inherit'] })
  return { stop: () => end(child, 'SIGTERM') }
}

/** A folder for a hub's state, removed by `remove`. */
export async function dataFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'tidemark-e2e-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** A port that is free now: for a hub that must come back where it was. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address === 'string' || address === null) throw new Error('no port was given')
  return address.port
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

/** The last lines of stderr, for the message of a start that failed. */
function keepTail(child: ChildProcess): string[] {
  const lines: string[] = []
  if (child.stderr) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line)
      if (lines.length > 50) lines.shift()
    })
  }
  return lines
}

function firstMatch(child: ChildProcess, pattern: RegExp, log: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the hub ended with status ${code}:\n${log.join('\n')}`)))
    if (!child.stdout) return
    createInterface({ input: child.stdout }).on('line', (line) => {
      const match = pattern.exec(line)
      if (match?.[1]) resolve(match[1])
    })
  })
}
