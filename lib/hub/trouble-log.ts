/** Troubles that come with every message of every agent are logged once in a while, with how often they came. */
import type { Logger } from './log'

const SAME_EVERY_MS = 10_000
/** Kinds of trouble that are told apart. */
const KINDS = 100

export type OnTrouble = (message: string, cause: unknown) => void

export function troubleLog(log: Pick<Logger, 'warn'>, nowMs: () => number): OnTrouble {
  const kinds = new Map<string, { loggedAtMs: number; unlogged: number }>()
  return (message, cause) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const now = nowMs()
    const kind = kinds.get(reason)
    if (kind && now - kind.loggedAtMs < SAME_EVERY_MS) {
      kind.unlogged++
      return
    }
    // The oldest kind goes; it is logged again when it comes again.
    if (!kind && kinds.size >= KINDS) for (const oldest of [...kinds.keys()].slice(0, 1)) kinds.delete(oldest)
    kinds.set(reason, { loggedAtMs: now, unlogged: 0 })
    log.warn({ reason, ...(kind?.unlogged ? { timesSinceLastLogged: kind.unlogged } : {}) }, message)
  }
}
