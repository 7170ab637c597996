/** What Tidemark says of the memory of the hub and of the agents while the soak goes on. */
import { processId } from '../lib/protocol/process-id'
import type { ProcessDetail, ProcessSummary } from '../lib/protocol/http-api'
import type { VerdictWord } from '../lib/protocol/vocabulary'
import type { SoakHub } from './hub'

export interface MemoryTold {
  /** Resident memory of the hub as the system counts it: minutes since the start, and bytes. */
  hubRss: { minutes: number; bytes: number }[]
  /** Every time that growth was seen: where, when, and why in the detector's words. */
  growth: string[]
  /** The last verdict over the resident set of each process with agents, counted. */
  agents: Partial<Record<VerdictWord, number>>
  /** Of the hub itself. */
  hub: { verdict: VerdictWord; reason: string } | null
}

const EVERY_MS = 15_000
const RSS = 'memory.rss'
const HUB = processId('tidemark-hub', 'soak')
const GROWTH: readonly VerdictWord[] = ['growing']

export class MemoryWatch {
  readonly told: MemoryTold = { hubRss: [], growth: [], agents: {}, hub: null }
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
    const isMasked = process.flags.includes('restart-masked')
    if (process.id === HUB || GROWTH.includes(verdict) || isMasked) {
      const detail = (await this.get(`/api/v1/processes/${process.id}`)) as ProcessDetail
      const { reason } = detail.series.find(({ name }) => name === RSS)?.verdict ?? { reason: '' }
      if (process.id === HUB) this.told.hub = { verdict, reason }
      if (GROWTH.includes(verdict) || isMasked) this.note(process, isMasked, reason)
    }
    if (process.id !== HUB) this.told.agents[verdict] = (this.told.agents[verdict] ?? 0) + 1
  }

  private note({ service, instance, boot }: ProcessSummary, isMasked: boolean, reason: string): void {
    if (this.seen.has(boot)) return
    this.seen.add(boot)
    const where = `${service} ${instance} at minute ${this.minutes.toFixed(1)}`
    this.told.growth.push(`${where}${isMasked ? ' (restart-masked)' : ''}: ${reason}`)
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
