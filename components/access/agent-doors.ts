/** Services and their tokens put together, as they are listed. */
import type { AgentTokensAnswer, AgentTokenView } from '../../lib/protocol/access'

export interface AgentDoorRow {
  service: string
  /** The newest first. */
  tokens: AgentTokenView[]
  /** Until when something other than the newest token opens it, too; `null`: nothing does. */
  graceUntilMs: number | null
}

export function agentDoors({ tokens, services }: AgentTokensAnswer, nowMs: number): AgentDoorRow[] {
  return services.map(({ service, othersUntilMs }) => {
    const mine = tokens.filter((token) => token.service === service).toSorted((a, b) => b.createdAtMs - a.createdAtMs)
    const ends = [othersUntilMs, ...mine.slice(1).map(({ expiresAtMs }) => expiresAtMs)]
    const later = ends.filter((atMs): atMs is number => atMs !== null && atMs > nowMs)
    return { service, tokens: mine, graceUntilMs: later.length === 0 ? null : Math.max(...later) }
  })
}
