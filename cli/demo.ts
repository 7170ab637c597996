/** `tidemark demo`: a hub of its own and the fleet of real programs that it watches, or the fleet alone. */
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'

interface DemoFlags {
  port?: string
  data?: string
  hub?: string
}

const LISTENING = /^Tidemark is listening on (?<url>https?:\/\/\S+)$/u
const STOP_PATIENCE_MS = 6_000

/** Adds the command to the program. */
export function registerDemo(program: Command): void {
  program
    .command('demo')
    .description('Starts a hub and a small fleet of real programs, some of which leak. Ctrl-C ends all of it.')
    .option('--port <port>', 'where the demo’s hub listens; 0 picks a free port (default: TIDEMARK_PORT, else 4600)')
    .option('--data <folder>', 'where the demo’s hub keeps its state (default: a temporary folder, removed at the end)')
    .option('--hub <url>', 'the address of a hub that runs already: the fleet alone is started')
    .action(async (flags: DemoFlags) => {
      process.exitCode = await runDemo(flags)
    })
}

/** Resolves with the exit status once everything that it started has ended. */
async function runDemo(flags: DemoFlags): Promise<number> {
  const fault = faultIn(flags)
  if (fault !== undefined) {
    process.stderr.write(`${fault}\n`)
    return 2
  }
  const asked = once(process, 'SIGINT')
  const told = once(process, 'SIGTERM')
  const stopAsked = Promise.race([asked, told]).then(() => undefined)
  if (flags.hub !== undefined) return await runFleet(flags.hub, stopAsked)
  const folder = flags.data ?? (await mkdtemp(join(tmpdir(), 'tidemark-demo-')))
  try {
    return await runHubAndFleet(folder, flags.port, stopAsked)
  } finally {
    if (flags.data === undefined) await rm(folder, { recursive: true, force: true })
  }
}

function faultIn({ hub, port, data }: DemoFlags): string | undefined {
  if (hub === undefined) return undefined
  if (port !== undefined || data !== undefined) {
    const beside = port === undefined ? '--data' : '--port'
    return `${beside} is for the demo's own hub, and --hub names one that runs already: leave one of them out.`
  }
  if (URL.canParse(hub) && /^https?:$/u.test(new URL(hub).protocol)) return undefined
  return `--hub must be the address of a hub, say http://127.0.0.1:4600; ${JSON.stringify(hub)} came.`
}

async function runHubAndFleet(folder: string, port: string | undefined, stopAsked: Promise<void>): Promise<number> {
  const hub = startHub(folder, port)
  const hubEnded = statusOf(hub)
  const url = await Promise.race([listening(hub), hubEnded, stopAsked])
  if (typeof url !== 'string') {
    // It has said itself why it does not run.
    await end(hub)
    return url ?? 0
  }
  process.stdout.write(`Tidemark is listening on ${url}\n`)
  let isEnding = false
  void stopAsked.then(() => (isEnding = true))
  const hubLost = (async () => {
    await hubEnded
    if (!isEnding) process.stderr.write('demo: the hub has ended, and the fleet ends with it.\n')
  })()
  const status = await runFleet(url, Promise.race([stopAsked, hubLost]))
  const isLost = !isEnding
  isEnding = true
  await end(hub)
  return isLost ? 1 : status
}

async function runFleet(url: string, stopAsked: Promise<void>): Promise<number> {
  const fleet = fork(beside('../examples/fleet.cjs'), {
    env: { ...process.env, TIDEMARK_URL: url },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = statusOf(fleet)
  process.stdout.write(
    `The demo fleet reports to ${url}; its leaks are flagged within three minutes. Ctrl-C ends it.\n`,
  )
  const status = await Promise.race([ended, stopAsked])
  await end(fleet)
  return status === undefined ? 0 : 1
}

function startHub(folder: string, port: string | undefined): ChildProcess {
  const settings = beside('../examples/demo-settings.json')
  const start = ['start', '--settings', settings, '--data', folder, ...(port === undefined ? [] : ['--port', port])]
  // The hub knows nothing of a demo: what is loaded before it ends it when this process is gone, however that ended.
  const tied = ['--require', beside('../examples/tied.cjs')]
  return spawn(process.execPath, [...tied, beside('./tidemark.cjs'), ...start], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, TIDEMARK_LOG: process.env['TIDEMARK_LOG'] ?? 'warn' },
  })
}

async function listening(hub: ChildProcess): Promise<string> {
  const { promise, resolve } = withResolvers<string>()
  if (hub.stdout) {
    createInterface({ input: hub.stdout }).on('line', (line) => {
      const url = LISTENING.exec(line)?.groups?.['url']
      if (url !== undefined) resolve(url)
    })
  }
  return await promise
}

async function statusOf(child: ChildProcess): Promise<number> {
  const { promise, resolve } = withResolvers<number>()
  child.once('exit', (code) => resolve(code ?? 1))
  child.once('error', (error) => {
    process.stderr.write(`demo: ${error.message}\n`)
    resolve(1)
  })
  return await promise
}

/** Ends a child, by force after some seconds. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS)
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
  clearTimeout(force)
}

/** A file of the build, from where this one is in it. */
function beside(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url))
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((resolver) => (resolve = resolver))
  return { promise, resolve }
}
