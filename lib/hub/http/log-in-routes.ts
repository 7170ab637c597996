/** `/api/v1/me`, `/api/v1/log-in`, `/api/v1/log-out`: who somebody is, and how he comes in and goes. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ACCESS_LIMITS, type LoggedOut, type Me, ROLES } from '../../protocol/access'
import type { Access } from '../access/access'
import { isKnown, type KnownCaller } from '../access/roles'
import type { Logger } from '../log'
import type { OidcConfig } from '../oidc/oidc-config'
import { Provider } from '../oidc/provider'
import { fields, text } from './alert-schemas'
import { apiError } from './errors'
import { CALLBACK_PATH, providerRoutes, type ProviderRoutesOptions } from './provider-routes'
import { errorSchema } from './schemas'
import { beginSession, serveSessions } from './session-cookies'
import { newPassword } from './user-schemas'

export interface LogInRoutesOptions extends Omit<ProviderRoutesOptions, 'provider'> {
  oidc: OidcConfig | null
  publicUrl: string | null
}

const password = z
  .string({ error: 'password must be text.' })
  .max(ACCESS_LIMITS.passwordMaxChars, { error: 'the name or the password is wrong.' })
const loggedOutSchema = z.object({ leave: z.string().nullable() })
const logInBody = fields('a log-in', { name: text('name', ACCESS_LIMITS.nameChars), password })
const passwordBody = fields('a change of password', { current: password, password: newPassword })

export const meSchema = z.object({
  door: z.enum(['open', 'closed']),
  who: z
    .object({
      name: z.string().nullable(),
      role: z.enum(ROLES),
      via: z.enum(['open', 'session', 'password', 'token']),
      hasPassword: z.boolean().describe('One of this hub, which it may change.'),
    })
    .nullable(),
  provider: z.object({ label: z.string() }).nullable(),
})

export async function logInRoutes(app: FastifyInstance, options: LogInRoutesOptions): Promise<void> {
  const { oidc, publicUrl, nowMs } = options
  const provider = oidc && publicUrl !== null ? new Provider(oidc, publicUrl, CALLBACK_PATH, nowMs) : null
  const parts = { ...options, provider }
  meRoute(app, parts)
  await app.register(async (scope) => {
    await serveSessions(scope, options.access)
    comeAndGo(scope, parts)
    ownPassword(scope, options)
    providerRoutes(scope, parts)
  })
}

function meRoute(app: FastifyInstance, { access, provider }: ProviderRoutesOptions): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/me',
    {
      config: { access: 'open' },
      schema: { summary: 'Whom the hub takes you for, and how one may log in', response: { 200: meSchema } },
    },
    async ({ caller }, reply) => {
      const who = isKnown(caller) ? whoOf(caller, access) : null
      reply.header('cache-control', 'no-store')
      return reply.send({
        door: access.isOpen ? 'open' : 'closed',
        who,
        provider: provider && { label: provider.label },
      } satisfies Me)
    },
  )
}

function whoOf({ name, role, via, user }: KnownCaller, access: Access): NonNullable<Me['who']> {
  const hasPassword = user !== null && access.users.get(user)?.source === 'password'
  return { name, role, via, hasPassword }
}

function comeAndGo(scope: FastifyInstance, { access, provider, log, nowMs }: ProviderRoutesOptions): void {
  const routes = scope.withTypeProvider<ZodTypeProvider>()
  routes.post(
    '/api/v1/log-in',
    {
      config: { access: 'open', act: 'log in' },
      schema: {
        summary: 'Begins a session, in an http-only cookie',
        body: logInBody,
        response: { 204: z.null(), 400: errorSchema, 401: errorSchema, 409: errorSchema, 429: errorSchema },
      },
    },
    async (request, reply) => {
      const { name, password: tried } = request.body
      if (access.isOpen)
        return reply.status(409).send(apiError('open', 'there is no user yet: this hub asks nobody who he is.'))
      const logIn = await access.logIns.try(name, tried, request.ip)
      if (logIn.ok || logIn.reason === 'wrong') request.actor = name
      if (!logIn.ok) {
        if (logIn.reason === 'wrong') return reply.status(401).send(apiError('unauthorized', logIn.message))
        reply.header('retry-after', Math.ceil(logIn.waitMs / 1_000))
        return reply.status(429).send(apiError('too_many_tries', logIn.message))
      }
      await beginSession(request, access, logIn.user, nowMs())
      return reply.status(204).send(null)
    },
  )
  routes.post(
    '/api/v1/log-out',
    {
      config: { access: 'open', act: 'log out' },
      schema: {
        summary: 'Ends the session, and says where the provider ends its own',
        response: { 200: loggedOutSchema },
      },
    },
    async (request, reply) => {
      const { caller } = request
      const user = isKnown(caller) && caller.user !== null ? access.users.get(caller.user) : undefined
      await request.session.destroy()
      reply.clearCookie(access.cookieName, { path: '/' })
      access.changed()
      const leave = user?.source === 'provider' && provider ? await leaving(provider, log) : null
      return reply.send({ leave } satisfies LoggedOut)
    },
  )
}

/** The session here is over in any case. */
async function leaving(provider: Provider, log: Logger): Promise<string | null> {
  try {
    return await provider.leaving()
  } catch (error) {
    log.warn({ err: error }, 'the provider of log-ins does not say where a log-out goes on to')
    return null
  }
}

function ownPassword(scope: FastifyInstance, { access, nowMs }: LogInRoutesOptions): void {
  scope.withTypeProvider<ZodTypeProvider>().put(
    '/api/v1/me/password',
    {
      config: { access: 'viewer', act: 'change the own password' },
      schema: {
        summary: 'Sets your own password; other sessions of yours end',
        body: passwordBody,
        response: { 204: z.null(), 400: errorSchema, 403: errorSchema, 409: errorSchema, 429: errorSchema },
      },
    },
    async (request, reply) => {
      const { caller } = request
      const user = isKnown(caller) && caller.user !== null ? access.users.get(caller.user) : undefined
      if (!user || user.source !== 'password' || caller.via !== 'session')
        return reply
          .status(409)
          .send(apiError('no_password', 'only who logged in with a password here has one to change.'))
      const logIn = await access.logIns.try(user.name, request.body.current, request.ip)
      if (!logIn.ok)
        return reply
          .status(logIn.reason === 'wrong' ? 403 : 429)
          .send(apiError('wrong_password', logIn.reason === 'wrong' ? 'the current password is wrong.' : logIn.message))
      const passwordHash = await access.logIns.passwords.hash(request.body.password)
      await access.users.change(user.id, { passwordHash })
      await access.sessions.endOfUser(user.id)
      // This browser goes on under a new id.
      await beginSession(request, access, user, nowMs())
      access.changed()
      return reply.status(204).send(null)
    },
  )
}
