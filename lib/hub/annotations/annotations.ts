/** Annotations of all sources: kept in history, told to those who look, and at hand for what looks for a cause. */
import type { Annotation, AnnotationInput } from '../../protocol/annotations'
import type { NearAnnotation } from '../../protocol/alerts'
import type { AnnotationQuery, Store } from '../../history/store'

/** Annotations in memory, for causes: some days of a busy fleet. */
const HELD = 10_000
/** What happened longer before a growth began is not told as what it followed. */
const NEAR_MS = 24 * 3_600_000
/** The begin of a growth is known no better than this; a deploy just behind it may be what it followed. */
const BEGIN_IS_KNOWN_TO_MS = 2 * 60_000
/** Annotations that wait for the disk; past it those that the hub makes by itself are left out, and counted. */
const WAITING = 1_000

export interface AnnotationsOptions {
  store: Pick<Store, 'addAnnotation' | 'annotations'>
  nowMs: () => number
  onAdded: (annotation: Annotation) => void
  onTrouble: (message: string, cause: unknown) => void
}

export class Annotations {
  readonly #options: AnnotationsOptions
  /** Ordered by time. */
  #held: Annotation[] = []
  #waiting = 0

  constructor(options: AnnotationsOptions) {
    this.#options = options
  }

  /** Reads back those that may still be near to something that begins now. */
  async recover(): Promise<void> {
    const nowMs = this.#options.nowMs()
    const kept = await this.#options.store.annotations({ fromMs: nowMs - 7 * NEAR_MS, toMs: nowMs + NEAR_MS })
    this.#held = kept.slice(-HELD)
  }

  /** Resolves once it is on disk; rejects where the disk refused. */
  async add(input: AnnotationInput): Promise<Annotation> {
    const annotation = await this.#options.store.addAnnotation(input)
    this.#hold(annotation)
    this.#options.onAdded(annotation)
    return annotation
  }

  /** For those that the hub makes by itself: nobody waits for them, and a failure is told. */
  note(inputs: readonly AnnotationInput[]): void {
    for (const input of inputs) {
      if (this.#waiting >= WAITING) {
        this.#options.onTrouble('an annotation was left out', new Error('too many wait for the disk'))
        continue
      }
      this.#waiting++
      this.add(input)
        .catch((error: unknown) => this.#options.onTrouble('an annotation could not be kept', error))
        .finally(() => {
          this.#waiting--
        })
    }
  }

  range(query: AnnotationQuery): Promise<Annotation[]> {
    return this.#options.store.annotations(query)
  }

  /** The deploy or note that lies next before `atMs` and concerns the process; deploys go before notes. */
  nearestBefore(process: string, service: string, atMs: number): NearAnnotation | null {
    let note: Annotation | null = null
    for (let at = this.#firstAfter(atMs + BEGIN_IS_KNOWN_TO_MS) - 1; at >= 0; at--) {
      const one = this.#held[at] as Annotation
      if (one.atMs < atMs - NEAR_MS) break
      if (!concerns(one, process, service)) continue
      if (one.kind === 'deploy') return nearOf(one, atMs)
      if (one.kind === 'note') note ??= one
    }
    return note && nearOf(note, atMs)
  }

  #hold(annotation: Annotation): void {
    this.#held.splice(this.#firstAfter(annotation.atMs), 0, annotation)
    if (this.#held.length > HELD) this.#held.shift()
  }

  #firstAfter(atMs: number): number {
    let [low, high] = [0, this.#held.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#held[middle] as Annotation).atMs <= atMs) low = middle + 1
      else high = middle
    }
    return low
  }
}

function concerns(one: Annotation, process: string, service: string): boolean {
  if (one.process !== undefined) return one.process === process
  return one.service === undefined || one.service === service
}

function nearOf({ id, title, kind, atMs }: Annotation, beginMs: number): NearAnnotation {
  return { id, title, kind, atMs, beforeMs: Math.max(0, beginMs - atMs) }
}
