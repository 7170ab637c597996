/** The channels that people set up: kept on disk with their secrets, shown without them. */
import { randomUUID } from 'node:crypto'
import type { Store } from '../../history/store'
import type { ChannelView } from '../../protocol/alert-api'
import type { Channel } from '../../protocol/alerts'
import { isRecord } from '../../protocol/checks'
import { type ChannelFault, checkChannel } from '../notify/channel-schema'
import { mergeSecrets, SECRET_SET, withoutSecrets } from '../notify/secrets'

export const CHANNELS = 'channels'
const MAX_CHANNELS = 100

export type ChannelEdit = { ok: true; value: Channel } | { ok: false; faults: ChannelFault[] }

export interface ChannelBookOptions {
  store: Pick<Store, 'putRecords' | 'records'>
  /** Whether every channel may reach loopback and private addresses. */
  mayReachPrivate: boolean
}

export class ChannelBook {
  readonly #options: ChannelBookOptions
  /** In the order in which they were made. */
  #channels = new Map<string, Channel>()

  constructor(options: ChannelBookOptions) {
    this.#options = options
  }

  async recover(): Promise<void> {
    const kept = await this.#options.store.records(CHANNELS)
    this.#channels = new Map(kept.map(({ id, body }) => [id, body as Channel]))
  }

  all(): Channel[] {
    return [...this.#channels.values()]
  }

  get(id: string): Channel | undefined {
    return this.#channels.get(id)
  }

  /** What is wrong with a channel as it was typed; `id`: the one that is edited. */
  check(input: unknown, id: string | null): ChannelEdit {
    const merged = mergeSecrets(id === null ? null : (this.get(id) ?? null), input)
    if (!merged.ok) return { ok: false, faults: [{ path: merged.path.join('.'), message: merged.message }] }
    const whole = isRecord(merged.value) ? { ...merged.value, id: id ?? newId() } : merged.value
    return checkChannel(whole, { mayReachPrivate: this.#options.mayReachPrivate })
  }

  /** Resolves once it is on disk. */
  async put(channel: Channel): Promise<void> {
    if (!this.#channels.has(channel.id) && this.#channels.size >= MAX_CHANNELS)
      throw new RangeError(`there are ${MAX_CHANNELS} channels already; remove one first.`)
    await this.#options.store.putRecords(CHANNELS, [{ id: channel.id, body: channel }])
    this.#channels.set(channel.id, channel)
  }

  async remove(id: string): Promise<boolean> {
    if (!this.#channels.has(id)) return false
    await this.#options.store.putRecords(CHANNELS, [{ id, body: null }])
    return this.#channels.delete(id)
  }
}

export function viewOf(channel: Channel, last: ChannelView['last'], queued: number): ChannelView {
  const { settings, ...rest } = withoutSecrets(channel)
  const shown = Object.entries(settings)
  const secrets = shown.filter(([, value]) => value === SECRET_SET).map(([name]) => name)
  return {
    ...rest,
    settings: { ...Object.fromEntries(shown.filter(([name]) => !secrets.includes(name))), kind: settings.kind },
    secrets,
    last,
    queued,
  }
}

function newId(): string {
  return randomUUID().slice(0, 8)
}
