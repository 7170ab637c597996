/** From what the host gave to what the agent works with. A bad value is named, with its range and what came. */
import { decodeHello } from '../lib/protocol/decode'
import { show } from '../lib/protocol/checks'
import type { LifeDescription } from '../lib/protocol/agent-wire'
import { PROTOCOL_VERSION } from '../lib/protocol/vocabulary'
import { type Allowance, resolveAllow } from './allow'
import type { AgentOptions } from './api'
import { describeLife, type Environment } from './identity'
import type { Warnings } from './warnings'

export interface Settings {
  /** Origin and path of the hub, without a slash at the end. */
  url: string
  token: string | undefined
  life: LifeDescription
  intervalMs: number
  outboxFrames: number
  allow: Allowance
}

const KNOWN = new Set([
  'url',
  'service',
  'instance',
  'token',
  'version',
  'labels',
  'intervalMs',
  'outboxFrames',
  'allow',
])
const DEFAULT_INTERVAL_MS = 1_000
const DEFAULT_OUTBOX_MS = 900_000
const DEFAULT_OUTBOX_MOST = 9_000

/** `null`: without this the agent can do nothing; the host has been told what is wrong. */
export function resolveOptions(given: unknown, env: Environment, nowMs: number, warnings: Warnings): Settings | null {
  const bad = (name: string, sentence: string): void => warnings.warn('TIDEMARK_BAD_OPTION', name, sentence)
  if (typeof given !== 'object' || given === null) {
    bad('options', `the options must be one object; ${show(given)} came. The agent does nothing.`)
    return null
  }
  for (const name of Object.keys(given)) {
    if (!KNOWN.has(name)) bad(name, `there is no option ${show(name)}; there are ${[...KNOWN].join(', ')}.`)
  }
  const options = given as AgentOptions
  const url = resolveUrl(options.url ?? env['TIDEMARK_URL'], bad)
  const life = resolveLife(options, env, nowMs, bad)
  if (!url || !life) return null
  const intervalMs = wholeNumber('intervalMs', options.intervalMs, 100, 3_600_000, DEFAULT_INTERVAL_MS, bad)
  const outboxDefault = Math.min(DEFAULT_OUTBOX_MOST, Math.max(60, Math.ceil(DEFAULT_OUTBOX_MS / intervalMs)))
  const outboxFrames = wholeNumber('outboxFrames', options.outboxFrames, 10, 100_000, outboxDefault, bad)
  const token = resolveToken(options.token ?? env['TIDEMARK_AGENT_TOKEN'], bad)
  const allow = resolveAllow(options.allow, env['TIDEMARK_ALLOW'], bad)
  return { url, token, life, intervalMs, outboxFrames, allow }
}

type Complain = (name: string, sentence: string) => void

function resolveUrl(value: unknown, bad: Complain): string | null {
  const wanted = 'it must be the hub’s address, say http://127.0.0.1:4600'
  if (value === undefined || value === '') {
    bad('url', `there is no option url and no TIDEMARK_URL: ${wanted}. The agent does nothing.`)
    return null
  }
  try {
    const url = new URL(typeof value === 'string' ? value : '')
    if (['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol)) {
      return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/u, '')}`
    }
  } catch {
    // Told below, like an address of another kind.
  }
  bad('url', `option url is ${show(value)}; ${wanted}. The agent does nothing.`)
  return null
}

function resolveToken(value: unknown, bad: Complain): string | undefined {
  if (value === undefined || value === '') return undefined
  if (typeof value === 'string') return value
  // Never the value itself: it is meant to be a secret.
  bad('token', `option token must be text; one of type ${typeof value} came. The agent connects without one.`)
  return undefined
}

/** The hub's own decoder judges identity, version and labels here already, so that a hello is never refused for them. */
function resolveLife(options: AgentOptions, env: Environment, nowMs: number, bad: Complain): LifeDescription | null {
  const service = options.service ?? env['TIDEMARK_SERVICE']
  if (service === undefined || service === '') {
    bad(
      'service',
      'there is no option service and no TIDEMARK_SERVICE: say what this program is. The agent does nothing.',
    )
    return null
  }
  const life = describeLife({ ...options, service, env })
  const judge = (candidate: LifeDescription): string | null => {
    const answer = decodeHello({ protocol: PROTOCOL_VERSION, process: candidate, series: [] }, nowMs)
    return answer.ok ? null : answer.message.replace('hello.process.', 'option ')
  }
  for (const name of ['labels', 'version'] as const) {
    if (options[name] === undefined) continue
    const fault = judge({ ...describeLife({ service: 'any', env: {} }), [name]: options[name] })
    if (!fault) continue
    bad(name, `${fault} It is left out.`)
    delete life[name]
  }
  const fault = judge(life)
  if (!fault) return life
  bad('service', `${fault} The agent does nothing.`)
  return null
}

function wholeNumber(
  name: string,
  value: unknown,
  least: number,
  most: number,
  otherwise: number,
  bad: Complain,
): number {
  if (value === undefined) return otherwise
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value
  bad(name, `option ${name} must be a whole number from ${least} to ${most}; ${show(value)} came. It is ${otherwise}.`)
  return otherwise
}
