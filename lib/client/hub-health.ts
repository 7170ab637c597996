/** What the hub says of itself, to every page. */
import type { HistoryHealth, LiveItem, RefusedLately } from '../protocol/dashboard-wire'

export interface HubHealth {
  /** Whether the hub can write what it is told; `ready` until it said otherwise. */
  history: HistoryHealth
  /** What the hub refused of agents within the last minute. */
  refused: RefusedLately
  /** It is short of memory: live values do not come until it has room. */
  isHolding: boolean
}

export const HEALTHY: HubHealth = { history: { state: 'ready' }, refused: [], isHolding: false }

/** What of it changed with these; `null` nearly always. */
export function healthIn(items: readonly LiveItem[]): Partial<HubHealth> | null {
  const health: Partial<HubHealth> = {}
  for (const item of items) {
    if (item.type === 'history') health.history = item.health
    else if (item.type === 'refused') health.refused = item.refused
    else if (item.type === 'shedding') health.isHolding = item.isHolding
  }
  return Object.keys(health).length > 0 ? health : null
}
