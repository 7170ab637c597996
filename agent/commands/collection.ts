/** A full collection because somebody asked: what was garbage, and what stays. */
import { setFlagsFromString } from 'node:v8'
import type { CollectionResult } from '../../lib/protocol/commands'
import { builtin } from '../builtin'
import { CommandError } from './command-error'
import type { CommandHandler } from './desk'

/** Forced collections cost their process's answers; a page that is pressed again and again must not slow it. */
const APART_MS = 60_000

export interface CollectionParts {
  /** Runs on evenly. */
  nowMs: () => number
  /** Learns what stayed. */
  noteLiveSet: (bytes: number) => void
}

export function collectionCommand({ nowMs, noteLiveSet }: CollectionParts): CommandHandler {
  let lastMs = Number.NEGATIVE_INFINITY
  return {
    run(): CollectionResult {
      const sinceMs = nowMs() - lastMs
      if (sinceMs < APART_MS) {
        const waitS = Math.ceil((APART_MS - sinceMs) / 1_000)
        throw new CommandError(
          'too_soon',
          `a collection was forced ${Math.round(sinceMs / 1_000)} s ago; the next one may be in ${waitS} s.`,
        )
      }
      const collect = collector()
      lastMs = nowMs()
      const before = process.memoryUsage()
      const fromMs = performance.now()
      collect()
      const pauseMs = performance.now() - fromMs
      const after = process.memoryUsage()
      noteLiveSet(after.heapUsed)
      return {
        beforeBytes: before.heapUsed,
        afterBytes: after.heapUsed,
        externalBeforeBytes: before.external,
        externalAfterBytes: after.external,
        rssBeforeBytes: before.rss,
        rssAfterBytes: after.rss,
        pauseMs,
        atMs: Date.now(),
      }
    },
  }
}

/**
 * V8's own `gc`, which a new context has while the flag is set. The flag is set for that moment only, so that no other context of the host
 * gets one; a host that runs with the flag has `gc` at hand, and its flag is left alone. The context is not kept: it takes a megabyte.
 */
function collector(): () => void {
  const own = (globalThis as { gc?: unknown }).gc
  if (typeof own === 'function') return own as () => void
  setFlagsFromString('--expose-gc')
  try {
    const made: unknown = builtin('node:vm').runInNewContext('gc')
    if (typeof made !== 'function') throw new TypeError('V8 gave none')
    return made as () => void
  } catch {
    throw new CommandError('not_available', 'this runtime offers no way to force a collection.')
  } finally {
    setFlagsFromString('--no-expose-gc')
  }
}
