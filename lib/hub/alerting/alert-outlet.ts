/**
 * What the book of alerts decided, on its way: first to disk, whole steps at a time, and only then out. A crash between
 * the two ends with the message sent after the next start, with the same id.
 */
import { differencePath, withOrigin } from '../../alerts/links'
import type { AlertChanges, OutgoingMessage } from '../../alerts/shapes'
import type { RecordChange, Store } from '../../history/store'
import type { AlertGroup, AlertMessage, Channel, Delivery, DeliveryAttempt } from '../../protocol/alerts'
import { queuedDelivery } from '../notify/deliveries'
import { type DispatchCounts, Dispatcher } from '../notify/dispatcher'
import type { PointsOf } from '../notify/sender'
import { AlertArchive } from './alert-archive'
import { ALERTING, changesToKeep, deliveriesToKeep, type KeptAlerting, type KeptMessage } from './alert-records'
import { channelsFor } from './audience'

/** A full disk must not keep people from hearing of it: after so long a message is sent though it could not be kept. */
const UNSAVED_MS = 30_000

export interface AlertOutletOptions {
  store: Pick<Store, 'putRecords'>
  nowMs: () => number
  points: PointsOf
  /** The dashboard's address, for links in messages. */
  origin: () => string
  /** The two profiles of a growth that fired then, once there are two. */
  profilesOf: (process: string, firingAtMs: number) => { before: string; after: string } | null
  /** Whether every channel may reach loopback and private addresses. */
  mayReachPrivate: boolean
  channels: () => readonly Channel[]
  onTrouble: (message: string, cause: unknown) => void
}

interface ToSend {
  message: AlertMessage
  deliveries: Delivery[]
}

export class AlertOutlet {
  readonly archive = new AlertArchive()
  readonly #options: AlertOutletOptions
  readonly #dispatcher: Dispatcher
  /** What the disk has not taken yet, the newest of each. */
  #unsaved = new Map<string, RecordChange>()
  #unsavedSinceMs: number | null = null
  #toSend: ToSend[] = []
  #saving: Promise<void> = Promise.resolve()

  constructor(options: AlertOutletOptions) {
    this.#options = options
    this.#dispatcher = new Dispatcher({
      save: (deliveries) => this.#keepDeliveries(deliveries),
      points: options.points,
      get link() {
        return `${options.origin()}/alerts`
      },
      mayReachPrivate: options.mayReachPrivate,
      onTrouble: (sentence) => options.onTrouble(sentence, null),
    })
  }

  get counts(): DispatchCounts {
    return this.#dispatcher.counts
  }

  /** Goes on where the last run ended. */
  async restore(kept: KeptAlerting): Promise<void> {
    const { book, messages, deliveries } = kept
    this.archive.restore(kept)
    await this.#dispatcher.setChannels(this.#options.channels())
    await this.#dispatcher.restore({
      queued: deliveries.filter(({ state }) => state === 'queued'),
      messages: messages.map(({ message }) => message),
      standing: this.#standing(book.groups),
    })
  }

  channelsChanged(): Promise<void> {
    return this.#dispatcher.setChannels(this.#options.channels())
  }

  tryChannel(channel: Channel): Promise<DeliveryAttempt> {
    return this.#dispatcher.tryChannel(channel)
  }

  /** Deliveries that wait, by channel. */
  waiting(): Map<string, number> {
    return this.#dispatcher.waiting()
  }

  /** Answers with the messages, as they go out. */
  take(changes: AlertChanges): AlertMessage[] {
    if (isNothing(changes)) return []
    const sending = changes.messages.map((outgoing) => this.#address(outgoing))
    const kept = sending.map(({ message }, at): KeptMessage => ({
      message,
      episode: changes.messages[at]?.episode ?? '',
    }))
    for (const one of kept) this.archive.addMessage(one)
    const deliveries = sending.flatMap((one) => one.deliveries)
    for (const delivery of deliveries) this.archive.putDelivery(delivery)
    for (const { alert } of changes.alerts) this.archive.putAlert(alert)
    for (const silence of changes.silences) this.archive.putSilence(silence)
    for (const change of [...changesToKeep(changes, kept, deliveries), ...this.archive.trim(this.#options.nowMs())])
      this.#unsaved.set(change.id, change)
    this.#toSend.push(...sending)
    return sending.map(({ message }) => message)
  }

  /** Resolves once everything that was taken is on disk, or could not be; sends what is kept. */
  settle(): Promise<void> {
    this.#saving = this.#saving.then(() => this.#save()).then(() => this.#send())
    return this.#saving
  }

  async stop(): Promise<void> {
    await this.settle()
    await this.#dispatcher.stop()
  }

  /** The links get their origin, and the message its channels. */
  #address(outgoing: OutgoingMessage): ToSend {
    const { origin, channels, nowMs } = this.#options
    const message = withOrigin(this.#withProfiles(outgoing.message), origin())
    const heard = channelsFor(outgoing, channels(), (channel, episode) => this.archive.wasTold(channel, episode))
    return { message, deliveries: heard.map((channel) => queuedDelivery(message, channel, nowMs())) }
  }

  #withProfiles(message: AlertMessage): AlertMessage {
    if (message.group.rule !== 'growth') return message
    const worst = message.worst.map((told) => {
      const two = told.firingAtMs === null ? null : this.#options.profilesOf(told.process, told.firingAtMs)
      return two ? { ...told, difference: differencePath(told.process, two) } : told
    })
    return { ...message, worst }
  }

  async #keepDeliveries(deliveries: readonly Delivery[]): Promise<void> {
    for (const delivery of deliveries) this.archive.putDelivery(delivery)
    await this.#options.store.putRecords(ALERTING, deliveriesToKeep(deliveries))
  }

  async #save(): Promise<void> {
    if (this.#unsaved.size === 0) return
    const changes = this.#unsaved
    this.#unsaved = new Map()
    try {
      await this.#options.store.putRecords(ALERTING, [...changes.values()])
      this.#unsavedSinceMs = null
    } catch (error) {
      for (const [id, change] of changes) if (!this.#unsaved.has(id)) this.#unsaved.set(id, change)
      this.#unsavedSinceMs ??= this.#options.nowMs()
      this.#options.onTrouble('alerts could not be kept', error)
    }
  }

  async #send(): Promise<void> {
    if (this.#unsavedSinceMs !== null && this.#options.nowMs() - this.#unsavedSinceMs < UNSAVED_MS) return
    const sending = this.#toSend
    this.#toSend = []
    await Promise.all(sending.map(({ message, deliveries }) => this.#dispatcher.take(message, deliveries)))
  }

  #standing(groups: readonly AlertGroup[]): { channel: string; message: AlertMessage }[] {
    const managers = this.#options.channels().filter(({ settings }) => settings.kind === 'alertmanager')
    return managers.flatMap((channel) =>
      groups.flatMap((group) => {
        const message = this.archive.standing(channel, group)
        return message ? [{ channel: channel.id, message }] : []
      }),
    )
  }
}

function isNothing(changes: AlertChanges): boolean {
  const { alerts, groups, silences, removedAlerts, removedGroups, messages } = changes
  return [alerts, groups, silences, removedAlerts, removedGroups, messages].every(({ length }) => length === 0)
}
