/**
 * Who did what, when and from where. What was refused has a bound of its own, so that nobody can push out what was done by asking
 * often for what he may not.
 */
import { randomBytes } from 'node:crypto'
import { ACCESS_LIMITS, type AuditAnswer, type AuditEntry } from '../../protocol/access'
import type { Logger } from '../log'
import { KeptMap, type RecordStore } from './kept-map'

export const AUDIT = 'audit'
/** Of the bound: so many go at once, so that not every act has to look for the oldest. */
const TRIMMED_SHARE = 50

export interface AuditQuery {
  /** A part of the name, whatever its case. */
  by?: string | undefined
  act?: string | undefined
  outcome?: AuditEntry['outcome'] | undefined
  limit: number
  offset: number
}

export interface AuditOptions {
  store: RecordStore
  log: Pick<Logger, 'info'>
  nowMs: () => number
  onTrouble: (message: string, cause: unknown) => void
  /** Default: those of `ACCESS_LIMITS`. */
  limits?: AuditLimits
}

export interface AuditLimits {
  auditDone: number
  auditRefused: number
}

export class AuditLog {
  readonly #options: AuditOptions
  readonly #entries: KeptMap<AuditEntry>
  readonly #limits: AuditLimits
  #done = 0
  #refused = 0

  constructor(options: AuditOptions) {
    this.#options = options
    this.#limits = options.limits ?? ACCESS_LIMITS
    this.#entries = new KeptMap(options.store, AUDIT)
  }

  async recover(): Promise<void> {
    await this.#entries.recover()
    for (const entry of this.#entries.values()) this.#count(entry, 1)
  }

  /** Resolves once it is on disk. A disk that refuses does not undo what was done: that is logged. */
  async add(act: Omit<AuditEntry, 'id' | 'atMs'>): Promise<void> {
    const { nowMs, log, onTrouble } = this.#options
    const atMs = nowMs()
    const entry: AuditEntry = { ...act, id: `${atMs.toString(36)}-${randomBytes(5).toString('hex')}`, atMs }
    log.info({ audit: true, ...act }, 'an act')
    const surplus = this.#surplus(entry)
    this.#count(entry, 1)
    for (const one of surplus) this.#count(one, -1)
    try {
      await this.#entries.change(
        [entry],
        surplus.map(({ id }) => id),
      )
    } catch (cause) {
      this.#count(entry, -1)
      for (const one of surplus) this.#count(one, 1)
      onTrouble('an act could not be kept in the audit', cause)
    }
  }

  /** The newest first. */
  read({ by, act, outcome, limit, offset }: AuditQuery): AuditAnswer {
    const part = by?.trim().toLowerCase()
    const fits = ({ by: who, act: what, outcome: came }: AuditEntry) =>
      (part === undefined || (who ?? '').toLowerCase().includes(part)) &&
      (act === undefined || what === act) &&
      (outcome === undefined || came === outcome)
    const found = [...this.#entries.values()].filter(fits).toSorted((a, b) => b.atMs - a.atMs || (a.id < b.id ? 1 : -1))
    const acts = [...new Set(Array.from(this.#entries.values(), (entry) => entry.act))].toSorted()
    return { entries: found.slice(offset, offset + limit), total: found.length, acts }
  }

  #surplus({ outcome }: AuditEntry): AuditEntry[] {
    const isRefused = outcome === 'refused'
    const [count, most] = isRefused ? [this.#refused, this.#limits.auditRefused] : [this.#done, this.#limits.auditDone]
    if (count < most) return []
    return [...this.#entries.values()]
      .filter((entry) => (entry.outcome === 'refused') === isRefused)
      .toSorted((a, b) => a.atMs - b.atMs)
      .slice(0, Math.ceil(most / TRIMMED_SHARE))
  }

  #count({ outcome }: AuditEntry, by: number): void {
    if (outcome === 'refused') this.#refused += by
    else this.#done += by
  }
}
