/** What was sent, where, and what came back; and alerts that are over. Both bounded: the oldest go. */
import type { RecordChange } from '../../history/store'
import type { SentMessage } from '../../protocol/alert-api'
import type { Alert, AlertGroup, AlertMessage, Channel, Delivery, Silence } from '../../protocol/alerts'
import type { KeptAlerting, KeptMessage } from './alert-records'

export const MESSAGES_KEPT = 5_000
export const RESOLVED_KEPT = 5_000
export const SILENCES_KEPT = 1_000

interface Sent {
  kept: KeptMessage
  deliveries: Map<string, Delivery>
}

export class AlertArchive {
  /** By id, oldest first. */
  readonly #messages = new Map<string, Sent>()
  /** Alerts that are over, by id, in the order in which they ended. */
  readonly #resolved = new Map<string, Alert>()
  /** All silences, by id, in the order in which they were made. */
  readonly #silences = new Map<string, Silence>()

  restore({ book, messages, deliveries }: KeptAlerting): void {
    const alerts = book.alerts.map(({ alert }) => alert)
    for (const alert of alerts.toSorted((a, b) => (a.resolvedAtMs ?? 0) - (b.resolvedAtMs ?? 0))) this.putAlert(alert)
    for (const silence of book.silences.toSorted((a, b) => a.createdAtMs - b.createdAtMs)) this.putSilence(silence)
    for (const kept of [...messages].sort((a, b) => a.message.atMs - b.message.atMs)) this.addMessage(kept)
    for (const delivery of deliveries) this.putDelivery(delivery)
  }

  addMessage(kept: KeptMessage): void {
    this.#messages.set(kept.message.id, { kept, deliveries: new Map() })
  }

  putDelivery(delivery: Delivery): void {
    this.#messages.get(delivery.message)?.deliveries.set(delivery.id, delivery)
  }

  putAlert(alert: Alert): void {
    this.#resolved.delete(alert.id)
    if (alert.state === 'resolved') this.#resolved.set(alert.id, alert)
  }

  putSilence(silence: Silence): void {
    this.#silences.set(silence.id, silence)
  }

  /** Newest first. */
  silences(): Silence[] {
    return [...this.#silences.values()].toReversed()
  }

  /** Newest first. */
  resolved(): Alert[] {
    return [...this.#resolved.values()].toReversed()
  }

  alert(id: string): Alert | undefined {
    return this.#resolved.get(id)
  }

  /** Newest first. */
  messages(fits: (sent: { message: AlertMessage; deliveries: readonly Delivery[] }) => boolean): SentMessage[] {
    const found: SentMessage[] = []
    for (const { kept, deliveries } of this.#messages.values()) {
      const sent = { message: kept.message, deliveries: [...deliveries.values()] }
      if (fits(sent)) found.push(sent)
    }
    return found.toReversed()
  }

  /** Whether a channel was told anything of this episode of a group. */
  wasTold(channel: Channel, episode: string): boolean {
    for (const { kept, deliveries } of this.#messages.values()) {
      if (kept.episode === episode && deliveries.has(`${kept.message.id}:${channel.id}`)) return true
    }
    return false
  }

  /** The newest message about a group that a channel has got, unless that says that all is over. */
  standing(channel: Channel, { service, rule }: AlertGroup): AlertMessage | null {
    let newest: AlertMessage | null = null
    for (const { kept, deliveries } of this.#messages.values()) {
      const { message } = kept
      if (message.group.service !== service || message.group.rule !== rule) continue
      if (deliveries.get(`${message.id}:${channel.id}`)?.state === 'sent') newest = message
    }
    return newest?.kind === 'resolved' ? null : newest
  }

  /** What came of the newest try on each channel. */
  lastAttempt(channel: string): { atMs: number; ok: boolean; answer: string } | null {
    let last: { atMs: number; ok: boolean; answer: string } | null = null
    for (const { deliveries } of this.#messages.values()) {
      for (const delivery of deliveries.values()) {
        const attempt = delivery.channel === channel ? delivery.attempts.at(-1) : undefined
        if (attempt && attempt.atMs >= (last?.atMs ?? 0))
          last = { atMs: attempt.atMs, ok: attempt.ok, answer: attempt.answer }
      }
    }
    return last
  }

  /** Forgets what is too much, but nothing that still waits to be sent; answers what is to be deleted on disk. */
  trim(nowMs: number): RecordChange[] {
    const changes: RecordChange[] = []
    for (const [id, { deliveries }] of this.#messages) {
      if (this.#messages.size <= MESSAGES_KEPT) break
      const all = [...deliveries.values()]
      if (all.some(({ state }) => state === 'queued') && this.#messages.size <= 2 * MESSAGES_KEPT) continue
      this.#messages.delete(id)
      changes.push({ id: `message:${id}`, body: null }, ...all.map((one) => ({ id: `delivery:${one.id}`, body: null })))
    }
    for (const id of this.#resolved.keys()) {
      if (this.#resolved.size <= RESOLVED_KEPT) break
      this.#resolved.delete(id)
      changes.push({ id: `alert:${id}`, body: null })
    }
    for (const [id, { toMs, endedAtMs }] of this.#silences) {
      if (this.#silences.size <= SILENCES_KEPT) break
      if (endedAtMs === null && toMs > nowMs) continue
      this.#silences.delete(id)
      changes.push({ id: `silence:${id}`, body: null })
    }
    return changes
  }
}
