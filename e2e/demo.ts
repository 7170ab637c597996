/** One hub and one demo fleet for all browser tests of a run: leaks take minutes to show, so they are waited for once. */
import { type APIRequestContext, expect, test as base } from '@playwright/test'
import type { AlertAnswer, AlertsAnswer } from '../lib/protocol/alert-api'
import type { Alert } from '../lib/protocol/alerts'
import { type Capture, firstAndLast } from '../lib/protocol/captures'
import type { ProcessSummary } from '../lib/protocol/http-api'
import { processId } from '../lib/protocol/process-id'
import type { FlagWord } from '../lib/protocol/vocabulary'
import { dataFolder, freePort, type RunningHub, startFleet, startHub } from './programs'

export const DEMO_SETTINGS = 'dist/examples/demo-settings.json'

export const BOUNDED = processId('gateway', 'bounded')
export const LISTENERS = processId('api', 'listeners')
export const STREAMS_KEPT = processId('gateway', 'streams-kept')
/** hub, and eight programs under it */
export const DEMO_PROCESSES = 8

export interface Demo {
  readonly url: string
  /** Ends the hub as a crash does, and starts it again after a while on the same port and data. */
  crash(awayMs: number): Promise<void>
}

export const test = base.extend<object, { demo: Demo }>({
  demo: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures are wanted
    async ({}, use) => {
      const folder = await dataFolder()
      const port = await freePort()
      const start = () => startHub({ port, folder: folder.path, settings: DEMO_SETTINGS })
      let hub: RunningHub = await start()
      const fleet = startFleet(hub.url)
      await use({
        url: hub.url,
        async crash(awayMs) {
          await hub.killHard()
          await new Promise((resolve) => setTimeout(resolve, awayMs))
          hub = await start()
        },
      })
      await fleet.stop()
      await hub.stop()
      await folder.remove()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: async ({ demo }, use) => use(demo.url),
})

export { expect }

export async function processes(request: APIRequestContext): Promise<ProcessSummary[]> {
  const answer = await request.get('/api/v1/processes')
  return ((await answer.json()) as { processes: ProcessSummary[] }).processes
}

/** Waits until the hub has flagged a process with a word. */
export async function flagged(request: APIRequestContext, id: string, flag: string): Promise<ProcessSummary> {
  let found: ProcessSummary | undefined
  await expect
    .poll(
      async () => {
        found = (await processes(request)).find((process) => process.id === id)
        return found?.flags
      },
      { message: `${id} is flagged ${flag}`, timeout: 200_000, intervals: [1_000] },
    )
    .toContain(flag)
  if (!found) throw new Error(`${id} is not known`)
  return found
}

/** Waits until the hub has an alert that fires for a process and rule. */
export async function fires(request: APIRequestContext, process: string, rule: FlagWord): Promise<Alert> {
  let found: Alert | undefined
  await expect
    .poll(
      async () => {
        const answer = await request.get('/api/v1/alerts', { params: { state: 'firing', process, rule } })
        ;[found] = ((await answer.json()) as AlertsAnswer).alerts
        return found?.state
      },
      { message: `${rule} of ${process} fires`, timeout: 200_000, intervals: [1_000] },
    )
    .toBe('firing')
  if (!found) throw new Error('it is gone')
  return found
}

/** Waits until the hub has taken its two profiles of a growth that fires. */
export async function profiled(request: APIRequestContext, { id, process }: Alert): Promise<void> {
  await expect
    .poll(
      async () => {
        const answer = await request.get(`/api/v1/alerts/${encodeURIComponent(id)}`)
        return firstAndLast(((await answer.json()) as AlertAnswer).captures, 'heap-profile') !== null
      },
      { message: `two profiles of ${process}`, timeout: 150_000, intervals: [1_000] },
    )
    .toBe(true)
}

/** The ready snapshots of a process, the newest first. */
export async function snapshotsOf(request: APIRequestContext, process: string): Promise<Capture[]> {
  const answer = await request.get('/api/v1/captures', { params: { process } })
  const { captures } = (await answer.json()) as { captures: Capture[] }
  return captures.filter(({ kind, state }) => kind === 'heap-snapshot' && state === 'ready')
}
