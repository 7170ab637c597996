/**
 * The one decoder of the wire: `unknown` in, a message or the reason why not out. Nothing behind it checks again.
 * What the hub does not know inside a message (an option of a newer agent) is left out, not refused.
 */
import type { WatchRequest } from './dashboard-wire'
import { isRecord, show } from './checks'
import { PROCESS_ID_MAX_CHARS } from './process-id'

export type { Decoded } from './checks'
export { decodeHello, decodeSeries } from './decode-hello'
export { decodeEvents, decodeFrames } from './decode-frames'

/** What a viewer asks to see. */
export function decodeWatch(input: unknown): { ok: true; value: WatchRequest } | { ok: false; message: string } {
  if (!isRecord(input)) return { ok: false, message: `watch must be one object; ${show(input)} came.` }
  const { fleet, process } = input
  const request: WatchRequest = {}
  if (fleet != null && typeof fleet !== 'boolean') {
    return { ok: false, message: `watch.fleet must be true or false; ${show(fleet)} came.` }
  }
  if (fleet === true) request.fleet = true
  if (process != null) {
    if (typeof process !== 'string' || process.length > PROCESS_ID_MAX_CHARS) {
      return { ok: false, message: `watch.process must be the id of a process; ${show(process)} came.` }
    }
    request.process = process
  }
  return { ok: true, value: request }
}
