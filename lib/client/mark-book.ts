/** What happened while a process was watched: the annotations of a stretch of time, oldest first, each once. */
import type { Annotation } from '../protocol/annotations'
import { LIMITS } from '../protocol/limits'
import { queryOf, type Ask } from './ask'

/** A screen has room for some hundred marks; what is beyond is the oldest. */
const CAPACITY = 2_000

/** What the book is of: a process, and its service once that is known. */
export interface MarksOf {
  process: string
  service: string | null
}

export interface MarkBookParts {
  ask: Ask
  nowMs(): number
  changed(): void
}

export class MarkBook {
  readonly #parts: MarkBookParts
  readonly #capacity: number
  #of: MarksOf
  #byId = new Map<number, Annotation>()
  #sorted: readonly Annotation[] | null = null
  /** The window whose annotations are here. */
  #fromMs = Number.POSITIVE_INFINITY
  #toMs = Number.NEGATIVE_INFINITY
  #loading = new AbortController()

  constructor(process: string, parts: MarkBookParts, capacity = CAPACITY) {
    this.#of = { process, service: null }
    this.#parts = parts
    this.#capacity = capacity
  }

  /** The same array until something changed. */
  marks(): readonly Annotation[] {
    this.#sorted ??= [...this.#byId.values()].sort((a, b) => a.atMs - b.atMs || a.id - b.id)
    return this.#sorted
  }

  knowService(service: string): void {
    this.#of = { ...this.#of, service }
  }

  /** The window on screen; one that moves has no end. Asks the hub unless all of it is here. */
  async look(fromMs: number, toMs: number = Number.POSITIVE_INFINITY): Promise<void> {
    if (fromMs >= this.#fromMs && toMs <= this.#toMs) return
    await this.#load(fromMs, toMs)
  }

  /** What was added while the link was lost is asked for again. */
  async again(): Promise<void> {
    if (Number.isFinite(this.#fromMs)) await this.#load(this.#fromMs, this.#toMs)
  }

  take(annotation: Annotation): void {
    if (!concerns(annotation, this.#of)) return
    this.#add([annotation])
  }

  stop(): void {
    this.#loading.abort()
  }

  async #load(fromMs: number, toMs: number): Promise<void> {
    this.#loading.abort()
    this.#loading = new AbortController()
    const { signal } = this.#loading
    const endMs = Number.isFinite(toMs) ? toMs : this.#parts.nowMs() + LIMITS.aheadMs
    const query = queryOf({
      process: this.#of.process,
      fromMs: Math.max(0, Math.floor(fromMs)),
      toMs: Math.ceil(endMs),
    })
    try {
      const path = `/api/v1/annotations${query}`
      const { annotations } = await this.#parts.ask<{ annotations: Annotation[] }>(path, { signal })
      if (signal.aborted) return
      // Those that came meanwhile stay; those of another window go.
      for (const [id, { atMs }] of this.#byId) if (atMs < fromMs || atMs > endMs) this.#byId.delete(id)
      this.#fromMs = fromMs
      this.#toMs = toMs
      this.#add(annotations)
    } catch {
      // Charts are drawn without marks until the next look; where the hub is away, the banner says so.
    }
  }

  #add(annotations: readonly Annotation[]): void {
    for (const annotation of annotations) this.#byId.set(annotation.id, annotation)
    this.#sorted = null
    const over = this.#byId.size - this.#capacity
    if (over > 0) for (const { id } of this.marks().slice(0, over)) this.#byId.delete(id)
    this.#sorted = null
    this.#parts.changed()
  }
}

/** Of the process, of its service as a whole, or of everything. */
function concerns(annotation: Annotation, { process, service }: MarksOf): boolean {
  if (annotation.process !== undefined) return annotation.process === process
  return annotation.service === undefined || annotation.service === service
}
