/** The soak of the gateway: starts a hub, two gateways and their load, watches for so long, and says what it saw. Status 1: not held. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { KilledHub } from '../../bench/kills/killed-hub'
import { Fleet } from '../../examples/fleet/fleet'
import type { MemberPlan } from '../../examples/fleet/members'
import { FAULTS, isFault } from '../../examples/gateway/faults'
import type { ProcessSummary } from '../../lib/protocol/http-api'
import { type Flagged, linesOf, liveSetOf, type Point } from './report'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    clients: { type: 'string', default: '2000' },
    fault: { type: 'string', default: 'streams-kept' },
    settings: { type: 'string', default: '' },
  },
})
const minutes = Number(values.minutes)
const { clients, fault } = values
if (!(minutes >= 1 && minutes <= 24 * 60) || !/^[1-9]\d{0,3}$/u.test(clients) || !isFault(fault)) {
  const faults = Object.keys(FAULTS).join(', ')
  console.error(
    `soak: --minutes must be 1 to 1440, --clients 1 to 9999, --fault one of ${faults}; ${values.minutes}, ${clients} and ${fault} came.`,
  )
  process.exit(2)
}

const LIVE_SET_WITHIN = 0.03
const LOOK_EVERY_MS = 5_000
const STRETCHES = 5
/** Shorter looks go by the demo's time, in which a warm-up is 45 s; longer ones by the product's own numbers, as a service would. */
const OWN_SETTINGS_FROM_MIN = 20
/** The first sixth is warm-up: code is compiled, caches and the pool fill. */
const WARM_UP_SHARE = 1 / 6

const here = fileURLToPath(new URL('.', import.meta.url))
const gateway = (name: string, args: string[]): MemberPlan => ({
  name: `gateway/${name}`,
  program: 'gateway',
  args,
  heapLimitMib: 1_024,
  youngMib: 1,
})
// Slower than the demo's: many clients that each do little, as on a gateway.
const driverArgs = ['--clients', clients, '--slower', '5']
const plans: MemberPlan[] = [
  gateway('bounded', []),
  gateway(fault, ['--fault', fault]),
  { name: 'driver', program: 'driver', args: driverArgs, heapLimitMib: 1_024, youngMib: 8 },
]

const troubles: string[] = []
const seen = new Map<string, Flagged>()
const ended = new AbortController()
process.once('SIGINT', () => ended.abort())
process.once('SIGTERM', () => ended.abort())
void run()

async function run(): Promise<void> {
  process.env['TIDEMARK_SETTINGS'] = minutes < OWN_SETTINGS_FROM_MIN ? values.settings : ''
  const data = await mkdtemp(join(tmpdir(), 'tidemark-soak-'))
  const hub = new KilledHub(join(here, '..', 'cli', 'tidemark.cjs'), data, null)
  try {
    const hubUrl = await hub.start()
    if (hubUrl === null) throw new Error('the hub did not start')
    const fleet = new Fleet({ plans, folder: here, hubUrl, say: (sentence) => troubles.push(sentence) })
    fleet.start()
    try {
      process.exitCode = (await soak(hubUrl)) ? 0 : 1
    } finally {
      await fleet.stop()
    }
  } finally {
    await hub.stop()
    await rm(data, { recursive: true, force: true })
  }
}

/** Answers whether what it is there to show was seen. */
async function soak(hubUrl: string): Promise<boolean> {
  const startedAtMs = Date.now()
  const untilMs = startedAtMs + minutes * 60_000
  while (Date.now() < untilMs && !ended.signal.aborted) {
    await pause(Math.min(LOOK_EVERY_MS, untilMs - Date.now()), undefined, { signal: ended.signal }).catch(() => {})
    look(await processesAt(hubUrl), startedAtMs)
  }
  const toMs = Date.now()
  const fromMs = startedAtMs + (toMs - startedAtMs) * WARM_UP_SHARE
  const processes = await processesAt(hubUrl)
  const clientsSeen = processes.map(
    ({ series }) => series.find(({ name }) => name === 'clients.ws')?.latest ?? 'unknown',
  )
  console.log(
    `${((toMs - startedAtMs) / 60_000).toFixed(1)} min, ${clients} clients on each gateway (now ${clientsSeen.join(' and ')}), one in ten dying without a word\n`,
  )
  const spreads = new Map<string, number>()
  for (const one of processes) {
    const liveSet = liveSetOf(await liveSetPoints(hubUrl, one.id, fromMs, toMs), fromMs, toMs, STRETCHES)
    spreads.set(one.instance, liveSet.spread)
    console.log(linesOf(`${one.service}/${one.instance}`, liveSet, flagsOf(one.instance)).join('\n'))
  }
  for (const trouble of troubles) console.log(`trouble: ${trouble}`)
  const isLevel = (spreads.get('bounded') ?? Number.NaN) <= LIVE_SET_WITHIN
  const isRight = isLevel && flagsOf('bounded').length === 0 && flagsOf(fault).length > 0 && troubles.length === 0
  console.log(
    `\n${isRight ? 'held' : 'MISSED'}: bounded within ${LIVE_SET_WITHIN * 100} % and never flagged, leaky flagged`,
  )
  return isRight
}

function look(processes: readonly ProcessSummary[], startedAtMs: number): void {
  for (const { instance, flagDetails } of processes) {
    for (const { flag, series = '', reason } of flagDetails) {
      const key = `${instance} ${flag} ${series}`
      if (!seen.has(key)) seen.set(key, { flag, series, reason, afterMs: Date.now() - startedAtMs })
    }
  }
}

function flagsOf(instance: string): Flagged[] {
  return [...seen].filter(([key]) => key.startsWith(`${instance} `)).map(([, flagged]) => flagged)
}

async function processesAt(hubUrl: string): Promise<ProcessSummary[]> {
  const answer = await fetch(`${hubUrl}/api/v1/processes`)
  const { processes } = (await answer.json()) as { processes: ProcessSummary[] }
  return processes.toSorted((a, b) => a.instance.localeCompare(b.instance))
}

async function liveSetPoints(hubUrl: string, id: string, fromMs: number, toMs: number): Promise<readonly Point[]> {
  const range = `fromMs=${Math.round(fromMs)}&toMs=${Math.round(toMs)}`
  const answer = await fetch(`${hubUrl}/api/v1/processes/${id}/series?name=memory.live_set&${range}`)
  const { series } = (await answer.json()) as { series: { points: Point[] }[] }
  return series[0]?.points ?? []
}
