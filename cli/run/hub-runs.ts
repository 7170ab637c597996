/** What `tidemark run` asks of the hub: which process the program is, and a run of an investigation from its begin to its end. */
import { hostname } from 'node:os'
import type { ApiError, ProcessSummary } from '../../lib/protocol/http-api'
import type { Investigation, Run, RunSettings } from '../../lib/protocol/investigations'
import { familyOf } from './family'

const ANSWER_WITHIN_MS = 5_000
/** Clocks of one machine; what the runtime calls its start lies a little before the program's. */
const BEFORE_MS = 2_000

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
  readonly #url: string
  readonly #headers: Record<string, string>

  constructor(url: string, adminPassword: string | undefined) {
    this.#url = url
    this.#headers = adminPassword
      ? { authorization: `Basic ${Buffer.from(`admin:${adminPassword}`).toString('base64')}` }
      : {}
  }

  /** The process whose agent reports from this pid, or from one that it started; `null` while there is none. */
  async find(pid: number, sinceMs: number): Promise<ProcessSummary | null> {
    const { processes } = (await this.#ask('GET', 'processes')) as { processes: ProcessSummary[] }
    const family = familyOf(pid)
    const own = processes.filter(
      (one) => one.host === hostname() && one.startedAtMs >= sinceMs - BEFORE_MS && family.has(one.pid),
    )
    return own.toSorted((a, b) => a.startedAtMs - b.startedAtMs)[0] ?? null
  }

  async begin(found: ProcessSummary, wanted: RunWanted): Promise<BegunRun> {
    const investigation = await this.#investigationFor(found.service, wanted)
    const { label, settings } = wanted
    const body = { label, settings, process: found.id, fromMs: found.startedAtMs, by: 'program' }
    const run = (await this.#ask('POST', `investigations/${encodeURIComponent(investigation.id)}/runs`, body)) as Run
    return { investigation, run }
  }

  async end({ investigation, run }: BegunRun): Promise<void> {
    const path = `investigations/${encodeURIComponent(investigation.id)}/runs/${encodeURIComponent(run.id)}/end`
    await this.#ask('POST', path, {})
  }

  address({ investigation }: BegunRun): string {
    return `${this.#url}/investigations?id=${encodeURIComponent(investigation.id)}`
  }

  async #investigationFor(service: string, { investigation, title, metric }: RunWanted): Promise<Investigation> {
    const { investigations } = (await this.#ask('GET', 'investigations')) as { investigations: Investigation[] }
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
    return (await this.#ask('POST', 'investigations', body)) as Investigation
  }

  async #ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.#url}/api/v1/${path}`, {
      method,
      headers: { ...this.#headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
    const known: unknown = await answer.json().catch(() => null)
    if (answer.ok) return known
    throw new Error((known as ApiError | null)?.error.message ?? `the hub answered ${answer.status}.`)
  }
}
