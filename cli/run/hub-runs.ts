/** What `tidemark run` asks of the hub: which process the program is, and a run of an investigation from its begin to its end. */
import { hostname } from 'node:os'
import type { ProcessSummary } from '../../lib/protocol/http-api'
import type { Investigation, Run, RunSettings } from '../../lib/protocol/investigations'
import { HubApi } from '../hub-api'
import { familyOf } from './family'

/** Clocks of one machine; what the runtime calls its start lies a little before the program's. */
const BEFORE_MS = 2_000
/** By then a program that embeds the agent has taken over, perhaps under another name. */
const SETTLED_MS = 2_000

export interface RunWanted {
  label: string
  settings: RunSettings
  /** `null`: the newest of the service, or a new one. */
  investigation: string | null
  title: string | null
  metric: string | null
}

export interface BegunRun {
  investigation: Investigation
  run: Run
}

/** Throws an Error with a sentence where the hub refuses or does not answer. */
export class HubRuns {
  readonly #hub: HubApi

  constructor(url: string, adminPassword: string | undefined) {
    this.#hub = new HubApi(url, adminPassword)
  }

  /** The process whose agent reports from this pid, or from one that it started; `null` while there is none. */
  async find(pid: number, sinceMs: number): Promise<ProcessSummary | null> {
    const { processes } = (await this.#hub.ask('GET', 'processes')) as { processes: ProcessSummary[] }
    const family = familyOf(pid)
    const own = processes.filter(
      ({ host, pid, startedAtMs, lastFrameAtMs }) =>
        host === hostname() &&
        startedAtMs >= sinceMs - BEFORE_MS &&
        family.has(pid) &&
        lastFrameAtMs !== null &&
        lastFrameAtMs - startedAtMs >= SETTLED_MS,
    )
    return own.toSorted((a, b) => a.startedAtMs - b.startedAtMs)[0] ?? null
  }

  async begin(found: ProcessSummary, wanted: RunWanted): Promise<BegunRun> {
    const investigation = await this.#investigationFor(found.service, wanted)
    // An answer that came too late may have been a run: the same start of the same process is no second one.
    const begun = investigation.runs.find(
      ({ by, process, fromMs }) => by === 'program' && process === found.id && fromMs === found.startedAtMs,
    )
    if (begun !== undefined) return { investigation, run: begun }
    const { label, settings } = wanted
    const body = { label, settings, process: found.id, fromMs: found.startedAtMs, by: 'program' }
    const run = (await this.#hub.ask(
      'POST',
      `investigations/${encodeURIComponent(investigation.id)}/runs`,
      body,
    )) as Run
    return { investigation, run }
  }

  async end({ investigation, run }: BegunRun): Promise<void> {
    const path = `investigations/${encodeURIComponent(investigation.id)}/runs/${encodeURIComponent(run.id)}/end`
    await this.#hub.ask('POST', path, {})
  }

  address({ investigation }: BegunRun): string {
    return `${this.#hub.url}/investigations?id=${encodeURIComponent(investigation.id)}`
  }

  async #investigationFor(service: string, { investigation, title, metric }: RunWanted): Promise<Investigation> {
    const { investigations } = (await this.#hub.ask('GET', 'investigations')) as { investigations: Investigation[] }
    if (investigation !== null) {
      const named = investigations.find(({ id }) => id === investigation)
      if (named === undefined) throw new Error(`no investigation has the id ${JSON.stringify(investigation)}.`)
      return named
    }
    const own = investigations.filter((one) => one.service === service && (title === null || one.title === title))
    if (own[0] !== undefined) return own[0]
    const body = {
      title: title ?? `What holds the memory of ${service}?`,
      service,
      followsLives: false,
      ...(metric === null ? {} : { metric }),
    }
    return (await this.#hub.ask('POST', 'investigations', body)) as Investigation
  }
}
