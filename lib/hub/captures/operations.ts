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
    this.#audit(entry, by, 'gc', answer.ok)
    if (!answer.ok) return refusedByTarget(answer)
    this.#mark(entry, by, 'collection', `${answer.value.sentence} (${by})`)
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

  async takeSnapshot(entry: ProcessEntry, by: string, keepStrings: boolean): Promise<Taken> {
    const wish: Wish = {
      ...this.#wish(entry, by),
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

  async cancel(entry: ProcessEntry | undefined, capture: Capture, by: string): Promise<Taken> {
    const cancelled = await this.#options.captures.cancel(capture.id)
    if (entry) this.#audit(entry, by, `cancel ${capture.kind}`, cancelled.ok)
    return cancelled
  }

  async #take(entry: ProcessEntry, wish: Wish): Promise<Taken> {
    const taken = await this.#options.captures.take(wish)
    this.#audit(entry, wish.by, wish.kind, taken.ok)
    const what = wish.kind === 'heap-profile' ? 'a heap profile' : 'a heap snapshot'
    if (taken.ok)
      this.#mark(entry, wish.by, 'capture', `${wish.by} took ${what} of ${entry.life.service} ${entry.life.instance}`)
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

  #mark({ id, life }: ProcessEntry, by: string, kind: 'collection' | 'capture', title: string): void {
    const atMs = this.#options.nowMs()
    this.#options.annotations.note([
      { atMs, kind, title: title.slice(0, 500), service: life.service, process: id, author: by },
    ])
  }

  #audit({ id }: ProcessEntry, by: string, act: string, isDone: boolean): void {
    this.#options.log.info({ audit: true, by, act, process: id, isDone }, 'an act on a target')
  }
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
