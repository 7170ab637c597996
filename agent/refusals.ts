/** What each refusal of the hub means for the agent: whom it concerns, and how long to wait. */
import { isRecord } from '../lib/protocol/checks'
import { WIRE_CODES, type WireCode } from '../lib/protocol/vocabulary'

export interface Refused {
  code: WireCode | 'unknown'
  message: string
}

export interface RefusalMeaning {
  /** `message`: this one is given up. `pause`: nothing is sent for a while. `connection`: closed, and tried again after the wait. */
  scope: 'message' | 'pause' | 'connection'
  waitMs: number
}

/** A person has to mend it, so it is tried seldom. */
const SLOWLY_MS = 60_000
const SOON_MS = 2_000
const BACKOFF_MOST_MS = 60_000

/** What came from outside as a refusal, whatever it is. */
export function refusalOf(answer: unknown): Refused {
  if (!isRecord(answer)) return { code: 'unknown', message: 'the answer is not one that this agent knows.' }
  const { code, message } = answer
  const known = WIRE_CODES.find((word) => word === code)
  return { code: known ?? 'unknown', message: typeof message === 'string' ? message : 'no reason was given.' }
}

/**
 * `before`: how many refusals came since the hub last agreed. Once it has answered hello (`isGreeted`), what it says of series
 * concerns those that were declared later, not who speaks.
 */
export function meaningOf({ code }: Refused, before: number, isGreeted: boolean): RefusalMeaning {
  const backoffMs = Math.min(BACKOFF_MOST_MS, SOON_MS * 2 ** Math.min(before, 10))
  switch (code) {
    case 'bad_hello':
    case 'too_many_series':
      return isGreeted ? { scope: 'message', waitMs: 0 } : { scope: 'connection', waitMs: SLOWLY_MS }
    case 'bad_token':
    case 'unsupported_protocol':
      return { scope: 'connection', waitMs: SLOWLY_MS }
    case 'max_agents_reached':
    case 'hello_first':
    case 'unknown':
      return { scope: 'connection', waitMs: backoffMs }
    case 'rate_limited':
      return { scope: 'pause', waitMs: backoffMs }
    case 'bad_frame':
    case 'bad_event':
    case 'too_large':
      return { scope: 'message', waitMs: 0 }
    default:
      return code satisfies never
  }
}
