/** `/api/v1/log-in/provider`: the way to an identity provider and back. Both are pages that a browser is led through. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Signer } from '@fastify/cookie'
import { z } from 'zod'
import type { AuditEntry, LogInFault } from '../../protocol/access'
import { nextOf } from '../../protocol/log-in-address'
import type { Access } from '../access/access'
import { UserFault, type User } from '../access/users'
import type { Logger } from '../log'
import type { Journey, Person, Provider } from '../oidc/provider'
import { apiError } from './errors'
import { beginSession } from './session-cookies'

export interface ProviderRoutesOptions {
  access: Access
  log: Logger
  nowMs: () => number
  /** `null`: people log in here alone. */
  provider: Provider | null
}

const PATH = '/api/v1/log-in/provider'
export const CALLBACK_PATH = `${PATH}/callback`
/** To log in there, perhaps with a second factor. */
const JOURNEY_MS = 15 * 60_000

const journeySchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string(),
  startedAtMs: z.number(),
})

/** To be called in a scope that serves sessions. */
export function providerRoutes(scope: FastifyInstance, options: ProviderRoutesOptions): void {
  const { provider, log } = options
  const cookies = journeyCookies(options)
  scope.get(PATH, { config: { access: 'open' }, schema: { hide: true } }, async (request, reply) => {
    if (provider === null) return noProvider(reply)
    reply.header('cache-control', 'no-store')
    const next = nextOf(searchOf(request))
    try {
      const { address, journey } = await provider.begin(next)
      cookies.put(request, reply, journey)
      return reply.redirect(address)
    } catch (error) {
      log.warn({ err: safe(error) }, 'the provider of log-ins cannot be asked')
      return led(reply, 'provider', next)
    }
  })
  scope.get(
    CALLBACK_PATH,
    { config: { access: 'open', act: 'log in by the provider' }, schema: { hide: true } },
    async (request, reply) => {
      if (provider === null) return noProvider(reply)
      reply.header('cache-control', 'no-store')
      const journey = cookies.take(request, reply)
      if (journey === null) return refused(request, reply, 'stale', '/')
      return arrive(request, reply, journey, { ...options, provider })
    },
  )
}

async function arrive(
  request: FastifyRequest,
  reply: FastifyReply,
  journey: Journey,
  { access, log, nowMs, provider }: ProviderRoutesOptions & { provider: Provider },
): Promise<FastifyReply> {
  const search = searchOf(request)
  const params = new URLSearchParams(search)
  const isDeclined = params.get('error') === 'access_denied' && params.get('state') === journey.state
  if (isDeclined) return refused(request, reply, 'declined', journey.next)
  let person: Person
  try {
    person = await provider.finish(search, journey)
  } catch (error) {
    log.warn({ err: safe(error) }, 'a log-in by the provider came to nothing')
    return refused(request, reply, 'provider', journey.next)
  }
  request.actor = person.name
  const admitted = await admit(access, person, nowMs())
  if (typeof admitted === 'string') return refused(request, reply, admitted, journey.next)
  request.actor = admitted.name
  await beginSession(request, access, admitted, nowMs())
  // What he may do is perhaps another thing than at his last log-in.
  access.changed()
  request.about = admitted.role
  request.outcome = 'done'
  return reply.redirect(journey.next)
}

async function admit(access: Access, { subject, name, role }: Person, nowMs: number): Promise<User | LogInFault> {
  if (role === null) return 'no-role'
  try {
    const user = await access.users.admit({ subject, name, role, createdAtMs: nowMs })
    return user.isDisabled ? 'shut-out' : user
  } catch (error) {
    if (error instanceof UserFault) return error.code === 'full' ? 'full' : 'name-taken'
    throw error
  }
}

function refused(request: FastifyRequest, reply: FastifyReply, fault: LogInFault, next: string): FastifyReply {
  request.outcome = 'refused' satisfies AuditEntry['outcome']
  request.about = fault
  return led(reply, fault, next)
}

/** The page has words of its own for each fault: what stands in an address is nobody's sentence. */
function led(reply: FastifyReply, fault: LogInFault, next: string): FastifyReply {
  const params = new URLSearchParams({ fault, ...(next === '/' ? {} : { next }) })
  return reply.redirect(`/log-in?${params.toString()}`)
}

function noProvider(reply: FastifyReply): FastifyReply {
  return reply
    .status(404)
    .send(apiError('not_found', 'this hub knows no other place to log in: set TIDEMARK_OIDC_ISSUER.'))
}

function searchOf({ url }: FastifyRequest): string {
  const at = url.indexOf('?')
  return at < 0 ? '' : url.slice(at)
}

/** Of an error, without what the provider answered: that may hold tokens. */
function safe(error: unknown): { name: string; message: string; code?: unknown } {
  if (!(error instanceof Error)) return { name: 'unknown', message: 'it is no error' }
  return { name: error.name, message: error.message, ...('code' in error ? { code: error.code } : {}) }
}

/** What a browser keeps of its way, signed, and for these two pages alone: who planted a way back finds no door. */
function journeyCookies({ access, nowMs }: ProviderRoutesOptions) {
  const name = () => `${access.cookieName}_way`
  return {
    put(request: FastifyRequest, reply: FastifyReply, journey: Journey): void {
      const value = Buffer.from(JSON.stringify(journey)).toString('base64url')
      reply.setCookie(name(), new Signer(access.cookieSecret).sign(value), {
        httpOnly: true,
        // Lax: the provider's page leads back here.
        sameSite: 'lax',
        secure: request.protocol === 'https',
        path: PATH,
        maxAge: JOURNEY_MS / 1_000,
      })
    },
    /** It is good once. */
    take(request: FastifyRequest, reply: FastifyReply): Journey | null {
      const value = request.cookies[name()]
      reply.clearCookie(name(), { path: PATH })
      const signed = value === undefined ? null : new Signer(access.cookieSecret).unsign(value)
      if (!signed?.valid || !signed.value) return null
      const journey = journeySchema.safeParse(JSON.parse(Buffer.from(signed.value, 'base64url').toString('utf8')))
      return journey.success && nowMs() - journey.data.startedAtMs < JOURNEY_MS ? journey.data : null
    },
  }
}
