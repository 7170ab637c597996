/** What Tidemark says of the memory of the hub and of the agents while the soak goes on. */
import { processId } from '../lib/protocol/process-id'
import type { ProcessDetail, ProcessSummary } from '../lib/protocol/http-api'
import type { VerdictWord } from '../lib/protocol/vocabulary'
import type { SoakHub } from './hub'

export interface MemoryTold {
  /** Resident memory of the hub as the system counts it: minutes since the start, and bytes. */
  hubRss: { minutes: number; bytes: number }[]
  /** What of it is what: by series, the newest value at each look. */
  hubParts: Record<(typeof PARTS)[number], { minutes: number; bytes: number }[]>
  /** Every flag of growth, once in a life and series: where, when, and why in the detector's words. */
  growth: string[]
  /** The last verdict over the resident set of each process with agents, counted. */
  agents: Partial<Record<VerdictWord, number>>
  /** Of the hub itself. */
  hub: { verdict: VerdictWord; reason: string } | null
}

const EVERY_MS = 15_000
const RSS = 'memory.rss'
/** In use after the newest major collection; committed by V8; outside of it, but known to it; the rest: SQLite's cache, threads, what the allocator keeps. */
export const PARTS = ['memory.live_set', 'memory.heap_total', 'memory.external', 'memory.unattributed'] as const
const HUB = processId('tidemark-hub', 'soak')

export class MemoryWatch {
  readonly told: MemoryTold = {
    hubRss: [],
    hubParts: { 'memory.live_set': [], 'memory.heap_total': [], 'memory.external': [], 'memory.unattributed': [] },
    growth: [],
    agents: {},
    hub: null,
  }
  private readonly startedMs = performance.now()
  private readonly seen = new Set<string>()
  private readonly timer: NodeJS.Timeout
  private looking: Promise<void> = Promise.resolve()

  constructor(private readonly hub: SoakHub) {
    this.timer = setInterval(() => {
      this.looking = this.looking.then(() => this.look())
    }, EVERY_MS)
  }

  async stop(): Promise<MemoryTold> {
    clearInterval(this.timer)
    await this.looking
    await this.look()
    return this.told
  }

  private async look(): Promise<void> {
    const bytes = this.hub.rssBytes()
    if (bytes !== null) this.told.hubRss.push({ minutes: this.minutes, bytes })
    try {
      const { processes } = (await this.get('/api/v1/processes')) as { processes: ProcessSummary[] }
      this.told.agents = {}
      for (const process of processes) await this.judge(process)
    } catch {
      // The hub is away or stands still just now; the next look sees more.
    }
  }

  private async judge(process: ProcessSummary): Promise<void> {
    const verdict = process.series.find(({ name }) => name === RSS)?.verdict
    if (verdict === undefined) return
    for (const { flag, series = '', reason } of process.flagDetails)
      if (flag === 'growth' || flag === 'restart-masked') this.note(process, `${flag} of ${series}`, reason)
    if (process.id === HUB) await this.lookAtHub(process, verdict)
    else this.told.agents[verdict] = (this.told.agents[verdict] ?? 0) + 1
  }

  private async lookAtHub({ id, series }: ProcessSummary, verdict: VerdictWord): Promise<void> {
    const { minutes } = this
    for (const part of PARTS) {
      const bytes = series.find(({ name }) => name === part)?.latest
      if (typeof bytes === 'number') this.told.hubParts[part].push({ minutes, bytes })
    }
    const detail = (await this.get(`/api/v1/processes/${id}`)) as ProcessDetail
    const reason = detail.series.find(({ name }) => name === RSS)?.verdict.reason ?? ''
    this.told.hub = { verdict, reason }
  }

  private note({ service, instance, boot }: ProcessSummary, what: string, reason: string): void {
    const once = `${boot} ${what}`
    if (this.seen.has(once)) return
    this.seen.add(once)
    this.told.growth.push(`${service} ${instance} at minute ${this.minutes.toFixed(1)}, ${what}: ${reason}`)
  }

  private get minutes(): number {
    return (performance.now() - this.startedMs) / 60_000
  }

  private async get(path: string): Promise<unknown> {
    const response = await fetch(`${this.hub.url}${path}`, { signal: AbortSignal.timeout(10_000) })
    if (!response.ok) throw new Error(`${path} answered ${response.status}`)
    return response.json()
  }
}
