/**
 * What the hub answered with the page itself, before its program ran: it drew the page with it, and the client begins with it,
 * so that nothing that was on screen goes away again until the socket is there.
 */
import type { WatchRequest } from '../protocol/dashboard-wire'
import { FIRST_ANSWER_ID, type FirstAnswer } from '../protocol/first-page'

declare global {
  interface Window {
    /** The page's own scripts, which start once its first numbers are painted; absent where the page starts them itself. */
    tidemarkProgram?: string[]
  }
}

/** Once, and only where it is what `request` asks for. */
export function takeFirst(request: WatchRequest): FirstAnswer | null {
  if (typeof document === 'undefined') return null
  const element = document.getElementById(FIRST_ANSWER_ID)
  if (!element) return null
  // It is large, and the page stays open for weeks.
  element.remove()
  const answer = JSON.parse(element.textContent) as FirstAnswer
  const isWanted = request.fleet === true ? answer.fleet !== undefined : answer.process?.id === request.process
  return isWanted ? answer : null
}
