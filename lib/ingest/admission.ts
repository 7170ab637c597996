/** How much the hub takes on: of agents, of series, and of the frames of one agent that are not on disk yet. */
import type { Refusal } from '../protocol/agent-wire'
import { LIMITS } from '../protocol/limits'

export interface AdmissionLimits {
  /** Lives that may be connected. */
  agents: number
  /** Series of all connected lives together: some 3 kB of the hub's memory each, everything counted. */
  series: number
}

const BYTES_A_NUMBER = Float64Array.BYTES_PER_ELEMENT
const MB = 1e6

/**
 * Frames of one agent on their way to disk: three of the largest messages that there are. An honest agent has some kilobytes
 * there; over all agents together the history has a bound of its own.
 */
export const WAITING_BYTES_AN_AGENT = 3 * LIMITS.framesPerMessage * (LIMITS.seriesPerProcess + 2) * BYTES_A_NUMBER

export class Admission {
  /** `isShort`: whether memory is so short that only those that are known may come. */
  constructor(
    readonly limits: AdmissionLimits,
    private readonly isShort: () => boolean = () => false,
  ) {}

  /** Why a process that was never seen before may not come now; `null`: it may. */
  strangerFault(): Refusal | null {
    if (!this.isShort()) return null
    const message =
      'this hub is short of memory and takes no process that it does not know yet; it does again once it is not, and keeps the others.'
    return refusal('max_agents_reached', message)
  }

  /** Why one agent more may not come; `null`: it may. */
  agentFault(connected: number): Refusal | null {
    const { agents } = this.limits
    if (connected < agents) return null
    return refusal('max_agents_reached', `this hub takes ${agents} agents, and as many are connected.`)
  }

  /** Why `more` series beside the `held` ones may not come; `null`: they may. */
  seriesFault(held: number, more: number): Refusal | null {
    const { series } = this.limits
    if (more === 0 || held + more <= series) return null
    const message = `this hub holds ${series} series of all agents together, ${held} are there, and ${more} more came; send fewer, or start it with a larger TIDEMARK_MAX_SERIES.`
    return refusal('too_many_series', message)
  }

  /** Why `bytes` of frames beside those of the same agent that wait may not come; `null`: they may. */
  framesFault(waitingBytes: number, bytes: number): Refusal | null {
    if (waitingBytes + bytes <= WAITING_BYTES_AN_AGENT) return null
    const message = `${Math.round(waitingBytes / MB)} MB of this agent's frames wait for the disk already, and ${Math.round(WAITING_BYTES_AN_AGENT / MB)} MB may; wait for their acknowledgements.`
    return refusal('rate_limited', message)
  }
}

function refusal(code: Refusal['code'], message: string): Refusal {
  return { ok: false, code, message }
}
