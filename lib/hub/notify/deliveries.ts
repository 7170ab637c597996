/** What becomes of one message on one channel, step by step; each step makes a new delivery, so a saved one never changes. */
import type { AlertMessage, Channel, Delivery, DeliveryAttempt } from '../../protocol/alerts'

export function deliveryId(message: string, channel: string): string {
  return `${message}:${channel}`
}

/** A delivery that waits for its first try. Whoever keeps it together with its message can give both to the dispatcher. */
export function queuedDelivery(message: AlertMessage, channel: Pick<Channel, 'id' | 'name'>, nowMs: number): Delivery {
  return {
    id: deliveryId(message.id, channel.id),
    message: message.id,
    channel: channel.id,
    channelName: channel.name,
    state: 'queued',
    queuedAtMs: nowMs,
    tries: 0,
    attempts: [],
    nextAtMs: nowMs,
  }
}

export function withAttempt(delivery: Delivery, attempt: DeliveryAttempt, kept: number): Delivery {
  return { ...delivery, tries: delivery.tries + 1, attempts: [...delivery.attempts, attempt].slice(-kept) }
}

/** Given up for a reason that is no server's answer. */
export function givenUp(delivery: Delivery, nowMs: number, reason: string, kept: number): Delivery {
  const attempt: DeliveryAttempt = { atMs: nowMs, tookMs: 0, ok: false, answer: reason }
  return { ...delivery, state: 'failed', nextAtMs: null, attempts: [...delivery.attempts, attempt].slice(-kept) }
}
