/** From flags to people: what is broken goes into the book of alerts, and what the book decides goes out. */
import { AlertBook } from '../../alerts/alert-book'
import { groupId } from '../../alerts/ids'
import type { AlertNumbers } from '../../alerts/settings'
import type { AlertBookState, Answer, GroupView } from '../../alerts/shapes'
import type { Store } from '../../history/store'
import type { AlertsSummary } from '../../protocol/alert-api'
import type {
  Alert,
  AlertGroup,
  AlertMessage,
  Channel,
  DeliveryAttempt,
  Silence,
  SilenceInput,
} from '../../protocol/alerts'
import { ANNOTATION_TITLE_CHARS, type AnnotationInput } from '../../protocol/annotations'
import type { Annotations } from '../annotations/annotations'
import type { PointsOf } from '../notify/sender'
import type { AssessmentWatcher } from '../roster/assessment-watchers'
import type { ProcessEntry } from '../roster/process-entry'
import { AlertOutlet } from './alert-outlet'
import { ALERTING, readKept } from './alert-records'
import { ChannelBook } from './channel-book'
import { FlagLog } from './flag-log'
import { observedOf, raisedOf } from './observed-process'
import { AlertRules, type RuleEdit } from './rule-settings'

const TICK_MS = 1_000

export interface AlertingOptions {
  store: Pick<Store, 'putRecords' | 'records'>
  annotations: Annotations
  numbers: AlertNumbers
  nowMs: () => number
  points: PointsOf
  /** The dashboard's address, for links in messages. */
  origin: () => string
  /** The two profiles of a growth that fired then, once there are two. */
  profilesOf: (process: string, firingAtMs: number) => { before: string; after: string } | null
  /** Whether every channel may reach loopback and private addresses. */
  mayReachPrivate: boolean
  /** An alert fires, or one that fires changed. */
  onFiring: (alert: Alert) => void
  /** How many there are changed, or a message goes out. */
  onNews: (summary: AlertsSummary, told: AlertMessage | null) => void
  onTrouble: (message: string, cause: unknown) => void
}

type Ack = { by: string; note: string }

/** Reads back what the last run left, and goes on there. */
export async function startAlerting(options: AlertingOptions): Promise<Alerting> {
  const { store } = options
  const channels = new ChannelBook(options)
  const rules = new AlertRules(store, options.numbers)
  const flagLog = new FlagLog(store)
  await Promise.all([channels.recover(), rules.recover(), flagLog.recover()])
  const kept = readKept(await store.records(ALERTING))
  const settings = rules.settings(channels.all())
  const book = new AlertBook(settings, withNewest(kept.book, settings.maxResolved), nearest(options.annotations))
  const outlet = new AlertOutlet({ ...options, channels: () => channels.all() })
  await outlet.restore(kept)
  return new Alerting(options, { channels, rules, flagLog, book, outlet })
}

interface Parts {
  channels: ChannelBook
  rules: AlertRules
  flagLog: FlagLog
  book: AlertBook
  outlet: AlertOutlet
}

export class Alerting implements AssessmentWatcher {
  readonly channels: ChannelBook
  readonly rules: AlertRules
  readonly flagLog: FlagLog
  readonly outlet: AlertOutlet
  readonly #options: AlertingOptions
  readonly #book: AlertBook
  readonly #timer: NodeJS.Timeout
  #summary: AlertsSummary = { pending: 0, firing: 0, waiting: 0 }

  constructor(options: AlertingOptions, { channels, rules, flagLog, book, outlet }: Parts) {
    this.channels = channels
    this.rules = rules
    this.flagLog = flagLog
    this.outlet = outlet
    this.#options = options
    this.#book = book
    this.#tellNews([])
    this.#timer = setInterval(() => this.tick(), TICK_MS)
  }

  get summary(): AlertsSummary {
    return this.#summary
  }

  /** What is broken of a process now. */
  observe(entry: ProcessEntry): void {
    const nowMs = this.#options.nowMs()
    const process = observedOf(entry)
    this.flagLog.observe(process, entry.flags, nowMs)
    this.#book.observe(process, raisedOf(entry), nowMs)
  }

  /** The hub knows this process no more. */
  forget({ id }: ProcessEntry): void {
    const nowMs = this.#options.nowMs()
    this.flagLog.forget(id, nowMs)
    this.#book.forget(id, nowMs)
  }

  tick(): void {
    const nowMs = this.#options.nowMs()
    this.#book.tick(nowMs)
    void this.#settle()
    this.flagLog
      .save(nowMs)
      .catch((error: unknown) => this.#options.onTrouble('the log of flags could not be kept', error))
  }

  /** Those that are pending or fire. */
  alerts(): Alert[] {
    return this.#book.alerts({ states: ['pending', 'firing'] })
  }

  alert(id: string): Alert | undefined {
    return this.#book.get(id) ?? this.outlet.archive.alert(id)
  }

  groups(): GroupView[] {
    return this.#book.groups()
  }

  /** Newest first: those that hold, are planned, or ended. */
  silences(): Silence[] {
    return this.outlet.archive.silences()
  }

  /** Resolves once it is on disk. `what`: an alert's id, or a whole group. */
  async acknowledge(what: string | AlertGroup, ack: Ack): Promise<Answer<Alert[]>> {
    const answer = await this.#act((nowMs) => this.#book.acknowledge(idOf(what), ack, nowMs))
    if (answer.ok) this.#options.annotations.note(ackMarks(answer.value, ack, this.#options.nowMs()))
    return answer
  }

  unacknowledge(what: string | AlertGroup): Promise<Answer<Alert[]>> {
    return this.#act((nowMs) => this.#book.unacknowledge(idOf(what), nowMs))
  }

  silence(input: SilenceInput): Promise<Answer<Silence>> {
    return this.#act((nowMs) => this.#book.silence(input, nowMs))
  }

  endSilence(id: string): Promise<Answer<Silence>> {
    return this.#act((nowMs) => this.#book.endSilence(id, nowMs))
  }

  async putChannel(channel: Channel): Promise<void> {
    await this.channels.put(channel)
    await this.#channelsChanged()
  }

  async removeChannel(id: string): Promise<boolean> {
    const isRemoved = await this.channels.remove(id)
    if (isRemoved) await this.#channelsChanged()
    return isRemoved
  }

  tryChannel(channel: Channel): Promise<DeliveryAttempt> {
    return this.outlet.tryChannel(channel)
  }

  async editRules(edit: RuleEdit): Promise<void> {
    await this.rules.edit(edit)
    this.#book.setSettings(this.rules.settings(this.channels.all()))
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#settle()
    await this.flagLog.save(this.#options.nowMs()).catch(() => undefined)
    await this.outlet.stop()
  }

  async #act<T>(step: (nowMs: number) => Answer<T>): Promise<Answer<T>> {
    const answer = step(this.#options.nowMs())
    if (answer.ok) await this.#settle()
    return answer
  }

  async #channelsChanged(): Promise<void> {
    this.#book.setSettings(this.rules.settings(this.channels.all()))
    await this.outlet.channelsChanged()
  }

  #settle(): Promise<void> {
    const changes = this.#book.take()
    const messages = this.outlet.take(changes)
    for (const { alert } of changes.alerts) if (alert.state === 'firing') this.#options.onFiring(alert)
    if (changes.alerts.length + changes.removedAlerts.length + messages.length > 0) this.#tellNews(messages)
    return this.outlet.settle()
  }

  #tellNews(messages: readonly AlertMessage[]): void {
    const before = this.#summary
    this.#summary = summaryOf(this.alerts())
    const { pending, firing, waiting } = this.#summary
    const isOther = pending !== before.pending || firing !== before.firing || waiting !== before.waiting
    if (isOther && messages.length === 0) this.#options.onNews(this.#summary, null)
    for (const message of messages) this.#options.onNews(this.#summary, message)
  }
}

function idOf(what: string | AlertGroup): string {
  return typeof what === 'string' ? what : groupId(what)
}

/** More resolved alerts are kept than the book has use for. */
function withNewest(kept: AlertBookState, maxResolved: number): AlertBookState {
  const resolved = kept.alerts
    .filter(({ alert }) => alert.state === 'resolved')
    .toSorted((a, b) => (b.alert.resolvedAtMs ?? 0) - (a.alert.resolvedAtMs ?? 0))
  const others = kept.alerts.filter(({ alert }) => alert.state !== 'resolved')
  return { ...kept, alerts: [...others, ...resolved.slice(0, maxResolved)] }
}

function nearest(annotations: Annotations) {
  return (process: string, service: string, sinceMs: number) => annotations.nearestBefore(process, service, sinceMs)
}

function summaryOf(alerts: readonly Alert[]): AlertsSummary {
  const firing = alerts.filter(({ state }) => state === 'firing')
  const waiting = firing.filter(({ ack, silencedBy }) => ack === null && silencedBy.length === 0)
  return { pending: alerts.length - firing.length, firing: firing.length, waiting: waiting.length }
}

/** One mark, however many alerts were taken on. */
function ackMarks(alerts: readonly Alert[], { by, note }: Ack, atMs: number): AnnotationInput[] {
  const [first] = alerts
  if (!first) return []
  const whom = alerts.length > 1 ? `${alerts.length} alerts of ${first.service}` : `${first.service} ${first.instance}`
  return [
    {
      atMs,
      kind: 'ack',
      title: `${by} took on ${first.rule} of ${whom}${note ? `: ${note}` : ''}`.slice(0, ANNOTATION_TITLE_CHARS),
      service: first.service,
      ...(alerts.length > 1 ? {} : { process: first.process }),
      author: by,
    },
  ]
}
