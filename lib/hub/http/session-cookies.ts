/** The cookie of a session: made by @fastify/session in the routes of log-in, read everywhere else by its signature alone. */
import fastifyCookie, { Signer } from '@fastify/cookie'
import fastifySession from '@fastify/session'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Access } from '../access/access'
import { hashOf, PROVIDER_SESSION_MS, SESSION_MS, type SessionData } from '../access/sessions'
import type { User } from '../access/users'

declare module 'fastify' {
  interface Session extends SessionData {}
}

/** Reads the id's hash out of a cookie header; `null` where there is none, or its signature is wrong. */
export function sessionReader(access: Access): (cookies: string) => string | null {
  const signer = new Signer(access.cookieSecret)
  return (cookies) => {
    const value = fastifyCookie.parse(cookies)[access.cookieName]
    const read = value === undefined ? null : signer.unsign(value)
    return read?.valid && read.value ? hashOf(read.value) : null
  }
}

/** To be called in the scope of the routes that begin and end sessions. */
export async function serveSessions(scope: FastifyInstance, access: Access): Promise<void> {
  await scope.register(fastifyCookie)
  await scope.register(fastifySession, {
    secret: new Signer(access.cookieSecret),
    cookieName: access.cookieName,
    // Secure where the request came over TLS. Lax: a link in a message leads in; what changes something needs the hub's own origin.
    cookie: { httpOnly: true, sameSite: 'lax', secure: 'auto', path: '/', maxAge: SESSION_MS },
    store: access.sessions,
    rolling: false,
    saveUninitialized: false,
  })
}

/** A session of `user` under an id that nobody knew before; it is on disk before the answer goes out, which brings its cookie. */
export async function beginSession(request: FastifyRequest, access: Access, user: User, nowMs: number): Promise<void> {
  await request.session.regenerate()
  request.session.set('user', user.id)
  request.session.set('from', request.ip)
  request.session.set('userAgent', request.headers['user-agent'] ?? '')
  if (user.source === 'provider') request.session.set('lastsMs', PROVIDER_SESSION_MS)
  await access.users.change(user.id, { lastLogInAtMs: nowMs })
}
