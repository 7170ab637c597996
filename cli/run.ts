/** `tidemark run`: starts a program with an agent and some settings toggled, as a run of an investigation that ends with it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { basename, extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { type BegunRun, HubRuns, type RunWanted } from './run/hub-runs'
import { settingsOf } from './run/settings'

interface RunFlags {
  url: string
  set: string[]
  label?: string
  service?: string
  investigation?: string
  title?: string
  metric?: string
}

const LOOK_EVERY_MS = 500
/** An agent says hello within seconds; a program that takes minutes to start is still found. */
const LOOK_RARELY_AFTER_MS = 30_000
const LOOK_RARELY_MS = 3_000

export function registerRun(program: Command): void {
  program
    .command('run')
    .description('start a program with an agent, as a run of an investigation that ends with it')
    .argument('<command...>', 'after --: the program and its arguments, such as -- node server.js')
    .option(
      '--set <key=value>',
      'a setting that is toggled: environment of the program, and noted; may come often',
      collect,
      [],
    )
    .option('--label <text>', 'what the run is called [its settings]')
    .option('--service <name>', 'what the program is, where it does not say so itself [TIDEMARK_SERVICE, its file]')
    .option('--investigation <id>', 'the investigation that it belongs to [the newest of the service, or a new one]')
    .option('--title <text>', 'the investigation by its title; a new one where there is none')
    .option('--metric <series>', 'what a new investigation measures [memory.live_set]')
    .option(
      '--url <address>',
      'address of the hub [TIDEMARK_URL]',
      process.env['TIDEMARK_URL'] ?? 'http://127.0.0.1:4600',
    )
    .addHelpText(
      'after',
      '\nThe status is that of the program, signals are handed on. A program that embeds the agent keeps its own.\nWhere the hub has a password, TIDEMARK_ADMIN_PASSWORD is sent.',
    )
    .passThroughOptions()
    .action(run)
}

function collect(value: string, before: string[]): string[] {
  return [...before, value]
}

async function run(command: string[], flags: RunFlags): Promise<void> {
  const settings = settingsOf(flags.set)
  if (typeof settings === 'string') return refuse(settings)
  if (!URL.canParse(flags.url) || !/^https?:$/u.test(new URL(flags.url).protocol))
    return refuse(`--url is ${JSON.stringify(flags.url)}; it must be an address such as http://127.0.0.1:4600.`)
  const { origin } = new URL(flags.url)
  const asText = Object.entries(settings).map(([key, value]) => `${key}=${value}`)
  const wanted: RunWanted = {
    label: flags.label ?? (asText.length === 0 ? 'as it is' : asText.join(', ')),
    settings,
    investigation: flags.investigation ?? null,
    title: flags.title ?? null,
    metric: flags.metric ?? null,
  }
  const service = flags.service ?? process.env['TIDEMARK_SERVICE'] ?? nameOf(command)
  const startedMs = Date.now()
  const child = start(command, { ...settings, TIDEMARK_URL: origin, TIDEMARK_SERVICE: service })
  handOnSignals(child)
  const noting = noteRun(new HubRuns(origin, process.env['TIDEMARK_ADMIN_PASSWORD']), child, startedMs, wanted)
  process.exitCode = await statusOf(child, command)
  await noting.end()
}

/** The file of a program without its ending: what it is, as long as nobody says so. */
function nameOf(command: readonly string[]): string {
  const file = command.slice(1).find((part) => !part.startsWith('-')) ?? command[0] ?? 'program'
  return basename(file, extname(file)) || 'program'
}

function start([file = '', ...args]: readonly string[], env: Record<string, string>): ChildProcess {
  const preload = JSON.stringify(fileURLToPath(new URL('./run-preload.cjs', import.meta.url)))
  const options = [process.env['NODE_OPTIONS'], `--require=${preload}`].filter(Boolean).join(' ')
  return spawn(file, args, { stdio: 'inherit', env: { ...process.env, ...env, NODE_OPTIONS: options } })
}

function handOnSignals(child: ChildProcess): void {
  // A terminal sends its own to all of them.
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT')
  })
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGUSR2'] as const) process.on(signal, () => child.kill(signal))
}

async function statusOf(child: ChildProcess, command: readonly string[]): Promise<number> {
  return await new Promise((resolve) => {
    child.once('error', (error) => {
      say(`${command[0] ?? ''} could not be started: ${error.message}.`)
      resolve(127)
    })
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
  })
}

/** Looks for the program among the hub's processes, begins its run, and ends it. Whatever the hub says, the program goes on. */
function noteRun(hub: HubRuns, child: ChildProcess, startedMs: number, wanted: RunWanted): { end(): Promise<void> } {
  const over = new AbortController()
  let begun: BegunRun | null = null
  let trouble: string | null = null
  let wake = (): void => {}
  const looking = (async () => {
    while (!over.signal.aborted && begun === null) {
      try {
        const found = child.pid === undefined ? null : await hub.find(child.pid, startedMs)
        if (found !== null) begun = await hub.begin(found, wanted)
        if (begun !== null) say(`run "${wanted.label}" began: ${hub.address(begun)}`)
        trouble = null
      } catch (error) {
        trouble = error instanceof Error ? error.message : String(error)
      }
      if (begun !== null || over.signal.aborted) return
      const rarely = Date.now() - startedMs > LOOK_RARELY_AFTER_MS
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, rarely ? LOOK_RARELY_MS : LOOK_EVERY_MS)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  })()
  return {
    async end() {
      over.abort()
      wake()
      await looking
      if (begun === null) {
        say(`no run was noted: ${trouble ?? 'the hub never heard of the program.'}`)
        return
      }
      try {
        await hub.end(begun)
        say(`run "${wanted.label}" ended: ${hub.address(begun)}`)
      } catch (error) {
        say(`the end of the run could not be noted: ${error instanceof Error ? error.message : String(error)}`)
      }
    },
  }
}

function say(sentence: string): void {
  process.stderr.write(`tidemark: ${sentence}\n`)
}

function refuse(message: string): void {
  say(message)
  process.exitCode = 2
}
