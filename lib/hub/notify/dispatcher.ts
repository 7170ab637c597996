/**
 * Sends messages on channels. Every delivery is saved before it is tried and after each try, so a crash in between ends
 * with it sent after the next start: at least once, with the same id. Channels do not wait for each other.
 */
import { randomUUID } from 'node:crypto'
import type { AlertMessage, Channel, Delivery, DeliveryAttempt } from '../../protocol/alerts'
import { attempt, type AttemptOptions } from './attempt'
import { ChannelQueue } from './channel-queue'
import { SENDERS } from './channels/senders'
import { type Clock, WALL_CLOCK } from './clock'
import { givenUp, queuedDelivery } from './deliveries'
import type { Lookup } from './outgoing/open'
import { type SaveDeliveries, Saver } from './saver'
import type { PointsOf } from './sender'
import { DEFAULT_NOTIFY_SETTINGS, type NotifySettings } from './settings'
import { type Standing, StandingAlerts } from './standing'
import { testMessage } from './test-message'

export interface DispatcherOptions {
  save: SaveDeliveries
  points: PointsOf
  /** The dashboard's address, for the message of a test. */
  link: string
  /** One sentence, for the log; holds no secret. */
  onTrouble: (sentence: string) => void
  settings?: Partial<NotifySettings>
  mayReachPrivate?: boolean
  clock?: Clock
  /** From 0 to 1. */
  random?: () => number
  lookup?: Lookup
}

/** What the last run left behind. */
export interface Remains {
  queued: readonly Delivery[]
  /** At least those of the queued deliveries. */
  messages: readonly AlertMessage[]
  /** The newest message of each group that still fires, on each channel that was told of it. */
  standing: readonly Standing[]
}

export interface DispatchCounts {
  sent: number
  failed: number
  /** Of the failed, those for which their channel's queue had no room. */
  overflowed: number
  triesFailed: number
}

interface Lane {
  channel: Channel
  queue: ChannelQueue
}

/** Tests of channels that may run at once; each holds a connection. */
const MAX_TRIALS = 8

export class Dispatcher {
  readonly counts: DispatchCounts = { sent: 0, failed: 0, overflowed: 0, triesFailed: 0 }
  private readonly settings: NotifySettings
  private readonly clock: Clock
  private readonly saver: Saver
  private readonly standing: StandingAlerts
  private readonly lanes = new Map<string, Lane>()
  private readonly stopped = new AbortController()
  private readonly running = new Set<Promise<unknown>>()
  private trials = 0
  private isStopping = false

  constructor(private readonly options: DispatcherOptions) {
    this.settings = { ...DEFAULT_NOTIFY_SETTINGS, ...options.settings }
    this.clock = options.clock ?? WALL_CLOCK
    this.saver = new Saver(options.save, options.onTrouble)
    this.standing = new StandingAlerts({
      clock: this.clock,
      everyMs: this.settings.standingEveryMs,
      channel: (id) => this.lanes.get(id)?.channel,
      // Work for a channel that is gone finds that out by itself.
      whenIdle: (id, work) => this.lanes.get(id)?.queue.whenIdle(work) ?? work(),
      attempt: (channel, message) => this.attempt(channel, message),
      onTrouble: options.onTrouble,
    })
  }

  /** The channels as they are from now on. What waits goes by the new settings, at once; a channel that is gone or off gives up. */
  async setChannels(channels: readonly Channel[]): Promise<void> {
    const wanted = new Map(channels.filter(({ isEnabled }) => isEnabled).map((channel) => [channel.id, channel]))
    const gone = [...this.lanes].filter(([id]) => !wanted.has(id))
    for (const [id] of gone) this.lanes.delete(id)
    for (const [id, channel] of wanted) {
      const lane = this.lanes.get(id)
      if (!lane) this.lanes.set(id, this.openLane(channel))
      else if (JSON.stringify(lane.channel) !== JSON.stringify(channel)) {
        lane.channel = channel
        lane.queue.retryNow()
      }
    }
    await Promise.all(
      gone.map(([, { queue }]) => queue.giveUp('the channel was removed or switched off before it was sent')),
    )
  }

  /** After `setChannels`, once, before anything is dispatched. */
  async restore({ queued, messages, standing }: Remains): Promise<void> {
    const byId = new Map(messages.map((message) => [message.id, message]))
    for (const one of standing) this.standing.told(one.channel, one.message)
    await this.enqueue(
      [...queued].sort((a, b) => a.queuedAtMs - b.queuedAtMs).map((delivery) => [delivery, byId.get(delivery.message)]),
    )
  }

  /** Saves a delivery for each of these channels, then sends. Resolves when they are saved. */
  async dispatch(message: AlertMessage, channelIds: readonly string[]): Promise<Delivery[]> {
    const nowMs = this.clock.nowMs()
    const deliveries = [...new Set(channelIds)].map((id) =>
      queuedDelivery(message, this.lanes.get(id)?.channel ?? { id, name: id }, nowMs),
    )
    await this.saver.keep(deliveries)
    await this.enqueue(deliveries.map((delivery) => [delivery, message]))
    return deliveries
  }

  /** For whoever has saved these deliveries (`queuedDelivery`) together with their message: sends. */
  async take(message: AlertMessage, deliveries: readonly Delivery[]): Promise<void> {
    await this.enqueue(deliveries.map((delivery) => [delivery, message]))
  }

  /** Sends a test at once, past what waits, and says what came back. Nothing of it is saved. */
  async tryChannel(channel: Channel): Promise<DeliveryAttempt> {
    const atMs = this.clock.nowMs()
    const refusal = this.isStopping
      ? 'the hub stops'
      : this.trials >= MAX_TRIALS
        ? `${MAX_TRIALS} tests run already`
        : null
    if (refusal) return { atMs, tookMs: 0, ok: false, answer: refusal }
    this.trials += 1
    try {
      const message = testMessage(`test-${randomUUID()}`, atMs, this.options.link)
      const tried = await this.track(this.attempt(channel, message))
      if (!tried)
        return { atMs, tookMs: this.clock.nowMs() - atMs, ok: false, answer: 'the hub stopped before an answer came' }
      return { atMs, tookMs: tried.tookMs, ok: tried.outcome.ok, answer: tried.outcome.answer }
    } finally {
      this.trials -= 1
    }
  }

  /** How many deliveries wait, by channel. */
  waiting(): Map<string, number> {
    return new Map([...this.lanes].map(([id, { queue }]) => [id, queue.size]))
  }

  /** What runs has a moment to end; then it is cut, and its deliveries wait, saved, for the next start. */
  async stop(): Promise<void> {
    this.isStopping = true
    this.standing.stop()
    for (const { queue } of this.lanes.values()) queue.stop()
    let cancel = () => {}
    const grace = new Promise<void>((resolve) => {
      cancel = this.clock.after(this.settings.stopGraceMs, resolve)
    })
    await Promise.race([this.settled(), grace])
    cancel()
    this.stopped.abort()
    await this.settled()
    await this.saver.flush()
  }

  /** Until nothing is under way; what waits for its time is not. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running)
  }

  private openLane(channel: Channel): Lane {
    const queue = new ChannelQueue({
      settings: this.settings,
      clock: this.clock,
      random: this.options.random ?? Math.random,
      attempt: (message) => this.attempt(this.lanes.get(channel.id)?.channel ?? channel, message),
      changed: (delivery, message) => this.changed(delivery, message),
      track: (work) => void this.track(work),
    })
    return { channel, queue }
  }

  private async enqueue(pairs: readonly (readonly [Delivery, AlertMessage | undefined])[]): Promise<void> {
    const refused: Delivery[] = []
    for (const [delivery, message] of pairs) {
      const lane = this.lanes.get(delivery.channel)
      const reason = refusalOf(lane, message)
      if (lane && message && !reason) lane.queue.push({ delivery, message })
      else refused.push(this.givenUp(delivery, reason ?? ''))
    }
    if (refused.length > 0) await this.saver.keep(refused)
  }

  private givenUp(delivery: Delivery, reason: string): Delivery {
    this.counts.failed += 1
    if (reason === NO_ROOM) this.counts.overflowed += 1
    return givenUp(delivery, this.clock.nowMs(), reason, this.settings.attemptsKept)
  }

  private attempt(channel: Channel, message: AlertMessage) {
    const options: AttemptOptions = {
      settings: this.settings,
      clock: this.clock,
      senders: SENDERS,
      points: this.options.points,
      mayReachPrivate: this.options.mayReachPrivate ?? false,
      ...(this.options.lookup ? { lookup: this.options.lookup } : {}),
    }
    return attempt(channel, message, this.stopped.signal, options)
  }

  private async changed(delivery: Delivery, message: AlertMessage): Promise<void> {
    if (delivery.attempts.at(-1)?.ok === false) this.counts.triesFailed += 1
    if (delivery.state === 'sent') this.counts.sent += 1
    if (delivery.state === 'failed') this.counts.failed += 1
    const isOver = delivery.state === 'failed' && message.kind === 'resolved'
    if (delivery.state === 'sent' || isOver) this.standing.told(delivery.channel, message)
    await this.saver.keep([delivery])
  }

  private track<T>(work: Promise<T>): Promise<T> {
    this.running.add(work)
    void work.finally(() => this.running.delete(work)).catch(() => {})
    return work
  }
}

const NO_ROOM = 'not sent: too many messages wait for this channel'

function refusalOf(lane: Lane | undefined, message: AlertMessage | undefined): string | null {
  if (!message) return 'not sent: its message was not found after a restart'
  if (!lane) return 'not sent: the channel is gone or switched off'
  return lane.queue.hasRoom ? null : NO_ROOM
}
