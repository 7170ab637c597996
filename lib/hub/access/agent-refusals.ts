/**
 * Agents that came with what opens nothing, in the audit: each once an hour, for they come again by themselves, and so many an hour
 * altogether, so that nobody fills the audit by knocking.
 */
import type { AuditLog } from './audit-log'

export interface RefusedAgent {
  /** As which it came; `null`: it was sent away before it could say. */
  service: string | null
  from: string
}

const AGAIN_AFTER_MS = 3_600_000
const MOST_AN_HOUR = 100

export class AgentRefusals {
  readonly #audit: Pick<AuditLog, 'add'>
  readonly #nowMs: () => number
  /** When each was told last, the oldest first; never more than `MOST_AN_HOUR`. */
  readonly #told = new Map<string, number>()

  constructor(audit: Pick<AuditLog, 'add'>, nowMs: () => number) {
    this.#audit = audit
    this.#nowMs = nowMs
  }

  note({ service, from }: RefusedAgent): void {
    const nowMs = this.#nowMs()
    for (const [key, atMs] of this.#told) {
      if (nowMs - atMs < AGAIN_AFTER_MS) break
      this.#told.delete(key)
    }
    const key = JSON.stringify([from, service])
    if (this.#told.has(key) || this.#told.size >= MOST_AN_HOUR) return
    this.#told.set(key, nowMs)
    void this.#audit.add({
      by: null,
      via: 'agent',
      from,
      act: 'connect an agent',
      about:
        service === null
          ? 'with a token that opens nothing, or none'
          : `as ${service}, with a token that does not open it`,
      outcome: 'refused',
    })
  }
}
