/** Captures as tests need them. */
import type { Capture } from '../../lib/protocol/captures'
import { NOW } from './alert'

/** A heap profile of api/listeners that is there; `more` says what is otherwise. */
export function captureOf(id: string, more: Partial<Capture> = {}): Capture {
  return {
    id,
    kind: 'heap-profile',
    process: 'api.listeners',
    service: 'api',
    instance: 'listeners',
    boot: 'b',
    state: 'ready',
    by: 'Ada',
    askedAtMs: NOW,
    readyAtMs: NOW,
    bytes: 2_048,
    hasStrings: true,
    result: null,
    error: null,
    ...more,
  }
}
