/**
 * What the hub answered to the page itself, before its program ran: `components/first` asks for it and draws it, and the client
 * begins with it, so that nothing that was on screen goes away again until the socket is there.
 */
import type { WatchAck, WatchRequest } from '../protocol/dashboard-wire'

export type FirstAnswer = WatchAck & { ok: true }

declare global {
  interface Window {
    /** Asked by the page's first script; `null` where the hub did not answer, or did not want to. */
    tidemarkFirst?: Promise<WatchAck | null>
    /** What came of it. */
    tidemarkAnswer?: FirstAnswer
    /** The page's own scripts, which start once `tidemarkDrawn` was called; absent where the page starts them itself. */
    tidemarkProgram?: string[]
    tidemarkDrawn?: () => void
  }
}

/** Once, and only where it is what `request` asks for. */
export function takeFirst(request: WatchRequest): FirstAnswer | null {
  if (typeof window === 'undefined') return null
  const answer = window.tidemarkAnswer
  if (!answer) return null
  delete window.tidemarkAnswer
  const isWanted = request.fleet === true ? answer.fleet !== undefined : answer.process?.id === request.process
  return isWanted ? answer : null
}
