/** What snapshots hold, worked out on a thread: one at a time, since each takes a gigabyte, and the newest are remembered. */
import type { HeapFiles, InWorkerOptions, RunningAnalysis } from '../../heap/snapshot/analysis-thread'
import type { SnapshotAnswer, SnapshotProgress } from '../../protocol/snapshot-answer'

const REMEMBERED = 20
const WAITING = 10

export type Analyse = (files: HeapFiles, options: InWorkerOptions) => RunningAnalysis

export type ReportState =
  | ({ state: 'working' } & SnapshotProgress)
  | { state: 'ready'; answer: SnapshotAnswer }
  | { state: 'failed'; message: string }

interface Entry {
  files: HeapFiles
  now: ReportState
}

export class SnapshotReports {
  readonly #analyse: Analyse
  /** In the order in which they were asked for last. */
  readonly #entries = new Map<string, Entry>()
  #waiting: string[] = []
  #running: RunningAnalysis | null = null
  #isStopped = false

  constructor(analyse: Analyse) {
    this.#analyse = analyse
  }

  /** Begins where it is not known yet; one that failed is tried again. */
  ask(key: string, files: HeapFiles): ReportState {
    const known = this.#entries.get(key)
    const isTriedAgain = known?.now.state === 'failed'
    if (known && !isTriedAgain) {
      this.#entries.delete(key)
      this.#entries.set(key, known)
      return known.now
    }
    if (this.#waiting.length >= WAITING)
      return { state: 'failed', message: `${WAITING} analyses wait already; ask again when some are done.` }
    const before = known?.now
    const entry: Entry = { files, now: { state: 'working', phase: 'waiting', share: null } }
    this.#entries.set(key, entry)
    this.#waiting.push(key)
    this.#trim()
    this.#next()
    // Whoever asks again is told of the fault first, once.
    if (before?.state === 'failed') return before
    return entry.now
  }

  /** A capture is gone: so is what was made of it. */
  forget(capture: string): void {
    for (const key of this.#entries.keys()) if (key.split(' ').includes(capture)) this.#entries.delete(key)
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#waiting = []
    await this.#running?.cancel()
  }

  #next(): void {
    if (this.#running || this.#isStopped) return
    const key = this.#waiting.shift()
    const entry = key === undefined ? undefined : this.#entries.get(key)
    if (key === undefined) return
    if (!entry) return this.#next()
    const running = this.#analyse(entry.files, {
      onProgress: (phase, share) => {
        entry.now = { state: 'working', phase, share: share > 0 ? share : null }
      },
    })
    this.#running = running
    void this.#settle(entry, running)
  }

  async #settle(entry: Entry, { report }: RunningAnalysis): Promise<void> {
    try {
      entry.now = { state: 'ready', answer: await report }
    } catch (error) {
      entry.now = { state: 'failed', message: error instanceof Error ? error.message : String(error) }
    }
    this.#running = null
    this.#next()
  }

  #trim(): void {
    for (const [key, { now }] of this.#entries) {
      if (this.#entries.size <= REMEMBERED) break
      if (now.state !== 'working') this.#entries.delete(key)
    }
  }
}
