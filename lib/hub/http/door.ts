/** The door while there are no users yet: a password over HTTP's basic authentication, and an origin for browsers. */
import { createHash, timingSafeEqual } from 'node:crypto'
import fastifyBasicAuth from '@fastify/basic-auth'
import type { FastifyInstance } from 'fastify'
import { apiError, pathOf } from './errors'

export const ADMIN = 'admin'
/** Where a target sends what it captured: it has no password, and brings a token that is good once. */
export const UPLOAD_PATH = /^\/api\/v1\/captures\/[^/]+\/content$/u
/** For probes of an orchestrator, which have no password. */
const OPEN_PATHS = new Set(['/healthz', '/readyz'])

type Headers = Readonly<Record<string, string | string[] | undefined>>

/** Puts every route but the probes behind the password. To be called before any route is added. */
export async function guard(app: FastifyInstance, adminPassword: string): Promise<void> {
  const isPassword = passwordCheck(adminPassword)
  await app.register(fastifyBasicAuth, {
    authenticate: { realm: 'Tidemark' },
    validate: async (name, password) => {
      if (name !== ADMIN || !isPassword(password)) throw Object.assign(new Error(WRONG), { statusCode: 401 })
    },
  })
  app.addHook('onRequest', (request, reply, done) => {
    const path = pathOf(request.url)
    if (OPEN_PATHS.has(path) || UPLOAD_PATH.test(path)) return done()
    app.basicAuth(request, reply, done)
  })
}

const WRONG = 'this hub wants the name "admin" and its password.'

/** Why a viewer with these headers may not come in; `null`: it may. */
export function viewerFault(headers: Headers, adminPassword: string | null): string | null {
  if (adminPassword === null) return null
  const [scheme, encoded] = String(headers['authorization'] ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'basic' || !encoded) return WRONG
  const [name, ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  return name === ADMIN && passwordCheck(adminPassword)(rest.join(':')) ? null : WRONG
}

/** A page of another origin must not reach the hub with the cookies or the network of whoever looks at it. */
export function originFault(headers: Headers, devOrigin: string | null): string | null {
  const { origin, host } = headers
  if (origin === undefined || origin === devOrigin) return null
  if (typeof origin === 'string' && URL.canParse(origin) && new URL(origin).host === host) return null
  return 'a page of another origin may not connect to this hub.'
}

/**
 * What changes something must not be asked for by a page of another origin. Programs send no origin; that bodies are JSON
 * only keeps forms of other pages out, which browsers send without asking.
 */
export function guardChanges(app: FastifyInstance, devOrigin: string | null): void {
  app.removeContentTypeParser('text/plain')
  app.addHook('onRequest', (request, reply, done) => {
    const fault = READS.has(request.method) ? null : originFault(request.headers, devOrigin)
    if (fault === null) return done()
    void reply.status(403).send(apiError('forbidden', 'a page of another origin may not change anything here.'))
  })
}

/** Half a body is given so long, so that nobody holds connections by sending nothing. An upload has its own measure. */
export function limitBodies(app: FastifyInstance, withinMs: number): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { raw, method, url } = request
    if (READS.has(method) || UPLOAD_PATH.test(pathOf(url))) return done()
    const timer = setTimeout(() => raw.socket.destroy(), withinMs)
    raw.once('close', () => clearTimeout(timer)).once('end', () => clearTimeout(timer))
    done()
  })
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

function passwordCheck(expected: string): (password: string) => boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const wanted = digest(expected)
  return (password) => timingSafeEqual(digest(password), wanted)
}
