/** The client's state as it is with nothing but the hub's first answer. */
import type { ClientState } from '../../../lib/client/client'
import type { FirstAnswer } from '../../../lib/client/first-answer'

let state: Partial<ClientState> = {}

export function show({ hubNowMs, fleet, process }: FirstAnswer): void {
  state = {
    link: { state: 'connecting', sinceMs: hubNowMs },
    clockMs: hubNowMs,
    fleet: fleet
      ? { rows: new Map(fleet.rows.map((row) => [row.id, row])), total: fleet.total, listed: fleet.rows }
      : null,
    watched: process ? ({ id: process.id, status: 'known', detail: process } as ClientState['watched']) : null,
    me: null,
  }
}

export const useClientState = <T>(select: (state: ClientState) => T): T => select(state as ClientState)
