/** What an agent's token opened when it connected: one service, or each that has no token of its own. */
export type AgentPass = { token: string; service: string } | { token: null; service: null }

/** Which agents may come in, and as which service. */
export interface AgentDoor {
  /** What a token opens; `null`: nothing. */
  pass(token: unknown): AgentPass | null
  /** Why whoever has this pass may not be `service` now; `null`: it may. */
  serviceFault(pass: AgentPass, service: string): string | null
}
