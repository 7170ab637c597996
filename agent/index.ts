/** @tidemark/agent: streams what a Node process holds, and the memory under it, to a Tidemark hub. */
import { inertAgent, startAgent } from './agent'
import type { Agent, AgentOptions } from './api'
import { resolveOptions } from './options'
import { Warnings } from './warnings'

export type {
  Agent,
  AgentOptions,
  AgentStats,
  Counter,
  EventOptions,
  GaugeOptions,
  NumberReader,
  Registration,
  SeriesOptions,
  Sized,
  Source,
  StreamsOptions,
  WatchedObject,
} from './api'

/**
 * Starts streaming, and answers the agent to register series with. Never throws, and never keeps the process alive: what is
 * wrong with an option is told once by `process.emitWarning` (code TIDEMARK_BAD_OPTION). Without a usable url and service the
 * agent is inert: it takes every call and does nothing.
 */
export function tidemark(options: AgentOptions = {}): Agent {
  const warnings = new Warnings()
  const settings = resolveOptions(options, process.env, Date.now(), warnings)
  return settings ? startAgent(settings, warnings) : inertAgent(warnings)
}
