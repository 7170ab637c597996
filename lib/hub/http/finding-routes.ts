/** `/api/v1/findings`: what was found, where, and what becomes of it. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { show } from '../../protocol/checks'
import { FINDING_LIMITS, FINDING_STATUSES } from '../../protocol/findings'
import type { FindingBook } from '../findings/finding-book'
import { fields, idParams, text } from './alert-schemas'
import { apiError } from './errors'
import { errorSchema } from './schemas'

export interface FindingRoutesOptions {
  findings: FindingBook
}

const LIMITS = FINDING_LIMITS
const where = z
  .string({ error: ({ input }) => `where must be text; ${show(input)} came.` })
  .trim()
  .max(LIMITS.whereChars, { error: `where may have at most ${LIMITS.whereChars} characters.` })
const status = z.enum(FINDING_STATUSES, {
  error: ({ input }) => `status must be one of ${FINDING_STATUSES.join(', ')}; ${show(input)} came.`,
})
/** A path of the dashboard, or an address of elsewhere: nothing that runs when it is pressed. */
const link = text('link', 2_000).refine((value) => /^\/(?!\/)/u.test(value) || /^https?:\/\/[^\s]+$/u.test(value), {
  error: 'link must be a path of this dashboard, such as /alerts?id=1, or an http address.',
})
const evidence = z
  .array(fields('evidence', { title: text('title', LIMITS.titleChars), link }), {
    error: 'evidence must be a list of { title, link }.',
  })
  .max(LIMITS.evidence, { error: `evidence may have at most ${LIMITS.evidence} links.` })
const by = text('by', 200)
const title = text('title', LIMITS.titleChars)

const inputBody = fields('a finding', {
  title,
  where: where.default(''),
  status: status.default('not started'),
  evidence: evidence.default([]),
  by,
})
const changeBody = fields('a change of a finding', {
  title: title.optional(),
  where: where.optional(),
  status: status.optional(),
  evidence: evidence.optional(),
  note: fields('a note', { by, text: text('text', LIMITS.textChars) }).optional(),
})
const findingSchema = z.object({
  id: z.string(),
  title: z.string(),
  where: z.string().describe('File and lines, one a line.'),
  status: z.enum(FINDING_STATUSES),
  evidence: z.array(z.object({ title: z.string(), link: z.string() })),
  by: z.string(),
  createdAtMs: z.number(),
  changedAtMs: z.number(),
  notes: z.array(z.object({ atMs: z.number(), by: z.string(), text: z.string() })).describe('Oldest first.'),
})

export function findingRoutes(app: FastifyInstance, { findings }: FindingRoutesOptions): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const unknown = (id: string) => apiError('not_found', `no finding has the id ${JSON.stringify(id)}.`)
  routes.get(
    '/api/v1/findings',
    {
      config: { access: 'viewer' },
      schema: {
        summary: 'Findings, the newest first',
        response: { 200: z.object({ findings: z.array(findingSchema) }) },
      },
    },
    async () => ({ findings: findings.all() }),
  )
  routes.post(
    '/api/v1/findings',
    {
      config: { access: 'operator', act: 'add a finding', signs: 'by' },
      schema: {
        summary: 'Adds a finding',
        body: inputBody,
        response: { 201: findingSchema, 400: errorSchema, 409: errorSchema },
      },
    },
    async (request, reply) => {
      try {
        return await reply.status(201).send(await findings.add(request.body))
      } catch (error) {
        if (error instanceof RangeError) return reply.status(409).send(apiError('full', error.message))
        throw error
      }
    },
  )
  routes.patch(
    '/api/v1/findings/:id',
    {
      config: { access: 'operator', act: 'change a finding', signs: 'note.by' },
      schema: {
        summary: 'Changes parts of a finding, or adds a note',
        params: idParams,
        body: changeBody,
        response: { 200: findingSchema, 400: errorSchema, 404: errorSchema, 409: errorSchema },
      },
    },
    async (request, reply) => {
      const change = Object.fromEntries(Object.entries(request.body).filter(([, value]) => value !== undefined))
      try {
        const changed = await findings.change(request.params.id, change)
        return await (changed ? reply.send(changed) : reply.status(404).send(unknown(request.params.id)))
      } catch (error) {
        if (error instanceof RangeError) return reply.status(409).send(apiError('full', error.message))
        throw error
      }
    },
  )
  routes.delete(
    '/api/v1/findings/:id',
    {
      config: { access: 'operator', act: 'remove a finding' },
      schema: { summary: 'Removes a finding', params: idParams, response: { 204: z.null(), 404: errorSchema } },
    },
    async (request, reply) => {
      const { id } = request.params
      return (await findings.remove(id)) ? reply.status(204).send(null) : reply.status(404).send(unknown(id))
    },
  )
}
