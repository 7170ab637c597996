/** A book that is played second by second, as the hub does it: what changes is kept, and messages are collected. */
import type { GrowthFacts } from '../../protocol/alerts'
import type { FlagWord } from '../../protocol/vocabulary'
import { AlertBook } from '../alert-book'
import { type AlertSettings, DEFAULT_ALERT_SETTINGS } from '../settings'
import type { AlertBookState, NearestBefore, ObservedProcess, OutgoingMessage, RaisedFlag } from '../shapes'

export const START_MS = Date.UTC(2026, 10, 21, 12)
export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE

/** Small numbers that are easy to count with: hold 1 min, quiet 5 min, gather 30 s. */
export const SETTINGS: AlertSettings = {
  ...DEFAULT_ALERT_SETTINGS,
  rules: Object.fromEntries(
    Object.keys(DEFAULT_ALERT_SETTINGS.rules).map((rule) => [
      rule,
      {
        holdMs: MINUTE,
        quietMs: 5 * MINUTE,
        restartQuietMs: 2 * HOUR,
        gatherMs: 30 * SECOND,
        gatherMaxMs: 10 * MINUTE,
      },
    ]),
  ) as AlertSettings['rules'],
}

export function aProcess(instance = 'host-a/0', over: Partial<ObservedProcess> = {}): ObservedProcess {
  const service = over.service ?? 'gateway'
  return {
    id: `${service}.${instance.replace('/', '~2f')}`,
    service,
    instance,
    labels: {},
    startedAtMs: START_MS - 24 * HOUR,
    boot: 'boot-1',
    ...over,
  }
}

export function aFlag(flag: FlagWord = 'growth', series = 'memory.live_set', growth?: GrowthFacts): RaisedFlag {
  return {
    flag,
    ...(flag === 'silent' ? {} : { series }),
    sinceMs: START_MS - HOUR,
    reason: `${series} breaks ${flag}.`,
    ...(growth ? { growth } : {}),
  }
}

/** Bytes an hour, and hours until the limit. */
export function growing(slopePerHour: number, limitInHours?: [number, number | null]): GrowthFacts {
  return {
    slopePerHour,
    slopeCi90: [slopePerHour * 0.9, slopePerHour * 1.1],
    unit: 'bytes',
    ...(limitInHours
      ? {
          limitAtMs: [
            START_MS + limitInHours[0] * HOUR,
            limitInHours[1] === null ? null : START_MS + limitInHours[1] * HOUR,
          ],
        }
      : {}),
  }
}

/** Ada takes on what is of this id, a group's or an alert's. */
export const acknowledged =
  (id: string, note = '') =>
  (book: AlertBook, nowMs: number): unknown =>
    book.acknowledge(id, { by: 'ada', note }, nowMs)

const byName = new Intl.Collator('en', { numeric: true })

interface Options {
  settings?: AlertSettings
  near?: NearestBefore
  /** After each step, the book is thrown away and made anew from what was kept, through JSON. */
  isRestarted?: boolean
}

export class PlayedBook {
  book: AlertBook
  nowMs = START_MS
  readonly sent: OutgoingMessage[] = []
  readonly #options: Options
  readonly #kept = {
    clockMs: 0,
    alerts: new Map<string, string>(),
    groups: new Map<string, string>(),
    silences: new Map<string, string>(),
  }

  constructor(options: Options = {}) {
    this.#options = options
    this.book = new AlertBook(this.settings, undefined, options.near)
  }

  get settings(): AlertSettings {
    return this.#options.settings ?? SETTINGS
  }

  /** One thing happens; what changed is kept, in one go. */
  step(act: (book: AlertBook, nowMs: number) => void): void {
    act(this.book, this.nowMs)
    this.keep()
    if (this.#options.isRestarted) this.restart()
  }

  /** Time goes on, and each second these flags are up. */
  play(forMs: number, up: readonly [ObservedProcess, readonly RaisedFlag[]][] = [], everyMs = SECOND): void {
    for (const endMs = this.nowMs + forMs; this.nowMs < endMs;) {
      this.nowMs = Math.min(endMs, this.nowMs + everyMs)
      for (const [process, flags] of up) this.book.observe(process, flags, this.nowMs)
      this.step((book) => book.tick(this.nowMs))
    }
  }

  restart(): void {
    this.book = new AlertBook(this.settings, this.kept(), this.#options.near)
  }

  /** `12:01:31 firing gateway: …` */
  get messages(): string[] {
    return this.sent.map(({ message: { kind, atMs, title } }) => `${clock(atMs)} ${kind} ${title}`)
  }

  get kinds(): string[] {
    return this.sent.map(({ message }) => message.kind)
  }

  /** `host-a/0 firing` for each alert, the oldest first, and then by name. */
  get states(): string[] {
    return this.book
      .alerts()
      .toSorted((a, b) => a.pendingAtMs - b.pendingAtMs || byName.compare(a.instance, b.instance))
      .map(({ state, instance }) => `${instance} ${state}`)
  }

  kept(): AlertBookState {
    const parsed = <T>(parts: ReadonlyMap<string, string>) => [...parts.values()].map((text) => JSON.parse(text) as T)
    const { clockMs, alerts, groups, silences } = this.#kept
    return { clockMs, alerts: parsed(alerts), groups: parsed(groups), silences: parsed(silences) }
  }

  keep(): void {
    const changes = this.book.take()
    const { alerts, groups, silences } = this.#kept
    this.#kept.clockMs = changes.clockMs
    for (const one of changes.alerts) alerts.set(one.alert.id, JSON.stringify(one))
    for (const one of changes.groups) groups.set(one.id, JSON.stringify(one))
    for (const one of changes.silences) silences.set(one.id, JSON.stringify(one))
    for (const id of changes.removedAlerts) alerts.delete(id)
    for (const id of changes.removedGroups) groups.delete(id)
    this.sent.push(...changes.messages)
  }
}

function clock(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19)
}
