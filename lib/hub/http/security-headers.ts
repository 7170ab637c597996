/** What browsers are told of every answer: what it may run, who may frame it, what they must not guess or give away. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { NO_PAGE_POLICY, SCRIPT_POLICY } from './page-policy'

const CSP = 'content-security-policy'

const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Addresses hold what is looked at; a link that leads elsewhere does not tell.
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()',
} as const

/** For what is answered before any hook runs. */
export const HEADERS_OF_NO_PAGE = { ...ALWAYS, [CSP]: NO_PAGE_POLICY } as const

/** A year. A hub that serves TLS by itself is asked for no other way from then on; subdomains are others' business. */
const HSTS = 'max-age=31536000'

/** `isTls`: whether the hub itself speaks TLS. To be called before any route is added; a page sets its own policy first. */
export function securityHeaders(app: FastifyInstance, isTls: boolean): void {
  app.addHook('onSend', async (_request, reply) => {
    reply.headers(ALWAYS)
    if (isTls) reply.header('strict-transport-security', HSTS)
    if (!reply.hasHeader(CSP)) reply.header(CSP, isScript(reply) ? SCRIPT_POLICY : NO_PAGE_POLICY)
  })
}

function isScript(reply: FastifyReply): boolean {
  return /^(?:application|text)\/javascript\b/u.test(String(reply.getHeader('content-type') ?? ''))
}
