/**
 * What waits for one channel. One message is sent at a time. Messages of one group keep their order, as a "resolved"
 * that overtakes its "firing" would leave an incident open for ever; another group does not wait for one that is
 * refused. A failed try makes its delivery wait, and the whole channel, each by its own row of failures: so a server
 * that is down is asked once in a while, and one bad message among good ones holds nobody up.
 */
import type { AlertMessage, Delivery } from '../../protocol/alerts'
import type { Clock } from './clock'
import { givenUp, withAttempt } from './deliveries'
import type { SendOutcome } from './sender'
import type { NotifySettings } from './settings'

export interface Waiting {
  delivery: Delivery
  message: AlertMessage
}

export interface Tried {
  outcome: SendOutcome
  atMs: number
  tookMs: number
}

export interface QueueOptions {
  settings: NotifySettings
  clock: Clock
  random: () => number
  /** Never rejects. `null`: the hub stopped it, and the delivery waits for the next start. */
  attempt(message: AlertMessage): Promise<Tried | null>
  /** Told of each step of each delivery, before the next try. */
  changed(delivery: Delivery, message: AlertMessage): Promise<void>
  /** Told of work that runs until it is done. */
  track(work: Promise<void>): void
}

export class ChannelQueue {
  private waiting: Waiting[] = []
  private failures = 0
  private blockedUntilMs = 0
  private sending: Waiting | 'other' | null = null
  private reasonToGiveUp: string | null = null
  private isStopped = false
  private cancelWake: (() => void) | null = null

  constructor(private readonly options: QueueOptions) {}

  get size(): number {
    return this.waiting.length
  }

  get isIdle(): boolean {
    return this.waiting.length === 0 && this.sending === null
  }

  get hasRoom(): boolean {
    return this.waiting.length < this.options.settings.queueCapacity
  }

  /** A delivery that waits here already does not wait twice. */
  push(waiting: Waiting): void {
    if (this.waiting.some(({ delivery }) => delivery.id === waiting.delivery.id)) return
    this.waiting.push(waiting)
    this.wake()
  }

  /** Gives up all that waits, for a channel that is gone. What is being sent may still arrive, and is not tried again. */
  async giveUp(reason: string): Promise<void> {
    this.reasonToGiveUp = reason
    this.stop()
    const dropped = this.waiting.filter((one) => one !== this.sending)
    this.waiting = this.waiting.filter((one) => one === this.sending)
    await Promise.all(
      dropped.map(({ delivery, message }) => this.options.changed(this.dropped(delivery, reason), message)),
    )
  }

  /** Runs other work for this channel, when nothing waits; messages that come meanwhile wait for its end. */
  async whenIdle(work: () => Promise<void>): Promise<void> {
    if (!this.isIdle || this.isStopped) return
    this.sending = 'other'
    await this.finish(work())
  }

  /** Tries at once, as somebody changed the channel's settings. */
  retryNow(): void {
    const nowMs = this.options.clock.nowMs()
    this.failures = 0
    this.blockedUntilMs = 0
    for (const one of this.waiting) one.delivery = { ...one.delivery, nextAtMs: nowMs }
    this.wake()
  }

  stop(): void {
    this.isStopped = true
    this.cancelWake?.()
    this.cancelWake = null
  }

  private wake(): void {
    this.cancelWake?.()
    this.cancelWake = null
    if (this.sending !== null || this.isStopped) return
    const next = this.next()
    if (!next) return
    const { clock } = this.options
    const atMs = Math.max(this.blockedUntilMs, next.delivery.nextAtMs ?? 0)
    const waitMs = atMs - clock.nowMs()
    if (waitMs > 0) {
      this.cancelWake = clock.after(waitMs, () => this.wake())
      return
    }
    this.sending = next
    void this.finish(this.sendOne(next))
  }

  private finish(work: Promise<void>): Promise<void> {
    const done = work.finally(() => {
      this.sending = null
      this.wake()
    })
    this.options.track(done)
    return done
  }

  /** Of the oldest of each group, the one whose time comes first. */
  private next(): Waiting | undefined {
    const groups = new Set<string>()
    let next: Waiting | undefined
    for (const one of this.waiting) {
      const group = JSON.stringify([one.message.group.service, one.message.group.rule])
      if (groups.has(group)) continue
      groups.add(group)
      if (!next || (one.delivery.nextAtMs ?? 0) < (next.delivery.nextAtMs ?? 0)) next = one
    }
    return next
  }

  private async sendOne(one: Waiting): Promise<void> {
    const tried = await this.options.attempt(one.message)
    if (!tried) return
    const { outcome, atMs, tookMs } = tried
    const { settings } = this.options
    const attempt = { atMs, tookMs, ok: outcome.ok, answer: outcome.answer }
    const delivery = this.judged(withAttempt(one.delivery, attempt, settings.attemptsKept), outcome)
    const reason = this.reasonToGiveUp
    one.delivery = delivery.state === 'queued' && reason !== null ? this.dropped(delivery, reason) : delivery
    if (one.delivery.state !== 'queued') this.waiting = this.waiting.filter((other) => other !== one)
    await this.options.changed(one.delivery, one.message)
  }

  private judged(delivery: Delivery, outcome: SendOutcome): Delivery {
    const { settings, clock } = this.options
    const nowMs = clock.nowMs()
    if (outcome.ok) {
      this.failures = 0
      return { ...delivery, state: 'sent', nextAtMs: null }
    }
    if (outcome.isPermanent) return { ...delivery, state: 'failed', nextAtMs: null }
    this.failures += 1
    const askedMs = Math.min(outcome.retryAfterMs ?? 0, settings.maxRetryAfterMs)
    this.blockedUntilMs = nowMs + Math.max(askedMs, this.pause(this.failures))
    const nextAtMs = Math.max(this.blockedUntilMs, nowMs + this.pause(delivery.tries))
    const isTooOld = nextAtMs - delivery.queuedAtMs > settings.maxAgeMs
    if (!isTooOld && delivery.tries < settings.maxTries) return { ...delivery, nextAtMs }
    return this.dropped(delivery, isTooOld ? 'given up: it is too old' : `given up after ${delivery.tries} tries`)
  }

  private dropped(delivery: Delivery, reason: string): Delivery {
    return givenUp(delivery, this.options.clock.nowMs(), reason, this.options.settings.attemptsKept)
  }

  /** 1 s, 2 s, 4 s … 5 min, each up to a part shorter, so that channels that failed together do not come back together. */
  private pause(failures: number): number {
    const { settings, random } = this.options
    const fullMs = Math.min(settings.firstRetryMs * 2 ** Math.min(failures - 1, 30), settings.maxRetryMs)
    return Math.round(fullMs * (1 - settings.jitter * random()))
  }
}
