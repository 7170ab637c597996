/**
 * When a growth fires, what is alive on that heap is captured at once, and again when the growth has doubled: their difference
 * names the line of code. Nobody has to be awake for it. Bounded: a fleet that leaks together is told by a few of it. Where the
 * settings allow snapshots, each profile is followed by one: it stops the process, so it comes last, and so many a day.
 */
import type { Alert } from '../../protocol/alerts'
import { type Capture, type CaptureKind, firstAndLast } from '../../protocol/captures'
import type { ProcessEntry } from '../roster/process-entry'
import type { Captures } from './captures'
import type { Operations } from './operations'
import type { CaptureNumbers } from './settings'

const BY_ITSELF = 'tidemark'
/** Of a growth; and one more where one failed. */
const PROFILES = 2

/** Replicas of one service at a time: they run the same code. */
const OF_A_SERVICE = 3
const AN_HOUR = 20
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const TICK_MS = 5_000

interface Watched {
  boot: string
  service: string
  alert: string
  secondAtMs: number
  /** The first one is being taken, or is there. */
  first: string | null
  isSecondTaken: boolean
  /** Somebody else was capturing the process when its profile was due; it is taken once that is over. */
  isProfileDue: boolean
  /** A snapshot is due, once the profile is there. */
  isSnapshotDue: boolean
}

/**
 * A life whose series begin to grow one after the other has an alert for each and is captured once for all that fire within this
 * time: they share its two profiles.
 */
const SHARED_MS = HOUR_MS

/** A growth that fires, or fired: of a process, since then, in the life with this boot. */
export interface FiredGrowth {
  process: string
  sinceMs: number
  /** Of the life that runs; absent where none does. */
  boot: string | undefined
}

/**
 * What was captured because it grew, the newest first: since it fired, and where that are no two profiles, also for an alert of the
 * same life that fired shortly before.
 */
export function capturesOfGrowth(captures: readonly Capture[], { process, sinceMs, boot }: FiredGrowth): Capture[] {
  const ofProcess = captures.filter((one) => one.by === BY_ITSELF && one.process === process)
  const own = ofProcess.filter(({ askedAtMs }) => askedAtMs >= sinceMs)
  if (firstAndLast(own, 'heap-profile') !== null) return own
  return ofProcess.filter(
    (one) => one.askedAtMs >= sinceMs || (one.boot === boot && one.askedAtMs >= sinceMs - SHARED_MS),
  )
}

export interface GrowthProfilesOptions {
  operations: Pick<Operations, 'takeProfile' | 'takeSnapshot'>
  captures: Pick<Captures, 'all' | 'isCapturing'>
  numbers: CaptureNumbers
  entry: (process: string) => ProcessEntry | undefined
  isAble: (process: string, kind: CaptureKind) => boolean
  nowMs: () => number
  onTrouble: (message: string, cause: unknown) => void
}

export class GrowthProfiles {
  readonly #options: GrowthProfilesOptions
  readonly #watched = new Map<string, Watched>()
  readonly #timer: NodeJS.Timeout
  #takenAtMs: number[] = []
  /** Also those of before a restart of the hub. */
  #snapshotsAtMs: number[]

  constructor(options: GrowthProfilesOptions) {
    this.#options = options
    this.#snapshotsAtMs = options.captures
      .all()
      .filter(({ by, kind }) => by === BY_ITSELF && kind === 'heap-snapshot')
      .map(({ askedAtMs }) => askedAtMs)
    this.#timer = setInterval(() => this.tick(), TICK_MS)
  }

  /** What was captured because `process` grew, of an alert since then; the newest first. */
  capturesOf(process: string, sinceMs: number): Capture[] {
    const { captures, entry } = this.#options
    return capturesOfGrowth(captures.all(), { process, sinceMs, boot: entry(process)?.life.boot })
  }

  /** The ids of the first and the last profile of them; `null` until there are two. */
  profilesOf(process: string, sinceMs: number): { before: string; after: string } | null {
    const two = firstAndLast(this.capturesOf(process, sinceMs), 'heap-profile')
    return two && { before: two.before.id, after: two.after.id }
  }

  /** An alert that fires, whether that is new or not. */
  onFiring(alert: Alert): void {
    if (alert.rule !== 'growth') return
    const { entry, isAble, nowMs } = this.#options
    const process = entry(alert.process)
    const known = this.#watched.get(alert.process)
    if (!process || known?.boot === process.life.boot || !isAble(alert.process, 'heap-profile')) return
    // The captures tell what was taken already: for another series of this life, or before a restart of the hub.
    const asked = this.capturesOf(alert.process, alert.pendingAtMs).filter(
      ({ kind, boot }) => kind === 'heap-profile' && boot === process.life.boot,
    )
    const taken = asked.filter(({ state }) => state === 'ready')
    if (taken.length >= PROFILES || asked.length > PROFILES) return
    const first = taken.at(-1)
    const replicas = [...this.#watched.values()].filter(({ service }) => service === alert.service)
    if (replicas.length >= OF_A_SERVICE || !this.#hasRoom(nowMs())) return
    // Sampling needs something to have happened in between, and somebody may wait for the answer.
    const { leastMs, mostMs } = this.#options.numbers.secondProfile
    const lastedMs = (process.lastFrameAtMs ?? nowMs()) - alert.sinceMs
    const watched: Watched = {
      boot: process.life.boot,
      service: alert.service,
      alert: alert.id,
      secondAtMs: (first?.askedAtMs ?? nowMs()) + Math.min(mostMs, Math.max(leastMs, lastedMs)),
      first: first?.id ?? null,
      isSecondTaken: false,
      isProfileDue: false,
      isSnapshotDue: false,
    }
    this.#watched.set(alert.process, watched)
    if (first === undefined) void this.#take(process, watched)
  }

  tick(): void {
    for (const [id, watched] of this.#watched) {
      const process = this.#options.entry(id)
      if (process?.life.boot !== watched.boot) this.#watched.delete(id)
      else this.#goOn(process, watched)
    }
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #goOn(process: ProcessEntry, watched: Watched): void {
    const { captures, nowMs } = this.#options
    if (watched.isProfileDue || watched.isSnapshotDue) {
      if (captures.isCapturing(process.id)) return
      if (watched.isProfileDue) void this.#takeLate(process, watched)
      else {
        watched.isSnapshotDue = false
        void this.#takeSnapshot(process, watched)
      }
    } else if (watched.isSecondTaken) this.#watched.delete(process.id)
    else if (nowMs() >= watched.secondAtMs) {
      watched.isSecondTaken = true
      if (watched.first === null) this.#watched.delete(process.id)
      else void this.#take(process, watched)
    }
  }

  /** The second one waits as long after a first that came late as after one that came at once. */
  async #takeLate(process: ProcessEntry, watched: Watched): Promise<void> {
    const { nowMs, numbers } = this.#options
    watched.isProfileDue = false
    watched.secondAtMs = Math.max(watched.secondAtMs, nowMs() + numbers.secondProfile.leastMs)
    await this.#take(process, watched)
  }

  async #take(process: ProcessEntry, watched: Watched): Promise<void> {
    const { operations, nowMs, numbers, isAble, onTrouble } = this.#options
    this.#takenAtMs.push(nowMs())
    try {
      const taken = await operations.takeProfile(process, BY_ITSELF, 0, watched.alert)
      if (taken.ok) watched.first ??= taken.value.id
      else if (taken.code === 'busy') {
        watched.isProfileDue = true
        return
      }
      watched.isSnapshotDue = numbers.snapshotsADay > 0 && isAble(process.id, 'heap-snapshot')
    } catch (error) {
      onTrouble('a profile of a growth could not be taken', error)
    }
  }

  /** What the target refuses, because it has no memory for it, counts as well: nobody asks it again and again. */
  async #takeSnapshot(process: ProcessEntry, watched: Watched): Promise<void> {
    const { operations, nowMs, numbers, onTrouble } = this.#options
    this.#snapshotsAtMs = this.#snapshotsAtMs.filter((atMs) => atMs > nowMs() - DAY_MS)
    if (this.#snapshotsAtMs.length >= numbers.snapshotsADay) return
    this.#snapshotsAtMs.push(nowMs())
    try {
      await operations.takeSnapshot(process, BY_ITSELF, false, watched.alert)
    } catch (error) {
      onTrouble('a snapshot of a growth could not be taken', error)
    }
  }

  #hasRoom(nowMs: number): boolean {
    this.#takenAtMs = this.#takenAtMs.filter((atMs) => atMs > nowMs - HOUR_MS)
    return this.#takenAtMs.length < AN_HOUR
  }
}
