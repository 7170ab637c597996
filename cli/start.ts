/** `tidemark start`: the hub and the dashboard until a signal ends them. */
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import type { Command } from 'commander'
import type { Agent } from '../agent/index'
import { letHelpersGiveWay, letLoopGiveWay } from './sharing-a-core'
import { packageVersion } from './version'
import { readConfig, type StartFlags } from '../lib/hub/config'
import { type RunningHub, startHub } from '../lib/hub/hub'
import { startFault } from '../lib/hub/start-fault'

/**
 * V8 collects old objects when they have grown by this much, where it would let them grow by half to four times as much. What waits
 * for the disk grows old and dies by the thousand: at ten thousand processes its garbage was 250 MB at its most, and is 110 MB for
 * some 4 % of a core.
 */
const HEAP_GROWS_PERCENT = 33

/**
 * Helpers of the young generation's collections, on the one core of who waits for them, only cost: 0.6 s of 28 for five thousand
 * processes, and the collections were not a millisecond longer without.
 */
const ALONE_ON_ITS_CORE = '--no-parallel-scavenge'

/** Less than the 5 s that a stop may take. */
const STOP_WITHIN_MS = 4_500

export function registerStart(program: Command): void {
  program
    .command('start')
    .description('start the hub, with the dashboard, on one port')
    .option('--port <port>', 'port to listen on; 0 takes a free one [TIDEMARK_PORT, 4600]')
    .option('--host <host>', 'address to listen on [TIDEMARK_HOST, 127.0.0.1]')
    .option('--data <folder>', 'folder for all state [TIDEMARK_DATA, .tidemark]')
    .option('--settings <file>', 'JSON file with numbers for the detector and the rules [TIDEMARK_SETTINGS]')
    .option('--tls-cert <file>', 'certificate in PEM form: the hub then speaks HTTPS [TIDEMARK_TLS_CERT]')
    .option('--tls-key <file>', 'its key [TIDEMARK_TLS_KEY]')
    .addHelpText('after', HELP)
    .action(start)
}

const HELP = `
By environment only:
  TIDEMARK_AGENT_TOKEN     the token that agents must bring; needed on a host other than loopback
  TIDEMARK_ADMIN_PASSWORD  the password of "admin" for the dashboard and the API; needed likewise
  TIDEMARK_MAX_AGENTS      how many agents may be connected [10000]
  TIDEMARK_MAX_SERIES      how many series they may have, all together [1000000]
  TIDEMARK_PUBLIC_URL      where people reach the dashboard, for links in messages [where it listens]
  TIDEMARK_CHANNELS_MAY_REACH_PRIVATE
                           yes: every channel may send to loopback and private addresses [no: each says so itself]
  TIDEMARK_WATCH_SELF      yes: the hub is one of the processes that it watches, tidemark hub [no]
  TIDEMARK_TRUSTED_PROXIES addresses or networks of proxies whose X-Forwarded headers are believed [none]
  TIDEMARK_MEMORY_MB       what the hub may take before it sheds work [four fifths of what there is]
  TIDEMARK_LOG             trace, debug, info, warn, error, fatal or silent [info]; logs go to stderr
  TIDEMARK_STORE           embedded`

async function start(flags: StartFlags): Promise<void> {
  const config = readConfig(flags, process.env)
  if (!config.ok) return refuse(config.message)
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWS_PERCENT}`)
  const isAloneOnItsCore = availableParallelism() === 1
  if (isAloneOnItsCore) {
    setFlagsFromString(ALONE_ON_ITS_CORE)
    letHelpersGiveWay()
  }
  let hub: RunningHub
  try {
    hub = await startHub(config.value, {
      dashboardFolder: fileURLToPath(new URL('../dashboard', import.meta.url)),
      version: packageVersion(),
    })
  } catch (error) {
    const fault = startFault(error, config.value)
    if (fault === null) throw error
    return refuse(fault)
  }
  // The history's thread is there by now, and keeps its own priority.
  if (isAloneOnItsCore) letLoopGiveWay()
  // Only then is the agent read and built up: who does not want it pays nothing for it.
  const self = config.value.watchSelf
    ? (await import('./watch-self')).watchSelf(hub, config.value, packageVersion())
    : null
  stopOnSignal(hub, self)
  process.stdout.write(`Tidemark is listening on ${hub.address}\n`)
}

function refuse(message: string): void {
  process.stderr.write(`tidemark: ${message}\n`)
  process.exitCode = 2
}

function stopOnSignal(hub: RunningHub, self: Agent | null): void {
  function stop(): void {
    // What is not written by then was not acknowledged either, and agents send it again.
    setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref()
    const ended = (self?.stop(0) ?? Promise.resolve()).then(() => hub.stop())
    ended.then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}
