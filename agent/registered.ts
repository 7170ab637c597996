/**
 * The agent that `register` started, until the program starts one of its own: that knows better what the program is called, and takes
 * over. Kept on `globalThis`, for the package may be there twice.
 */
import type { Agent, AgentOptions } from './api'

export interface RegisteredAgent {
  agent: Agent
  /** What `register` found out; the program's options go before. */
  options: AgentOptions
}

const PLACE = Symbol.for('@tidemark/agent/registered')

export function holdForTheProgram(registered: RegisteredAgent): void {
  ;(globalThis as { [PLACE]?: RegisteredAgent })[PLACE] = registered
}

/** Once: whoever takes it is responsible for its end. */
export function takeRegistered(): RegisteredAgent | null {
  const place = globalThis as { [PLACE]?: RegisteredAgent | undefined }
  const registered = place[PLACE] ?? null
  place[PLACE] = undefined
  return registered
}
