/**
 * An Alertmanager forgets: it ends an alert that nobody tells it of again, and a restart of its own loses all of them.
 * So channels of that kind are told every minute of what still fires there, which is no message to people and no delivery.
 */
import type { AlertMessage, Channel } from '../../protocol/alerts'
import type { Tried } from './channel-queue'
import type { Clock } from './clock'

export interface Standing {
  /** A channel's id. */
  channel: string
  message: AlertMessage
}

export interface StandingOptions {
  clock: Clock
  everyMs: number
  channel(id: string): Channel | undefined
  /** Runs work for a channel between its deliveries, if none waits: those come first, and tell it anyway. */
  whenIdle(id: string, work: () => Promise<void>): Promise<void>
  attempt(channel: Channel, message: AlertMessage): Promise<Tried | null>
  onTrouble: (sentence: string) => void
}

/** Groups on channels; far more than a fleet has services and rules. */
const CAPACITY = 10_000

export class StandingAlerts {
  private readonly standing = new Map<string, Standing>()
  /** Channels that did not answer last time, so that an outage is one line in the log. */
  private readonly deaf = new Set<string>()
  private cancel: (() => void) | null = null
  private isStopped = false

  constructor(private readonly options: StandingOptions) {}

  /** A message was sent there. */
  told(channelId: string, message: AlertMessage): void {
    const key = JSON.stringify([channelId, message.group.service, message.group.rule])
    this.standing.delete(key)
    if (this.options.channel(channelId)?.settings.kind !== 'alertmanager') return
    if (message.kind === 'resolved' || message.kind === 'test') return
    this.standing.set(key, { channel: channelId, message })
    // The one that was told of longest ago goes first.
    const [oldest] = this.standing.keys()
    if (this.standing.size > CAPACITY && oldest !== undefined) this.standing.delete(oldest)
    this.cancel ??= this.options.clock.after(this.options.everyMs, () => this.again())
  }

  stop(): void {
    this.isStopped = true
    this.cancel?.()
    this.cancel = null
  }

  private again(): void {
    void this.tellAll().finally(() => {
      const isNeeded = this.standing.size > 0 && !this.isStopped
      this.cancel = isNeeded ? this.options.clock.after(this.options.everyMs, () => this.again()) : null
    })
  }

  private async tellAll(): Promise<void> {
    const ids = new Set([...this.standing.values()].map(({ channel }) => channel))
    await Promise.all([...ids].map((id) => this.options.whenIdle(id, () => this.tellOne(id))))
  }

  private async tellOne(id: string): Promise<void> {
    const entries = [...this.standing].filter(([, one]) => one.channel === id)
    for (const [key, { message }] of entries) {
      const channel = this.options.channel(id)
      if (!channel) this.forget(key, id)
      if (!channel || this.isStopped) continue
      // oxlint-disable-next-line no-await-in-loop -- one request a channel at a time
      const tried = await this.options.attempt(channel, message)
      if (!tried) return
      this.heard(channel, tried)
      if (!tried.outcome.ok) return
    }
  }

  private forget(key: string, channelId: string): void {
    this.standing.delete(key)
    this.deaf.delete(channelId)
  }

  private heard(channel: Channel, { outcome }: Tried): void {
    if (outcome.ok) this.deaf.delete(channel.id)
    else if (!this.deaf.has(channel.id)) {
      this.deaf.add(channel.id)
      this.options.onTrouble(`the Alertmanager ${channel.name} could not be told what still fires: ${outcome.answer}`)
    }
  }
}
