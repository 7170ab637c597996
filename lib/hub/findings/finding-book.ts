/** What was found: a small list, kept on disk and whole in memory. */
import { randomBytes } from 'node:crypto'
import type { Store } from '../../history/store'
import { type Finding, FINDING_LIMITS, type FindingInput, type FindingNote } from '../../protocol/findings'

export const FINDINGS = 'findings'

export type FindingChange = Partial<Omit<FindingInput, 'by'>> & { note?: Omit<FindingNote, 'atMs'> }

export class FindingBook {
  readonly #store: Pick<Store, 'putRecords' | 'records'>
  readonly #nowMs: () => number
  #findings = new Map<string, Finding>()

  constructor(store: Pick<Store, 'putRecords' | 'records'>, nowMs: () => number) {
    this.#store = store
    this.#nowMs = nowMs
  }

  async recover(): Promise<void> {
    const kept = (await this.#store.records(FINDINGS)).map(({ body }) => body as Finding)
    this.#findings = new Map(kept.map((finding) => [finding.id, finding]))
  }

  /** Newest first. */
  all(): Finding[] {
    return [...this.#findings.values()].toSorted((a, b) => b.createdAtMs - a.createdAtMs)
  }

  /** Resolves once it is on disk; throws `RangeError` where there are too many. */
  async add(input: FindingInput): Promise<Finding> {
    if (this.#findings.size >= FINDING_LIMITS.findings)
      throw new RangeError(`there are ${FINDING_LIMITS.findings} findings already; remove some first.`)
    const nowMs = this.#nowMs()
    const id = `${nowMs.toString(36)}-${randomBytes(3).toString('hex')}`
    return this.#put({ ...input, id, createdAtMs: nowMs, changedAtMs: nowMs, notes: [] })
  }

  /** `null`: there is none of this id. Throws `RangeError` where it has too many notes. */
  async change(id: string, { note, ...changed }: FindingChange): Promise<Finding | null> {
    const before = this.#findings.get(id)
    if (!before) return null
    const nowMs = this.#nowMs()
    const notes = note === undefined ? before.notes : [...before.notes, { ...note, atMs: nowMs }]
    if (notes.length > FINDING_LIMITS.notes)
      throw new RangeError(`a finding has at most ${FINDING_LIMITS.notes} notes; begin another one.`)
    return this.#put({ ...before, ...changed, changedAtMs: nowMs, notes })
  }

  async remove(id: string): Promise<boolean> {
    if (!this.#findings.has(id)) return false
    await this.#store.putRecords(FINDINGS, [{ id, body: null }])
    return this.#findings.delete(id)
  }

  async #put(finding: Finding): Promise<Finding> {
    await this.#store.putRecords(FINDINGS, [{ id: finding.id, body: finding }])
    this.#findings.set(finding.id, finding)
    return finding
  }
}
