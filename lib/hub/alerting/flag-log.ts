/** When each flag was up: what a dry run goes through, with other settings than those that held then. */
import type { Store } from '../../history/store'
import type { Flag } from '../../protocol/verdict'
import type { FlagWord } from '../../protocol/vocabulary'

export const FLAG_LOG = 'flag-log'
/** Episodes that are kept; past it the oldest goes. */
const KEPT = 20_000
const KEPT_MS = 31 * 86_400_000

/** One flag of one process, from when the hub saw it go up until it saw it go down. */
export interface FlagEpisode {
  id: string
  process: string
  service: string
  instance: string
  labels: Record<string, string>
  rule: FlagWord
  series?: string
  reason: string
  /** The start of the life in which it went up, for the grace. */
  startedAtMs: number
  /** On the hub's clock, as is `downAtMs`; `null`: it is up. */
  upAtMs: number
  downAtMs: number | null
}

export interface FlaggedProcess {
  id: string
  service: string
  instance: string
  labels: Record<string, string>
  startedAtMs: number
}

export class FlagLog {
  readonly #store: Pick<Store, 'putRecords' | 'records'>
  /** Those that are up, by process. */
  readonly #up = new Map<string, Map<string, FlagEpisode>>()
  /** Ids that are kept, oldest first. */
  #ids: { id: string; upAtMs: number }[] = []
  #changed = new Map<string, FlagEpisode | null>()
  #lastId = 0

  constructor(store: Pick<Store, 'putRecords' | 'records'>) {
    this.#store = store
  }

  async recover(): Promise<void> {
    for (const episode of await this.read()) {
      this.#ids.push({ id: episode.id, upAtMs: episode.upAtMs })
      this.#lastId = Math.max(this.#lastId, Number(episode.id))
      if (episode.downAtMs === null) this.#of(episode.process).set(keyOf(episode.rule, episode.series), episode)
    }
  }

  /** Every episode that is kept, oldest first. */
  async read(): Promise<FlagEpisode[]> {
    const kept = await this.#store.records(FLAG_LOG)
    return kept
      .map(({ body }) => body as FlagEpisode)
      .sort((a, b) => a.upAtMs - b.upAtMs || Number(a.id) - Number(b.id))
  }

  /** What is up of one process now. Costs nothing where nothing is and nothing was. */
  observe(process: FlaggedProcess, flags: readonly Flag[], nowMs: number): void {
    const up = this.#up.get(process.id)
    if (up === undefined && flags.length === 0) return
    const now = new Set(flags.map(({ flag, series }) => keyOf(flag, series)))
    for (const [key, episode] of up ?? []) if (!now.has(key)) this.#goDown(key, episode, nowMs)
    for (const flag of flags) {
      if (!this.#of(process.id).has(keyOf(flag.flag, flag.series))) this.#goUp(process, flag, nowMs)
    }
  }

  /** The process is known no more. */
  forget(process: string, nowMs: number): void {
    for (const [key, episode] of this.#up.get(process) ?? []) this.#goDown(key, episode, nowMs)
  }

  /** Writes what changed since; what the disk refuses is tried again with the next call. */
  async save(nowMs: number): Promise<void> {
    this.#trim(nowMs)
    if (this.#changed.size === 0) return
    const changed = this.#changed
    this.#changed = new Map()
    try {
      await this.#store.putRecords(
        FLAG_LOG,
        [...changed].map(([id, body]) => ({ id, body })),
      )
    } catch (error) {
      for (const [id, body] of changed) if (!this.#changed.has(id)) this.#changed.set(id, body)
      throw error
    }
  }

  #goUp({ id: process, service, instance, labels, startedAtMs }: FlaggedProcess, flag: Flag, nowMs: number): void {
    const id = String(++this.#lastId).padStart(12, '0')
    const { flag: rule, series, reason } = flag
    const episode: FlagEpisode = {
      id,
      process,
      service,
      instance,
      labels,
      rule,
      ...(series === undefined ? {} : { series }),
      reason,
      startedAtMs,
      upAtMs: nowMs,
      downAtMs: null,
    }
    this.#of(process).set(keyOf(rule, series), episode)
    this.#ids.push({ id, upAtMs: nowMs })
    this.#changed.set(id, episode)
  }

  #goDown(key: string, episode: FlagEpisode, nowMs: number): void {
    const up = this.#up.get(episode.process)
    up?.delete(key)
    if (up?.size === 0) this.#up.delete(episode.process)
    this.#changed.set(episode.id, { ...episode, downAtMs: nowMs })
  }

  #of(process: string): Map<string, FlagEpisode> {
    let up = this.#up.get(process)
    if (!up) this.#up.set(process, (up = new Map<string, FlagEpisode>()))
    return up
  }

  #trim(nowMs: number): void {
    let leaves = Math.max(0, this.#ids.length - KEPT)
    while ((this.#ids[leaves]?.upAtMs ?? Infinity) < nowMs - KEPT_MS) leaves++
    for (const { id } of this.#ids.splice(0, leaves)) this.#changed.set(id, null)
  }
}

function keyOf(rule: FlagWord, series: string | undefined): string {
  return `${rule} ${series ?? ''}`
}
