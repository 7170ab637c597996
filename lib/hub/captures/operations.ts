/** What operators do to targets: each act is carried out, remembered as an annotation and logged with who and when. */
import type { Targets } from '../../ingest/targets'
import type { Collected, SnapshotEstimate } from '../../protocol/commands'
import type { Capture } from '../../protocol/captures'
import type { Captures, Refused, Taken, Wish } from './captures'
import type { Collections } from './collections'
import type { Annotations } from '../annotations/annotations'
import type { Logger } from '../log'
import type { ProcessEntry } from '../roster/process-entry'

const ESTIMATE_WITHIN_MS = 15_000

export interface OperationsOptions {
  targets: Targets
  captures: Captures
  collections: Collections
  annotations: Annotations
  log: Logger
  nowMs: () => number
}

export type Done<T> = { ok: true; value: T } | Refused

export class Operations {
  readonly #options: OperationsOptions

  constructor(options: OperationsOptions) {
    this.#options = options
  }

  async collect(entry: ProcessEntry, by: string): Promise<Done<Collected>> {
    const answer = await this.#options.collections.collect(entry.id)
    this.#audit(entry.id, by, 'gc', answer.ok)
    if (!answer.ok) return refusedByTarget(answer)
    this.#mark({ process: entry.id, service: entry.life.service }, by, 'collection', `${answer.value.sentence} (${by})`)
    return answer
  }

  async takeProfile(entry: ProcessEntry, by: string, durationMs: number, alert?: string): Promise<Taken> {
    return this.#take(entry, {
      ...this.#wish(entry, by, alert),
      kind: 'heap-profile',
      hasStrings: true,
      args: { durationMs },
    })
  }

  async takeSnapshot(entry: ProcessEntry, by: string, keepStrings: boolean, alert?: string): Promise<Taken> {
    const wish: Wish = {
      ...this.#wish(entry, by, alert),
      kind: 'heap-snapshot',
      hasStrings: keepStrings,
      args: { keepStrings },
    }
    return this.#take(entry, wish)
  }

  async estimate(entry: ProcessEntry): Promise<Done<SnapshotEstimate>> {
    const answer = await this.#options.targets.ask(entry.id, 'heap-snapshot', {}, ESTIMATE_WITHIN_MS)
    return answer.ok ? { ok: true, value: answer.result as SnapshotEstimate } : refusedByTarget(answer)
  }

  async cancel(capture: Capture, by: string): Promise<Taken> {
    const cancelled = await this.#options.captures.cancel(capture.id)
    this.#audit(capture.process, by, `cancel ${capture.kind}`, cancelled.ok)
    if (cancelled.ok) this.#mark(capture, by, 'capture', `${by} cancelled ${wordsOf(capture)}`)
    return cancelled
  }

  /** `false`: it is under way, or gone already. */
  async remove(capture: Capture, by: string): Promise<boolean> {
    const isRemoved = await this.#options.captures.remove(capture.id)
    if (!isRemoved) return false
    this.#audit(capture.process, by, `remove ${capture.kind} ${capture.id}`, true)
    this.#mark(capture, by, 'capture', `${by} removed ${wordsOf(capture)}`)
    return true
  }

  async #take(entry: ProcessEntry, wish: Wish): Promise<Taken> {
    const taken = await this.#options.captures.take(wish)
    this.#audit(entry.id, wish.by, wish.kind, taken.ok)
    if (taken.ok) this.#mark(taken.value, wish.by, 'capture', `${wish.by} took ${wordsOf(wish)}`)
    return taken
  }

  #wish({ id, life }: ProcessEntry, by: string, alert?: string): Omit<Wish, 'kind' | 'hasStrings' | 'args'> {
    return {
      process: id,
      service: life.service,
      instance: life.instance,
      ...(life.version === undefined ? {} : { version: life.version }),
      by,
      ...(alert === undefined ? {} : { alert }),
    }
  }

  #mark(
    { process, service }: Pick<Capture, 'process' | 'service'>,
    by: string,
    kind: 'collection' | 'capture',
    title: string,
  ): void {
    const atMs = this.#options.nowMs()
    this.#options.annotations.note([{ atMs, kind, title: title.slice(0, 500), service, process, author: by }])
  }

  #audit(process: string, by: string, act: string, isDone: boolean): void {
    this.#options.log.info({ audit: true, by, act, process, isDone }, 'an act on a target')
  }
}

function wordsOf({ kind, service, instance }: Pick<Capture, 'kind' | 'service' | 'instance'>): string {
  return `a heap ${kind === 'heap-profile' ? 'profile' : 'snapshot'} of ${service} ${instance}`
}

/** What a target refuses is no fault of the hub: the request was understood, and cannot be done now. */
const STATUS: Record<string, number> = {
  bad_command: 400,
  no_answer: 504,
  failed: 502,
  upload_failed: 502,
  no_memory: 507,
}

function refusedByTarget({ code, message }: { code: string; message: string }): Refused {
  return { ok: false, status: STATUS[code] ?? 409, code, message }
}
