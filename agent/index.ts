/** @tidemark/agent: streams what a Node process holds, and the memory under it, to a Tidemark hub. */
import { inertAgent, startAgent } from './agent'
import type { Agent, AgentOptions } from './api'
import { resolveOptions } from './options'
import { reasonOf, Warnings } from './warnings'

export type {
  Agent,
  AgentOptions,
  AgentStats,
  AllowOptions,
  Counter,
  EntityReaders,
  EventOptions,
  GaugeOptions,
  NumberReader,
  Registration,
  SeriesOptions,
  Sized,
  Source,
  StreamsOptions,
  WatchedList,
  WatchedObject,
} from './api'

/**
 * Starts streaming, and answers the agent to register series with. Never throws, and never keeps the process alive: what is
 * wrong with an option is told once by `process.emitWarning` (code TIDEMARK_BAD_OPTION). Without a usable url and service the
 * agent is inert: it takes every call and does nothing.
 */
export function tidemark(options: AgentOptions = {}): Agent {
  const warnings = new Warnings()
  try {
    const settings = resolveOptions(options, process.env, Date.now(), warnings)
    return settings ? startAgent(settings, warnings) : inertAgent(warnings)
  } catch (thrown) {
    // A getter of the host's own among the options, or a Node that lacks something the agent stands on.
    warnings.warn('TIDEMARK_BAD_OPTION', 'start', `the agent could not start and does nothing: ${reasonOf(thrown)}.`)
    return inertAgent(warnings)
  }
}
