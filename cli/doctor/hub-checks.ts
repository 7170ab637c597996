/** What can be seen of a hub from where a target would be. */
import type { HubConfig } from '../../lib/hub/config'
import { isLoopback } from '../../lib/hub/config'
import { type Finding, fault, ok, warning } from './finding'

const ANSWER_WITHIN_MS = 10_000
/** Verdicts are by the targets' clocks; this far off, a chart of both is wrong by what one can see. */
const CLOCK_WITHIN_MS = 2_000
const DAY_MS = 86_400_000
const SHORT_SECRET = 16

export interface HubSeen {
  finding: Finding
  isThere: boolean
  /** By the hub's clock, in whole seconds; `null`: it did not say. */
  dateMs: number | null
}

export async function checkHub(url: string): Promise<HubSeen> {
  if (!URL.canParse(url) || !/^https?:$/u.test(new URL(url).protocol)) {
    const todo = 'give an address such as http://127.0.0.1:4600 with --url.'
    return { finding: fault('hub', `${JSON.stringify(url)} is no address`, todo), isThere: false, dateMs: null }
  }
  try {
    const response = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
    const dateMs = Date.parse(response.headers.get('date') ?? '') || null
    if (response.ok) return { finding: ok('hub', `${url} is ready`), isThere: true, dateMs }
    const { error } = (await response.json().catch(() => ({}))) as { error?: { message: string } }
    const text = `${url} answers, and is not ready: ${error?.message ?? `status ${response.status}`}`
    const todo = 'its log and /readyz say why; agents keep their frames meanwhile.'
    return { finding: fault('hub', text, todo), isThere: error !== undefined, dateMs }
  } catch (error) {
    const text = `${url} cannot be reached: ${reasonOf(error)}`
    const todo = isCertificateFault(error)
      ? 'name the certificate of its issuer in NODE_EXTRA_CA_CERTS, here and for each agent, and ask by a name that it was made for.'
      : 'start the hub, and see that name, port and firewall let this machine through.'
    return { finding: fault('hub', text, todo), isThere: false, dateMs: null }
  }
}

export function checkClock(hubMs: number | null, nowMs: number): Finding {
  if (hubMs === null) return warning('clock', 'the hub did not say what time it is', 'look at what stands before it.')
  // A date has whole seconds: it is up to one behind.
  const offMs = nowMs - hubMs - 500
  if (Math.abs(offMs) <= CLOCK_WITHIN_MS) return ok('clock', 'this clock and the hub’s agree')
  const text = `this clock is ${Math.round(Math.abs(offMs) / 1000)} s ${offMs > 0 ? 'ahead of' : 'behind'} the hub’s`
  const todo = 'have both kept by NTP (timedatectl set-ntp true).'
  return offMs > DAY_MS ? fault('clock', `${text}; frames would be refused`, todo) : warning('clock', text, todo)
}

export function checkTokens({ host, agentToken, adminPassword, tls }: HubConfig): Finding {
  if (agentToken === null && adminPassword === null) {
    return ok(
      'tokens',
      `none are set; the door is open, and ${isLoopback(host) ? 'only this machine can reach it' : 'a hub here would not start'}`,
    )
  }
  const short = [
    ...(agentToken !== null && agentToken.length < SHORT_SECRET ? ['TIDEMARK_AGENT_TOKEN'] : []),
    ...(adminPassword !== null && adminPassword.length < SHORT_SECRET ? ['TIDEMARK_ADMIN_PASSWORD'] : []),
  ]
  if (short.length > 0) {
    const text = `${short.join(' and ')} ${short.length > 1 ? 'have' : 'has'} fewer than ${SHORT_SECRET} characters`
    return warning('tokens', text, 'make new ones: openssl rand -hex 24')
  }
  if (!isLoopback(host) && tls === null) {
    const todo = 'set --tls-cert and --tls-key, or put a proxy with TLS in front and listen on loopback.'
    return warning('tokens', 'they travel as they are: no TLS is set', todo)
  }
  return ok('tokens', 'set, and long enough')
}

function isCertificateFault(error: unknown): boolean {
  const cause: unknown = error instanceof Error ? error.cause : undefined
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''
  return /CERT|SIGNATURE|ERR_TLS_/u.test(code)
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message : String(cause)
}
