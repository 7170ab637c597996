/** What `tidemark load` is asked for, as a plan; a sentence where something of it is wrong. */
import { durationOf } from '../time-flag'

export interface LoadFlags {
  clients: string
  for: string
  ramp?: string
  rate?: string
  method: string
  header: string[]
  body?: string
  /** commander's form of `--no-keep-alive`. */
  keepAlive: boolean
  event?: string
  otherHosts?: boolean
}

export interface LoadPlan {
  url: URL
  /** `http`: requests; `socket.io`: clients that stay connected and emit. */
  by: 'http' | 'socket.io'
  clients: number
  forMs: number
  /** Over how long the clients come, one after the other; 0: all at once. */
  rampMs: number
  /** Requests or events of all clients together; fewer while not all of them are there. */
  perSecond: number
  method: string
  headers: Record<string, string>
  body: string | null
  keepsAlive: boolean
  event: string
}

export const LOAD_LIMITS = {
  clients: 10_000,
  forMs: 24 * 3_600_000,
  perSecond: 20_000,
} as const

/** Where nobody says a rate: as busy clients ask, and not what a machine can bear. */
const PER_CLIENT = 5
const USUAL_MOST = 1_000
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e]*)$/u
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']

export function planOf(target: string, flags: LoadFlags): LoadPlan | string {
  const url = targetOf(target, flags.otherHosts === true)
  if (typeof url === 'string') return url
  const clients = Number(flags.clients)
  if (!Number.isInteger(clients) || clients < 1 || clients > LOAD_LIMITS.clients)
    return `--clients is ${JSON.stringify(flags.clients)}; it must be a whole number from 1 to ${LOAD_LIMITS.clients.toLocaleString('en-US')}.`
  const forMs = durationOf(flags.for)
  if (forMs === null || forMs < 1_000 || forMs > LOAD_LIMITS.forMs)
    return `--for is ${JSON.stringify(flags.for)}; it must be a time such as 90s or 10m, from 1s to 24h.`
  const rampMs = flags.ramp === undefined ? 0 : durationOf(flags.ramp)
  if (rampMs === null || rampMs > forMs)
    return `--ramp is ${JSON.stringify(flags.ramp)}; it must be a time such as 1m, and no longer than --for, ${flags.for}.`
  const perSecond = flags.rate === undefined ? Math.min(USUAL_MOST, PER_CLIENT * clients) : Number(flags.rate)
  if (!(perSecond > 0) || perSecond > LOAD_LIMITS.perSecond)
    return `--rate is ${JSON.stringify(flags.rate)}; it must be a number above 0 and at most ${LOAD_LIMITS.perSecond.toLocaleString('en-US')} a second.`
  const method = flags.method.toUpperCase()
  if (!METHODS.includes(method))
    return `--method is ${JSON.stringify(flags.method)}; it must be one of ${METHODS.join(', ')}.`
  const headers = headersOf(flags.header)
  if (typeof headers === 'string') return headers
  return {
    url,
    by: flags.event === undefined ? 'http' : 'socket.io',
    clients,
    forMs,
    rampMs,
    perSecond,
    method,
    headers,
    body: flags.body ?? null,
    keepsAlive: flags.keepAlive,
    event: flags.event ?? '',
  }
}

function targetOf(target: string, mayBeElsewhere: boolean): URL | string {
  const said = `URL is ${JSON.stringify(target)}; `
  if (!URL.canParse(target) || !/^https?:$/u.test(new URL(target).protocol))
    return `${said}it must be an address such as http://127.0.0.1:3000/orders.`
  const url = new URL(target)
  if (mayBeElsewhere || isLoopback(url.hostname)) return url
  return `${said}that is not this machine. Load is for processes of one's own; where that host is yours as well, say --other-hosts.`
}

/** By its name alone: what a name server makes of another one is not trusted. */
export function isLoopback(hostname: string): boolean {
  return /^127(?:\.\d{1,3}){3}$/u.test(hostname) || hostname === '[::1]' || hostname === 'localhost'
}

function headersOf(lines: readonly string[]): Record<string, string> | string {
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const [, name, value] = HEADER.exec(line) ?? []
    if (name === undefined || value === undefined)
      return `--header is ${JSON.stringify(line)}; it must be a name and a value, such as "authorization: Bearer abc".`
    headers[name.toLowerCase()] = value
  }
  return headers
}

/** `{n}` becomes the number of the request: names that nobody asked for before. */
export function numbered(text: string, n: number): string {
  return text.replaceAll('{n}', String(n)).replaceAll('%7Bn%7D', String(n))
}
