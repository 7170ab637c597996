/** Whether an agent would be let in from where this runs. */
import { openLink } from '../../agent/link'
import { isRecord } from '../../lib/protocol/checks'
import { type Finding, fault, ok } from './finding'

const ANSWER_WITHIN_MS = 10_000

/** By the agent's own way: a websocket on `/agent`, with the token. Nothing is said there, so nothing is kept. */
export function checkReachability(url: string, token: string | null): Promise<Finding> {
  return new Promise((resolve) => {
    const end = (finding: Finding) => {
      clearTimeout(late)
      link.close()
      resolve(finding)
    }
    // The link keeps no program alive; this does, until there is an answer.
    const late = setTimeout(() => end(unreachable('it did not answer')), ANSWER_WITHIN_MS)
    const link = openLink(url, token ?? undefined, {
      opened: () => end(ok('reach', 'an agent with this token would be let in')),
      closed: () => undefined,
      refused: (answer) => end(refused(answer)),
      unreachable: (reason) => end(unreachable(reason)),
      command: () => Promise.resolve({ ok: false, code: 'not_available', message: 'this is no agent.' }),
      guard: (act) => act(),
    })
    link.connect()
  })
}

function unreachable(reason: string): Finding {
  const todo = 'a proxy in between must hand on /socket.io/, with upgrades to websockets.'
  return fault('reach', `the agents’ websocket cannot be opened: ${reason}`, todo)
}

function refused(answer: unknown): Finding {
  const message = isRecord(answer) && typeof answer['message'] === 'string' ? answer['message'] : 'it gave no reason'
  return fault('reach', `an agent would be refused: ${message}`, 'set TIDEMARK_AGENT_TOKEN to the token of the hub.')
}
