/** `tidemark load`: drives HTTP or socket.io clients against a process of one's own, and notes on the hub what it did. */
import { type Command, Option } from 'commander'
import { HubApi } from './hub-api'
import { Driver } from './load/driver'
import { httpClient } from './load/http-client'
import { noteLoad } from './load/load-on-hub'
import { type LoadFlags, planOf } from './load/plan'
import { socketClient } from './load/socket-client'
import { sayOutcome, sayPlan } from './load/words'
import { progressOn } from './progress'

interface Flags extends LoadFlags {
  hub: string
  note: boolean
  service?: string
}

const SHOW_EVERY_MS = 500

export function registerLoad(program: Command): void {
  program
    .command('load')
    .description('drive clients against a process of one’s own, and note on the hub what was done')
    .argument('<url>', 'what they ask for, such as http://127.0.0.1:3000/orders/{n}; {n} is the number of the request')
    .option('--clients <count>', 'clients at a time, 1 to 10,000: one connection and one request at a time each', '10')
    .option('--for <time>', 'how long: 90s, 10m, at most 24h', '1m')
    .option('--ramp <time>', 'clients come over this time, one after the other [all at once]')
    .option('--rate <count>', 'requests or events a second of all clients, at most 20,000 [5 a client, at most 1,000]')
    .option('--method <name>', 'of the requests', 'GET')
    .option('--header <line>', 'such as "authorization: Bearer abc"; may come often', collect, [])
    .option('--body <text>', 'of each request or event; {n} is its number')
    .option('--no-keep-alive', 'a connection of its own for each request')
    .option('--event <name>', 'clients of socket.io that stay connected and emit this, in place of requests')
    .option('--other-hosts', 'the address may be one of another machine')
    .option('--service <name>', 'the service that it concerns, for the marks on the hub [all]')
    .addOption(new Option('--hub <address>', 'address of the hub').env('TIDEMARK_URL').default('http://127.0.0.1:4600'))
    .option('--no-note', 'note nothing on a hub')
    .addHelpText(
      'after',
      '\nOn the hub it is a process of the service load, with load.requests, load.failed, load.held_back, load.p99_ms and\nclients.load; its begin and its end are marks on every chart of the service. Ctrl-C ends it early, in order.\nWhere the hub has a password, TIDEMARK_ADMIN_PASSWORD is sent. Status 1: nothing was answered.',
    )
    .action(load)
}

function collect(value: string, before: string[]): string[] {
  return [...before, value]
}

async function load(target: string, flags: Flags): Promise<void> {
  const plan = planOf(target, flags)
  if (typeof plan === 'string') return refuse(plan)
  if (!URL.canParse(flags.hub) || !/^https?:$/u.test(new URL(flags.hub).protocol))
    return refuse(`--hub is ${JSON.stringify(flags.hub)}; it must be an address such as http://127.0.0.1:4600.`)
  const driver = new Driver(plan, () => (plan.by === 'http' ? httpClient(plan) : socketClient(plan)))
  const sentence = sayPlan(plan)
  say(`${sentence}.`)
  const noted = flags.note
    ? await begun(flags, () => noteLoad(hubOf(flags), plan, driver, sentence, flags.service))
    : null
  const startedMs = performance.now()
  const progress = progressOn(process.stderr)
  const showing = setInterval(() => {
    const { asked, failed } = driver.tally
    const share = (performance.now() - startedMs) / plan.forMs
    progress.show(share, `${driver.clients} clients, ${asked} asked, ${failed} failed`)
  }, SHOW_EVERY_MS)
  await driver.run(endedEarly())
  clearInterval(showing)
  progress.end()
  const outcome = sayOutcome(driver, plan, performance.now() - startedMs)
  process.stdout.write(`${outcome}\n`)
  if (noted !== null) await begun(flags, () => noted.end(outcome))
  process.exitCode = driver.tally.answered > 0 ? 0 : 1
}

function hubOf({ hub }: Flags): HubApi {
  return new HubApi(new URL(hub).origin, process.env['TIDEMARK_ADMIN_PASSWORD'])
}

/** The load goes on, whatever the hub says. */
async function begun<T>(flags: Flags, note: () => Promise<T>): Promise<T | null> {
  try {
    return await note()
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    say(`nothing is noted on the hub at ${flags.hub}: ${cause instanceof Error ? cause.message : String(cause)}`)
    return null
  }
}

function endedEarly(): AbortSignal {
  const early = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => early.abort())
  return early.signal
}

function say(sentence: string): void {
  process.stderr.write(`tidemark: ${sentence}\n`)
}

function refuse(message: string): void {
  say(message)
  process.exitCode = 2
}
