/**
 * The core on a worker thread that is started again when it ends: by a fault, or by lack of memory. What was acknowledged is
 * on disk, and the new thread finds it there; what was not is refused, so that agents send it again.
 */
import { CoreLost, type CoreLink } from './core-calls'
import type { CoreCalls, CoreOperation } from './core-wire'
import { type HistoryThread, startHistoryThread } from './history-thread'
import type { LogLevel, StoreSettings } from './options'

const FIRST_RETRY_MS = 50
const LAST_RETRY_MS = 10_000
/** A thread that ran so long did not end by what ended the one before. */
const STABLE_MS = 60_000

export interface WorkerLinkOptions {
  workerUrl: URL
  settings: StoreSettings
  now: () => number
  onLog: (level: LogLevel, message: string) => void
}

/** Rejects where the database cannot be opened. */
export async function openWorkerLink(options: WorkerLinkOptions): Promise<CoreLink> {
  return new WorkerLink(options, await startThread(options))
}

class WorkerLink implements CoreLink {
  restarts = 0
  onLost: (error: CoreLost) => void = () => undefined
  private thread: HistoryThread | CoreLost
  private retryMs = FIRST_RETRY_MS
  private retry: NodeJS.Timeout | undefined
  private starting: Promise<void> | undefined
  private closed = false

  constructor(
    private readonly options: WorkerLinkOptions,
    first: HistoryThread,
  ) {
    this.thread = first
    this.watch(first)
  }

  call<O extends CoreOperation>(operation: O, input: CoreCalls[O][0]): Promise<CoreCalls[O][1]> {
    return this.thread instanceof CoreLost ? Promise.reject(this.thread) : this.thread.call(operation, input)
  }

  catchUp(): boolean {
    return !(this.thread instanceof CoreLost) && this.thread.catchUp()
  }

  async end(): Promise<void> {
    this.closed = true
    clearTimeout(this.retry)
    await this.starting
    const last = this.thread
    this.thread = new CoreLost('the history is closed')
    if (!(last instanceof CoreLost)) await last.end()
  }

  private watch(thread: HistoryThread): void {
    const startedMs = performance.now()
    void thread.ended.then((lost) => this.hasEnded(lost, performance.now() - startedMs))
  }

  private hasEnded(lost: CoreLost, afterMs: number): void {
    if (this.closed) return
    if (afterMs >= STABLE_MS) this.retryMs = FIRST_RETRY_MS
    this.options.onLog('error', `${capital(lost.message)}; another one is started.`)
    this.startLater(lost)
    this.onLost(lost)
  }

  private startLater(lost: CoreLost): void {
    this.thread = new CoreLost(`${lost.message}; another one is being started`)
    this.retry = setTimeout(() => {
      this.starting = this.startAgain()
    }, this.retryMs)
    this.retryMs = Math.min(LAST_RETRY_MS, this.retryMs * 2)
  }

  private async startAgain(): Promise<void> {
    try {
      const thread = await startThread(this.options)
      this.restarts++
      this.thread = thread
      this.watch(thread)
    } catch (error) {
      const lost =
        error instanceof CoreLost ? error : new CoreLost(error instanceof Error ? error.message : String(error))
      this.options.onLog('error', `The history's thread could not be started again: ${lost.message}`)
      if (!this.closed) this.startLater(lost)
    }
  }
}

function startThread({ workerUrl, settings, now, onLog }: WorkerLinkOptions): Promise<HistoryThread> {
  return startHistoryThread(workerUrl, { settings, nowMs: now() }, onLog)
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
