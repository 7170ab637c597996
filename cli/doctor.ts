/** `tidemark doctor`: looks at the set-up, and says what to do. */
import type { Command } from 'commander'
import { readConfig, type StartFlags } from '../lib/hub/config'
import { checkClock, checkHub, checkTokens } from './doctor/hub-checks'
import {
  checkCertificate,
  checkDisk,
  checkFiles,
  checkMemory,
  checkNode,
  checkPort,
  checkSettings,
} from './doctor/machine-checks'
import type { Finding } from './doctor/finding'
import { checkReachability } from './doctor/reach'

interface DoctorFlags extends StartFlags {
  url?: string
}

const MARKS = { ok: 'ok  ', warning: 'look', fault: 'BAD ' } as const

export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('look at version, disk, clock, ports, tokens and reachability, and say what to do')
    .option('--port <port>', 'as for start [TIDEMARK_PORT, 4600]')
    .option('--host <host>', 'as for start [TIDEMARK_HOST, 127.0.0.1]')
    .option('--data <folder>', 'as for start [TIDEMARK_DATA, .tidemark]')
    .option('--settings <file>', 'as for start [TIDEMARK_SETTINGS]')
    .option('--tls-cert <file>', 'as for start [TIDEMARK_TLS_CERT]')
    .option('--tls-key <file>', 'as for start [TIDEMARK_TLS_KEY]')
    .option('--url <address>', 'a hub, as a target would reach it [TIDEMARK_URL, else where the hub would listen here]')
    .addHelpText('after', HELP)
    .action(async (flags: DoctorFlags) => {
      process.exitCode = await examine(flags)
    })
}

const HELP = `
Run it where the hub runs, with the same flags and environment; or on a target, with --url and TIDEMARK_AGENT_TOKEN.
Status 0: nothing stands in the way. 1: something does, each with what to do. 2: a setting would not do.`

async function examine({ url, ...flags }: DoctorFlags): Promise<number> {
  const config = readConfig(flags, process.env)
  const findings: Finding[] = [checkNode(process.versions.node), checkSettings(config)]
  tell(findings)
  if (!config.ok) return 2
  const asked = url ?? process.env['TIDEMARK_URL']
  const { dataFolder, agentToken } = config.value
  const more = async (finding: Finding | Promise<Finding>) => {
    findings.push(await finding)
    tell(findings.slice(-1))
  }
  if (asked === undefined || flags.data !== undefined) await more(checkDisk(dataFolder))
  if (config.value.tls && asked === undefined) await more(checkCertificate(config.value.tls, Date.now()))
  await more(checkMemory())
  await more(checkFiles(config.value.maxAgents))
  const { finding, isOurs } = await checkPort(config.value)
  if (asked === undefined) await more(finding)
  if (asked !== undefined || isOurs) {
    const { host, port, tls } = config.value
    const address = asked ?? `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`
    const hub = await checkHub(address)
    await more(hub.finding)
    if (hub.isThere) {
      await more(checkClock(hub.dateMs, Date.now()))
      await more(checkReachability(address, agentToken))
    }
  }
  await more(checkTokens(config.value))
  const faults = findings.filter(({ state }) => state === 'fault').length
  const looks = findings.filter(({ state }) => state === 'warning').length
  process.stdout.write(
    faults > 0
      ? `${faults} of ${findings.length} checks found what stands in the way.\n`
      : `Nothing stands in the way${looks > 0 ? `; ${looks} to look at` : ''}.\n`,
  )
  return faults > 0 ? 1 : 0
}

function tell(findings: readonly Finding[]): void {
  for (const { state, name, text, todo } of findings) {
    process.stdout.write(`${MARKS[state]}  ${name.padEnd(9)} ${text}\n`)
    if (todo !== undefined) process.stdout.write(`${' '.repeat(16)}→ ${todo}\n`)
  }
}
