/** `/api/v1/audit`: who did what, when and from where. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Access } from '../access/access'
import { page } from './alert-schemas'
import { errorSchema } from './schemas'

const OUTCOMES = ['done', 'refused', 'failed'] as const

const entrySchema = z.object({
  id: z.string(),
  atMs: z.number(),
  by: z.string().nullable(),
  via: z.enum(['open', 'session', 'password', 'token', 'agent', 'none']),
  from: z.string().describe('The address.'),
  act: z.string(),
  about: z.string(),
  outcome: z.enum(OUTCOMES),
})
const answerSchema = z.object({
  entries: z.array(entrySchema),
  total: z.number(),
  acts: z.array(z.string()).describe('Every act that is in the audit now.'),
})
const query = z.object({
  by: z.string().optional().describe('A part of the name.'),
  act: z.string().optional(),
  outcome: z.enum(OUTCOMES, { error: `outcome must be one of ${OUTCOMES.join(', ')}.` }).optional(),
  ...page,
})

export function auditRoutes(app: FastifyInstance, { access }: { access: Access }): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/audit',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'What was done, the newest first',
        querystring: query,
        response: { 200: answerSchema, 400: errorSchema },
      },
    },
    async (request, reply) => reply.send(access.audit.read(request.query)),
  )
}
