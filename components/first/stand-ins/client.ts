import type { ClientState } from '../../../lib/client/client'
import { shownNow } from '../shown'

export const useClientState = <T>(select: (state: ClientState) => T): T => select(shownNow().state as ClientState)
