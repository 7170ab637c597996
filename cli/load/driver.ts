/** Clients that come over a while and ask at an even pace, whatever the target makes of it: what is owed is bounded, and nothing piles up. */
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'
import type { LoadPlan } from './plan'

export interface LoadClient {
  /** Resolves when it is answered; rejects with an Error whose message says what became of it. `n` counts from 1 over all clients. */
  ask(n: number): Promise<void>
  close(): void
}

export interface Tally {
  asked: number
  answered: number
  failed: number
  /** What was owed while every client waited for an answer. */
  heldBack: number
  /** How often each failure was seen; the first ones by name, the others together. */
  failures: Map<string, number>
}

const TICK_MS = 20
/** A client whose request failed waits before it asks again: a target that is away is not stormed. */
const AFTER_FAILURE_MS = 500
/** What is owed after a stall of this program is at most so much. */
const MOST_OWED_MS = 1_000
const LAST_ANSWERS_MS = 2_000
const NAMED_FAILURES = 20
const OTHERS = 'other failures'
const NS_PER_MS = 1_000_000

export class Driver {
  readonly tally: Tally = { asked: 0, answered: 0, failed: 0, heldBack: 0, failures: new Map() }
  readonly latencyNs: RecordableHistogram = createHistogram()
  readonly #plan: LoadPlan
  readonly #open: () => LoadClient
  readonly #clients: LoadClient[] = []
  readonly #idle: LoadClient[] = []
  readonly #rests = new Set<NodeJS.Timeout>()
  /** Of the time since somebody last looked. */
  #recentNs: RecordableHistogram = createHistogram()
  #inFlight = 0
  #owed = 0

  constructor(plan: LoadPlan, open: () => LoadClient) {
    this.#plan = plan
    this.#open = open
  }

  get clients(): number {
    return this.#clients.length
  }

  /** The slowest of a hundred since the last call, in ms; `null` where nothing was answered. */
  takeP99Ms(): number | null {
    const recent = this.#recentNs
    this.#recentNs = createHistogram()
    return recent.count === 0 ? null : recent.percentile(99) / NS_PER_MS
  }

  /** Resolves when the time of the plan is over, or `signal` said so, and the last answers are in. */
  async run(signal: AbortSignal): Promise<void> {
    const { forMs } = this.#plan
    const startedMs = performance.now()
    let beforeMs = startedMs
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearInterval(timer)
        clearTimeout(over)
        resolve()
      }
      const timer = setInterval(() => {
        const nowMs = performance.now()
        this.#come(nowMs - startedMs)
        this.#pay(nowMs - beforeMs)
        beforeMs = nowMs
      }, TICK_MS)
      const over = setTimeout(end, forMs)
      if (signal.aborted) end()
      signal.addEventListener('abort', end, { once: true })
    })
    await this.#finish()
  }

  #come(elapsedMs: number): void {
    const { clients, rampMs } = this.#plan
    const share = rampMs === 0 ? 1 : Math.min(1, elapsedMs / rampMs)
    const wanted = Math.max(1, Math.floor(clients * share))
    while (this.#clients.length < wanted) {
      const client = this.#open()
      this.#clients.push(client)
      this.#idle.push(client)
    }
  }

  #pay(passedMs: number): void {
    const { perSecond, clients } = this.#plan
    const pace = perSecond * (this.#clients.length / clients)
    this.#owed += (pace * Math.min(MOST_OWED_MS, passedMs)) / 1_000
    for (; this.#owed >= 1; this.#owed--) {
      const client = this.#idle.shift()
      if (client === undefined) this.tally.heldBack++
      else void this.#ask(client)
    }
  }

  async #ask(client: LoadClient): Promise<void> {
    const { tally } = this
    const startedMs = performance.now()
    this.#inFlight++
    try {
      await client.ask(++tally.asked)
      const tookNs = Math.max(1, Math.round((performance.now() - startedMs) * NS_PER_MS))
      this.latencyNs.record(tookNs)
      this.#recentNs.record(tookNs)
      tally.answered++
      this.#idle.push(client)
    } catch (error) {
      this.#failed(error instanceof Error ? error.message : String(error))
      this.#rest(client)
    } finally {
      this.#inFlight--
    }
  }

  #failed(message: string): void {
    const { tally } = this
    tally.failed++
    const isNamed = tally.failures.has(message) || tally.failures.size < NAMED_FAILURES
    const name = isNamed ? message : OTHERS
    tally.failures.set(name, (tally.failures.get(name) ?? 0) + 1)
  }

  #rest(client: LoadClient): void {
    const timer = setTimeout(() => {
      this.#rests.delete(timer)
      this.#idle.push(client)
    }, AFTER_FAILURE_MS)
    this.#rests.add(timer)
  }

  async #finish(): Promise<void> {
    const untilMs = performance.now() + LAST_ANSWERS_MS
    while (this.#inFlight > 0 && performance.now() < untilMs)
      await new Promise((resolve) => setTimeout(resolve, TICK_MS))
    for (const timer of this.#rests) clearTimeout(timer)
    for (const client of this.#clients) client.close()
  }
}
