/** What the browser keeps for its person, as it told the hub. */
import type { FirstView } from '../../../lib/protocol/first-page'
import { shownNow } from '../shown'

export const useRemembered = (): [FirstView] => [shownNow().view]
