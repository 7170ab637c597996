/** What a load is, noted on a hub: as a process with its own series, and as marks at its begin and its end. */
import { tidemark } from '@tidemark/agent'
import type { SilenceView } from '../../lib/protocol/alert-api'
import { ANNOTATION_TITLE_CHARS } from '../../lib/protocol/annotations'
import { processId } from '../../lib/protocol/process-id'
import type { HubApi } from '../hub-api'
import type { Driver } from './driver'
import type { LoadPlan } from './plan'

const SERVICE = 'load'
const AUTHOR = 'tidemark load'
const YEAR_MS = 365 * 86_400_000

export interface NotedLoad {
  /** `sentence`: what became of it. Throws as `HubApi.ask` does. */
  end(sentence: string): Promise<void>
}

/** `service`: of the target, where it is known. Throws as `HubApi.ask` does, and then nothing was begun. */
export async function noteLoad(
  hub: HubApi,
  plan: LoadPlan,
  driver: Driver,
  sentence: string,
  service: string | undefined,
): Promise<NotedLoad> {
  const mark = (title: string) =>
    hub.ask('POST', 'annotations', {
      kind: 'note',
      title: title.slice(0, ANNOTATION_TITLE_CHARS),
      author: AUTHOR,
      ...(service === undefined ? {} : { service }),
    })
  const instance = plan.url.host
  await mark(`Load: ${sentence}`)
  await quietFor(hub, processId(SERVICE, instance), plan.forMs)
  const agent = tidemark({ url: hub.url, service: SERVICE, instance, allow: { heapSnapshot: false } })
  agent.counter('load.requests', () => driver.tally.asked, { help: 'Requests or events that were sent.' })
  agent.counter('load.failed', () => driver.tally.failed, { help: 'Of them, those that failed.' })
  agent.counter('load.held_back', () => driver.tally.heldBack, {
    help: 'Requests that were due while every client still waited for an answer.',
  })
  agent.clients('load', () => driver.clients, { max: plan.clients, help: 'Clients that have come.' })
  agent.gauge('load.p99_ms', () => driver.takeP99Ms(), {
    unit: 'ms',
    help: '99 of 100 answers of the last second came within this.',
  })
  return {
    async end(outcome) {
      await agent.stop(2_000)
      await mark(`Load is over: ${outcome}`)
    },
  }
}

/** A load comes to its end, and its clients rise: of itself, neither is anybody's trouble. */
async function quietFor(hub: HubApi, process: string, forMs: number): Promise<void> {
  const nowMs = Date.now()
  const { silences } = (await hub.ask('GET', 'silences')) as { silences: SilenceView[] }
  const isQuiet = silences.some(
    ({ match, state, toMs }) => match.process === process && state === 'active' && toMs > nowMs + forMs + YEAR_MS / 2,
  )
  if (isQuiet) return
  const why = 'a load that tidemark load drives: it begins, rises and ends as it was told'
  await hub.ask('POST', 'silences', { match: { process }, fromMs: nowMs, toMs: nowMs + YEAR_MS, by: AUTHOR, why })
}
