/**
 * Every route says whom it is for and, where it changes something, what act it is; this holds it to that. A route that says
 * nothing is for admins, and a test that reads the routes names it.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type AccessRule, type Caller, isKnown, mayUse } from '../access/roles'
import type { AuditLog } from '../access/audit-log'
import type { Callers } from '../access/callers'
import type { AuditEntry } from '../../protocol/access'
import { isRecord } from '../../protocol/checks'
import { isLogIn, logInAddress } from '../../protocol/log-in-address'
import { apiError, pathOf } from './errors'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: AccessRule
    /** What the audit calls it; `null`: it changes nothing, whatever its method. Absent on a GET: it is not an act. */
    act?: string | null
    /** The field of the body that says who does it: whoever is logged in signs with his own name. */
    signs?: 'by' | 'author' | 'note.by'
  }
  interface FastifyRequest {
    caller: Caller
    /** What an act is done to, for the audit; by default the parameters of its path. */
    about: string | null
    /** Who did it, where that shows only once it is done: a log-in. */
    actor: string | null
    /** What came of it, where the status does not say so: a page that is led elsewhere, whatever happened. */
    outcome: AuditEntry['outcome'] | null
  }
}

export interface RouteAccessOptions {
  callers: Callers
  audit: AuditLog
  /** Told of every route as it is added. */
  onRoute?: ((route: RouteRule) => void) | undefined
}

/** What a route said of itself; `undefined`: nothing. */
export interface RouteRule {
  method: string
  url: string
  access: AccessRule | undefined
  act: string | null | undefined
}

/** To be called before any route is added. */
export function holdRoutes(app: FastifyInstance, { callers, audit, onRoute }: RouteAccessOptions): void {
  app.addHook('onRoute', ({ method, url, config }) => {
    for (const one of [method].flat()) onRoute?.({ method: one, url, access: config?.access, act: config?.act })
  })
  app.decorateRequest('caller')
  app.decorateRequest('about', null)
  app.decorateRequest('actor', null)
  app.decorateRequest('outcome', null)
  app.addHook('onRequest', async (request, reply) => {
    const rule = ruleOf(request)
    const caller = rule === 'upload' ? nobody : await callers.of(request.headers, request.ip)
    request.caller = caller
    // Files of the log-in page, and of every page: there is nothing in them that is not in the program itself.
    if (rule === 'page' && isForAll(request)) return
    const verdict = mayUse(caller, rule)
    if (verdict === 'yes') return
    if (verdict === 'no') await reply.status(403).send(apiError('forbidden', notEnough(caller, rule)))
    else await askWho(request, reply, caller)
  })
  app.addHook('preValidation', async ({ caller, body, routeOptions }) => {
    const { signs } = routeOptions.config
    if (signs !== undefined) sign(body, signs, caller)
  })
  app.addHook('onResponse', async (request, reply) => {
    const act = actOf(request)
    if (act === null) return
    const { statusCode } = reply
    const outcome =
      request.outcome ?? (statusCode < 400 ? 'done' : [401, 403, 429].includes(statusCode) ? 'refused' : 'failed')
    const { caller } = request
    // Who only knocks does nothing, and could fill the audit with it; a log-in that fails says whose it was.
    if (!caller || (caller.via === 'none' && request.actor === null)) return
    await audit.add({
      by: request.actor ?? nameOf(caller),
      via: caller.via,
      from: request.ip,
      act,
      about: request.about ?? Object.values((request.params ?? {}) as Record<string, string>).join(' '),
      outcome,
    })
  })
}

const nobody: Caller = { via: 'none', fault: null }
const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

function ruleOf({ routeOptions, is404 }: FastifyRequest): AccessRule {
  return routeOptions.config.access ?? (is404 ? 'viewer' : 'admin')
}

function actOf(request: FastifyRequest): string | null {
  const { method, url = '', config } = request.routeOptions
  if (config.act !== undefined) return config.act
  // Nothing is at that address, or nobody came as far as the route.
  if (request.is404 || READS.has(request.method) || !request.caller) return null
  return `${String(method)} ${url}`
}

/** What `caller` is called where it signs something; `null`: it says so itself. */
export function nameOf(caller: Caller): string | null {
  if (caller.via === 'agent') return caller.service === null ? 'an agent' : `an agent of ${caller.service}`
  return isKnown(caller) ? caller.name : null
}

/** A program speaks for somebody: what it says stays, with the name of its token or user, which nobody can leave out. */
function sign(body: unknown, field: 'by' | 'author' | 'note.by', caller: Caller): void {
  const name = nameOf(caller)
  const place = field === 'note.by' ? (isRecord(body) ? body['note'] : null) : body
  if (name === null || !isRecord(place)) return
  const key = field === 'author' ? 'author' : 'by'
  const said = place[key]
  const isProgram =
    (caller.via === 'token' || caller.via === 'password') &&
    typeof said === 'string' &&
    said.trim() !== '' &&
    said !== name
  place[key] = isProgram ? `${said.trim().slice(0, SAID_CHARS)} (${name})` : name
}

const SAID_CHARS = 95

function isForAll(request: FastifyRequest): boolean {
  return isLogIn(request.url) || /\.[a-z0-9]+$/iu.test(pathOf(request.url))
}

function askWho(request: FastifyRequest, reply: FastifyReply, caller: Caller): FastifyReply {
  const { accept = '' } = request.headers
  const fault = caller.via === 'none' ? caller.fault : null
  const waitMs = caller.via === 'none' ? (caller.waitMs ?? 0) : 0
  if (waitMs > 0) {
    reply.header('retry-after', Math.ceil(waitMs / 1_000))
    return reply.status(429).send(apiError('too_many_tries', fault ?? ''))
  }
  // Who looks with a browser is led to where he can say who he is, and from there to what he wanted to see.
  if (fault === null && READS.has(request.method) && accept.includes('text/html')) {
    reply.header('cache-control', 'no-store')
    return reply.redirect(logInAddress(request.url))
  }
  // The dashboard asks for JSON, and for its own files: a browser must not ask for a password in a window of its own then.
  const isOfDashboard = ruleOf(request) === 'page' || accept.includes('application/json')
  reply.header('www-authenticate', isOfDashboard ? 'Bearer realm="Tidemark"' : BASIC)
  return reply.status(401).send(apiError('unauthorized', fault ?? WHO))
}

const BASIC = 'Basic realm="Tidemark", charset="UTF-8"'
const WHO = 'this hub wants to know who asks: log in, or send a token (Authorization: Bearer …).'

function notEnough(caller: Caller, rule: AccessRule): string {
  if (caller.via === 'agent') return "an agent's token opens the agents' wire, and nothing else."
  const role = isKnown(caller) ? caller.role : 'nobody'
  return `that needs the role ${rule}, and ${nameOf(caller) ?? 'who asks'} is ${role === 'viewer' ? 'a' : 'an'} ${role}.`
}
