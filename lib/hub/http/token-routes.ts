/** `/api/v1/api-tokens` and `/api/v1/agent-tokens`: what programs and agents come in with. Each is shown once. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { show, textFault } from '../../protocol/checks'
import { ROLES } from '../../protocol/access'
import { LIMITS } from '../../protocol/limits'
import type { Access } from '../access/access'
import { fields, idParams } from './alert-schemas'
import { apiError } from './errors'
import { nameOf } from './route-access'
import { errorSchema } from './schemas'
import { role, signature } from './user-schemas'

export interface TokenRoutesOptions {
  access: Access
  nowMs: () => number
}

const YEARS_MS = 5 * 366 * 86_400_000
const GRACE_MS = 24 * 3_600_000
const GRACE_MAX_MS = 30 * 86_400_000
/** Who makes a token where the door is open. */
const SOMEBODY = 'somebody'

const token = {
  id: z.string(),
  ending: z.string().describe('Its last characters.'),
  createdAtMs: z.number(),
  createdBy: z.string(),
  expiresAtMs: z.number().nullable(),
  lastUsedAtMs: z.number().nullable().describe('To some minutes.'),
}
const shown = { token: z.string().describe('Shown this once: the hub keeps only a hash of it.') }
const apiTokenSchema = z.object({ ...token, name: z.string(), role: z.enum(ROLES) })
const agentTokenSchema = z.object({ ...token, service: z.string() })
const agentTokensSchema = z.object({
  tokens: z.array(agentTokenSchema),
  services: z.array(
    z.object({
      service: z.string(),
      othersUntilMs: z
        .number()
        .nullable()
        .describe('Until then what opened it before it had tokens of its own still does.'),
    }),
  ),
  hasSharedToken: z.boolean(),
})

const whole = (name: string, max: number) =>
  z
    .int({ error: ({ input }) => `${name} must be whole milliseconds; ${show(input)} came.` })
    .min(0, { error: `${name} must not be negative.` })
    .max(max, { error: `${name} may be at most ${max}.` })

const apiTokenBody = fields('a token', {
  name: signature('name'),
  role,
  forMs: whole('forMs', YEARS_MS)
    .min(60_000, { error: 'forMs must be at least a minute.' })
    .nullable()
    .default(null)
    .describe('How long it holds; null: until it is removed.'),
})
const agentTokenBody = fields("an agent's token", {
  service: z
    .string({ error: ({ input }) => `service must be text; ${show(input)} came.` })
    .superRefine((value, context) => {
      const fault = textFault('service', value, LIMITS.textChars)
      if (fault !== null) context.addIssue({ code: 'custom', message: fault })
    }),
  graceMs: whole('graceMs', GRACE_MAX_MS)
    .default(GRACE_MS)
    .describe('How long what opened the service before still does.'),
})
const serviceBody = fields('a service', { service: z.string({ error: 'service must be text.' }) })

export function tokenRoutes(app: FastifyInstance, options: TokenRoutesOptions): void {
  apiTokens(app, options)
  agentTokens(app, options)
  agentServices(app, options)
}

function apiTokens(app: FastifyInstance, { access, nowMs }: TokenRoutesOptions): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/api-tokens',
    {
      config: { access: 'admin' },
      schema: { summary: 'Tokens of programs', response: { 200: z.object({ tokens: z.array(apiTokenSchema) }) } },
    },
    async () => ({ tokens: access.apiTokens.all() }),
  )
  routes.post(
    '/api/v1/api-tokens',
    {
      config: { access: 'admin', act: 'make an API token' },
      schema: {
        summary: 'Makes a token for a program',
        body: apiTokenBody,
        response: { 201: z.object({ ...apiTokenSchema.shape, ...shown }), 400: errorSchema, 409: errorSchema },
      },
    },
    async (request, reply) => {
      const { name, role: given, forMs } = request.body
      request.about = `${name}, ${given}`
      if (access.isOpen) return openDoor(reply)
      const expiresAtMs = forMs === null ? null : nowMs() + forMs
      const createdBy = nameOf(request.caller) ?? SOMEBODY
      return orFull(reply, async () =>
        reply.status(201).send(await access.apiTokens.add({ name, role: given, expiresAtMs, createdBy })),
      )
    },
  )
  routes.delete(
    '/api/v1/api-tokens/:id',
    {
      config: { access: 'admin', act: 'remove an API token' },
      schema: {
        summary: 'Removes a token: it opens nothing any more',
        params: idParams,
        response: { 204: z.null(), 404: errorSchema },
      },
    },
    async (request, reply) => {
      const removed = await access.apiTokens.remove(request.params.id)
      if (!removed) return unknown(request.params.id, reply)
      request.about = `${removed.name}, ${removed.role}`
      access.changed()
      return reply.status(204).send(null)
    },
  )
}

function agentTokens(app: FastifyInstance, { access }: TokenRoutesOptions): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/agent-tokens',
    {
      config: { access: 'admin' },
      schema: { summary: 'Tokens of agents, and the services that have some', response: { 200: agentTokensSchema } },
    },
    async () => access.agentTokens.answer(),
  )
  routes.post(
    '/api/v1/agent-tokens',
    {
      config: { access: 'admin', act: 'make a token of agents' },
      schema: {
        summary: 'Makes a token for the agents of a service; what opened it before does so for a time of grace',
        body: agentTokenBody,
        response: { 201: z.object({ ...agentTokenSchema.shape, ...shown }), 400: errorSchema, 409: errorSchema },
      },
    },
    async (request, reply) => {
      const { service, graceMs } = request.body
      request.about = service
      const createdBy = nameOf(request.caller) ?? SOMEBODY
      return orFull(reply, async () =>
        reply.status(201).send(await access.agentTokens.add(service, graceMs, createdBy)),
      )
    },
  )
  routes.delete(
    '/api/v1/agent-tokens/:id',
    {
      config: { access: 'admin', act: 'remove a token of agents' },
      schema: {
        summary: 'Removes a token: agents that are connected with it are cut off',
        params: idParams,
        response: { 204: z.null(), 404: errorSchema },
      },
    },
    async (request, reply) => {
      const removed = await access.agentTokens.remove(request.params.id)
      if (!removed) return unknown(request.params.id, reply)
      request.about = removed.service
      return reply.status(204).send(null)
    },
  )
}

function agentServices(app: FastifyInstance, { access }: TokenRoutesOptions): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    '/api/v1/agent-services/end-grace',
    {
      config: { access: 'admin', act: 'end the grace of older tokens of agents' },
      schema: {
        summary: "From now on only a service's newest token opens it",
        body: serviceBody,
        response: { 204: z.null(), 404: errorSchema },
      },
    },
    async (request, reply) => {
      const { service } = request.body
      request.about = service
      return (await access.agentTokens.endGrace(service)) ? reply.status(204).send(null) : noTokens(service, reply)
    },
  )
  routes.post(
    '/api/v1/agent-services/release',
    {
      config: { access: 'admin', act: 'release a service from having tokens' },
      schema: {
        summary: 'A service whose tokens were all removed is opened as one that never had any',
        body: serviceBody,
        response: { 204: z.null(), 404: errorSchema, 409: errorSchema },
      },
    },
    async (request, reply) => {
      const { service } = request.body
      request.about = service
      return orFull(reply, async () =>
        (await access.agentTokens.release(service)) ? reply.status(204).send(null) : noTokens(service, reply),
      )
    },
  )
}

function noTokens(service: string, reply: FastifyReply): FastifyReply {
  return reply
    .status(404)
    .send(apiError('not_found', `the service ${show(service)} has no tokens of its own, and never had.`))
}

/** A token that opens what is open would only look as if it mattered, and would hold once the door is closed. */
function openDoor(reply: FastifyReply): FastifyReply {
  return reply
    .status(409)
    .send(apiError('open', 'this hub asks nobody who he is, so a token opens nothing: make a user first.'))
}

function unknown(id: string, reply: FastifyReply): FastifyReply {
  return reply.status(404).send(apiError('not_found', `no token has the id ${JSON.stringify(id)}.`))
}

async function orFull(reply: FastifyReply, work: () => Promise<FastifyReply>): Promise<FastifyReply> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof RangeError) return reply.status(409).send(apiError('full', error.message))
    throw error
  }
}
