/**
 * When a growth fires, what is alive on that heap is captured at once, and again when the growth has doubled: their difference
 * names the line of code. Nobody has to be awake for it. Bounded: a fleet that leaks together is told by a few of it.
 */
import type { Alert } from '../../protocol/alerts'
import type { ProcessEntry } from '../roster/process-entry'
import type { Captures } from './captures'
import type { Operations } from './operations'

export const BY_ITSELF = 'tidemark'

/** Replicas of one service at a time: they run the same code. */
const OF_A_SERVICE = 3
const AN_HOUR = 20
const HOUR_MS = 3_600_000
/** Sampling needs something to have happened in between, and somebody may wait for the answer. */
const SECOND_AFTER_MS: readonly [least: number, most: number] = [60_000, 6 * HOUR_MS]
const TICK_MS = 5_000

interface Watched {
  boot: string
  service: string
  alert: string
  secondAtMs: number
  /** The first one is being taken, or is there. */
  first: string | null
}

export interface GrowthProfilesOptions {
  operations: Pick<Operations, 'takeProfile'>
  captures: Pick<Captures, 'all'>
  entry: (process: string) => ProcessEntry | undefined
  isAble: (process: string) => boolean
  nowMs: () => number
  onTrouble: (message: string, cause: unknown) => void
}

export class GrowthProfiles {
  readonly #options: GrowthProfilesOptions
  readonly #watched = new Map<string, Watched>()
  readonly #timer: NodeJS.Timeout
  #takenAtMs: number[] = []

  constructor(options: GrowthProfilesOptions) {
    this.#options = options
    this.#timer = setInterval(() => this.tick(), TICK_MS)
  }

  /** An alert that fires, whether that is new or not. */
  onFiring(alert: Alert): void {
    if (alert.rule !== 'growth') return
    const { entry, isAble, captures, nowMs } = this.#options
    const process = entry(alert.process)
    const known = this.#watched.get(alert.process)
    if (!process || known?.boot === process.life.boot || !isAble(alert.process)) return
    // After a restart of the hub the captures tell what was taken already.
    const taken = captures.all().filter((one) => one.by === BY_ITSELF && one.process === alert.process)
    if (taken.some(({ boot }) => boot === process.life.boot)) return
    const replicas = [...this.#watched.values()].filter(({ service }) => service === alert.service)
    if (replicas.length >= OF_A_SERVICE || !this.#hasRoom(nowMs())) return
    const [least, most] = SECOND_AFTER_MS
    const doubledAfterMs = Math.min(most, Math.max(least, (process.lastFrameAtMs ?? nowMs()) - alert.sinceMs))
    const watched: Watched = {
      boot: process.life.boot,
      service: alert.service,
      alert: alert.id,
      secondAtMs: nowMs() + doubledAfterMs,
      first: null,
    }
    this.#watched.set(alert.process, watched)
    void this.#take(process, watched)
  }

  tick(): void {
    const nowMs = this.#options.nowMs()
    for (const [id, watched] of this.#watched) {
      const process = this.#options.entry(id)
      const isSameLife = process?.life.boot === watched.boot
      if (isSameLife && nowMs < watched.secondAtMs) continue
      this.#watched.delete(id)
      if (process && isSameLife && watched.first !== null) void this.#take(process, watched)
    }
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  async #take(process: ProcessEntry, watched: Watched): Promise<void> {
    this.#takenAtMs.push(this.#options.nowMs())
    try {
      const taken = await this.#options.operations.takeProfile(process, BY_ITSELF, 0, watched.alert)
      if (taken.ok) watched.first ??= taken.value.id
    } catch (error) {
      this.#options.onTrouble('a profile of a growth could not be taken', error)
    }
  }

  #hasRoom(nowMs: number): boolean {
    this.#takenAtMs = this.#takenAtMs.filter((atMs) => atMs > nowMs - HOUR_MS)
    return this.#takenAtMs.length < AN_HOUR
  }
}
