/** @tidemark/agent: streams what a Node process holds, and the memory under it, to a Tidemark hub. */
import { inertAgent, startAgent } from './agent'
import type { Agent, AgentOptions } from './api'
import { resolveOptions } from './options'
import { type RegisteredAgent, holdForTheProgram, takeRegistered } from './registered'
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
 * agent is inert: it takes every call and does nothing. In a program that was started with `@tidemark/agent/register` it takes over from
 * the agent that runs there, with the url and the name that were found where the options say none.
 */
export function tidemark(options: AgentOptions = {}): Agent {
  const warnings = new Warnings()
  const registered = takeRegistered()
  try {
    const wanted = registered ? overRegistered(registered, options) : options
    const settings = resolveOptions(wanted, process.env, Date.now(), warnings)
    if (settings) {
      const agent = startAgent(settings, warnings)
      void registered?.agent.stop(0)
      return agent
    }
    if (registered) holdForTheProgram(registered)
    return registered?.agent ?? inertAgent(warnings)
  } catch (thrown) {
    // A getter of the host's own among the options, or a Node that lacks something the agent stands on.
    warnings.warn('TIDEMARK_BAD_OPTION', 'start', `the agent could not start and does nothing: ${reasonOf(thrown)}.`)
    return inertAgent(warnings)
  }
}

/** What the program says goes before what was found out without it; what it leaves open does not. */
function overRegistered({ options: found }: RegisteredAgent, options: unknown): AgentOptions {
  const said = Object.entries(options ?? {}).filter(([, value]) => value !== undefined)
  return { ...found, ...Object.fromEntries(said) }
}
