import type { ClientState } from '../../../lib/client/client'
import { dayOf } from '../../../lib/format/clock'
import { shownNow } from '../shown'

export const useClientState = <T>(select: (state: ClientState) => T): T => select(shownNow().state as ClientState)

export const useToday = (): number => useClientState(({ clockMs }) => dayOf(clockMs))

export const useNow = (say: (nowMs: number) => string): string => useClientState(({ clockMs }) => say(clockMs))
