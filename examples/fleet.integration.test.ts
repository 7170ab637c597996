/** The real programs against the real hub: what leaks is flagged with the right words, what does not is left alone. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStoreInThread } from '../lib/history/sqlite/open-store'
import { readConfig } from '../lib/hub/config'
import { type RunningHub, startHub } from '../lib/hub/hub'
import type { ProcessSummary } from '../lib/protocol/http-api'
import { Fleet } from './fleet/fleet'
import { FLEET, MORE_MEMBERS } from './fleet/members'
import { bundlePrograms } from './testing/bundle'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const DEADLINE_MS = 300_000
const HEALTHY = ['gateway/bounded', 'worker/batches', 'small-server/bounded']
const PLANS = [...FLEET, ...MORE_MEMBERS]

let folder: string
let hub: RunningHub
let fleet: Fleet
/** Every flag that ever was up on a healthy process. */
const accused = new Set<string>()
const watching = new AbortController()
const troubles: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidemark-fleet-'))
  await bundlePrograms(folder, [...new Set(PLANS.map(({ program }) => program))])
  const settings = join(HERE, 'demo-settings.json')
  const config = readConfig({ port: '0', data: join(folder, 'data'), settings }, { TIDEMARK_LOG: 'error' })
  if (!config.ok) throw new Error(config.message)
  hub = await startHub(config.value, {
    dashboardFolder: join(folder, 'dashboard'),
    version: 'test',
    openStore: ({ dataFolder }) => openStoreInThread({ folder: dataFolder }),
  })
  fleet = new Fleet({ plans: PLANS, folder, hubUrl: hub.address, say: (sentence) => troubles.push(sentence) })
  fleet.start()
})

afterAll(async () => {
  watching.abort()
  await fleet?.stop()
  await hub?.stop()
  await rm(folder, { recursive: true, force: true })
})

describe('the demo fleet at the hub', () => {
  it.concurrent(
    'gateway/streams-kept gets orphaned, then growth on streams.ws, and orphaned is taken back once the fault is switched off by its signal',
    async () => {
      await awaitFlag('gateway/streams-kept', 'orphaned', 'streams.ws')
      await awaitFlag('gateway/streams-kept', 'growth', 'streams.ws')
      const { pid } = await processNamed('gateway/streams-kept')
      process.kill(pid, 'SIGUSR2')
      await awaitProcess('gateway/streams-kept', ({ flags }) => (flags.includes('orphaned') ? undefined : true))
    },
    2 * DEADLINE_MS,
  )

  it.concurrent.each([
    ['gateway/no-sweep', 'growth', 'registry.services'],
    ['gateway/calls-kept', 'not-draining', 'pending.calls'],
    ['gateway/no-bound', 'growth', 'pool.mesh'],
    ['gateway/silent-kept', 'growth', 'clients.ws'],
    ['api/listeners', 'growth', 'listeners.configuration'],
    ['small-server/half-kept', 'not-draining', 'pending.requests'],
    ['small-server/eager-handler', 'not-draining', 'pending.handlers'],
    ['small-server/children-kept', 'orphaned', 'streams.reports'],
    ['small-server/query-keys', 'growth', 'cache.pages'],
    ['small-server/no-limit', 'growth', 'clients.http'],
  ])('%s gets the flag %s on %s, with the series in the reason', awaitFlag, DEADLINE_MS + 10_000)

  it.concurrent(
    'small-server/accept-loop gets the flag silent, though its process is there',
    async () => {
      const { pid } = await awaitProcess('small-server/accept-loop', (one) =>
        one.flags.includes('silent') ? one : undefined,
      )
      expect(process.kill(pid, 0)).toBe(true)
    },
    DEADLINE_MS + 10_000,
  )

  it.concurrent(
    'reports/nightly is one process of several lives, each of which keeps its reports',
    async () => {
      const kept = await awaitProcess('reports/nightly', ({ lives, series }) => {
        const latest = series.find(({ name }) => name === 'reports.kept')?.latest
        return lives >= 3 && latest != null && latest > 0 ? latest : undefined
      })
      // Ten a second, and a life ends after forty seconds.
      expect(kept).toBeLessThan(600)
    },
    DEADLINE_MS + 10_000,
  )

  it('leaves the bounded gateway, the bounded small server and the healthy worker alone all that time', async () => {
    const processes = await processesAt(hub.address)
    expect(processes.map(nameOf)).toEqual(expect.arrayContaining(HEALTHY))
    expect([...accused]).toEqual([])
  })

  it('has no program that ended by itself', () => {
    expect(troubles).toEqual([])
  })
})

/** Waits for the flag; its reason names the series. */
async function awaitFlag(name: string, flag: string, series: string): Promise<void> {
  const found = await awaitProcess(name, ({ flagDetails }) =>
    flagDetails.find((detail) => detail.flag === flag && detail.series === series),
  )
  expect(found.reason).toContain(series)
  expect(found.sinceMs).toBeLessThanOrEqual(Date.now())
}

/** Asks the hub once a second until `find` answers; whoever looks, the healthy processes are looked at too. */
async function awaitProcess<T>(name: string, find: (process: ProcessSummary) => T | undefined): Promise<T> {
  const deadlineMs = performance.now() + DEADLINE_MS
  let last: ProcessSummary | undefined
  while (performance.now() < deadlineMs) {
    const processes = await processesAt(hub.address)
    for (const healthy of processes.filter((one) => HEALTHY.includes(nameOf(one)))) {
      for (const { flag, reason } of healthy.flagDetails) accused.add(`${nameOf(healthy)} ${flag}: ${reason}`)
    }
    last = processes.find((one) => nameOf(one) === name)
    const found = last && find(last)
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
  throw new Error(`${name} did not get there; its flags: ${JSON.stringify(last?.flagDetails)}`)
}

async function processNamed(name: string): Promise<ProcessSummary> {
  const found = (await processesAt(hub.address)).find((one) => nameOf(one) === name)
  if (!found) throw new Error(`the hub does not know ${name}`)
  return found
}

async function processesAt(address: string): Promise<ProcessSummary[]> {
  const answer = await fetch(`${address}/api/v1/processes`, { signal: watching.signal })
  return ((await answer.json()) as { processes: ProcessSummary[] }).processes
}

function nameOf({ service, instance }: { service: string; instance: string }): string {
  return `${service}/${instance}`
}
