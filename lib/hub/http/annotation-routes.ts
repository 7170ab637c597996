/** `/api/v1/annotations`: what happened when. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { show } from '../../protocol/checks'
import { ANNOTATION_KINDS, ANNOTATION_TITLE_CHARS } from '../../protocol/annotations'
import { PROCESS_ID_MAX_CHARS } from '../../protocol/process-id'
import type { Annotations } from '../annotations/annotations'
import type { Roster } from '../roster/roster'
import { apiError } from './errors'
import { errorSchema, wholeMs } from './schemas'

export interface AnnotationRoutesOptions {
  annotations: Annotations
  roster: Roster
  nowMs: () => number
}

/** Years ahead are a slip of a factor of a thousand; a planned deploy of tomorrow is fine. */
const AHEAD_MS = 366 * 86_400_000

const kinds = ANNOTATION_KINDS.join(', ')
const text = (name: string, max: number) =>
  z
    .string({ error: ({ input }) => `${name} must be text of 1 to ${max} characters; ${show(input)} came.` })
    .trim()
    .min(1, { error: `${name} must not be empty.` })
    .max(max, { error: `${name} may have at most ${max} characters.` })

const inputSchema = z.strictObject(
  {
    atMs: z
      .int({ error: ({ input }) => `atMs must be whole milliseconds since 1970; ${show(input)} came.` })
      .min(946_684_800_000, { error: 'atMs must be milliseconds since 1970, and not before 2000.' })
      .optional()
      .describe('Absent: now.'),
    kind: z.enum(ANNOTATION_KINDS, { error: ({ input }) => `kind must be one of ${kinds}; ${show(input)} came.` }),
    title: text('title', ANNOTATION_TITLE_CHARS),
    service: text('service', 200).optional(),
    process: text('process', PROCESS_ID_MAX_CHARS).optional().describe("A process's id."),
    author: text('author', 200).optional(),
  },
  {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `${issue.keys.map((key) => JSON.stringify(key)).join(', ')} is no field of an annotation; it has atMs, kind, title, service, process and author.`
        : 'an annotation is a JSON object with kind and title.',
  },
)

const annotationSchema = z.object({
  id: z.number(),
  atMs: z.number(),
  kind: z.string(),
  title: z.string(),
  service: z.string().optional(),
  process: z.string().optional(),
  author: z.string().optional(),
  createdMs: z.number().describe("When it was added, on the hub's clock."),
})

const rangeQuery = z
  .object({
    fromMs: wholeMs('fromMs', 0).describe('Inclusive.'),
    toMs: wholeMs('toMs', 0).describe('Inclusive.'),
    service: z.string().optional().describe('Those of this service, and those that concern all.'),
    process: z.string().optional().describe('Those of this process, of its service, and those that concern all.'),
  })
  .refine(({ fromMs, toMs }) => fromMs <= toMs, { error: 'fromMs must not be after toMs.' })

export function annotationRoutes(app: FastifyInstance, options: AnnotationRoutesOptions): void {
  const { annotations, roster, nowMs } = options
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/annotations',
    {
      config: { access: 'viewer' },
      schema: {
        summary: 'What happened in a range: the newest 10,000, ordered by time',
        querystring: rangeQuery,
        response: { 200: z.object({ annotations: z.array(annotationSchema) }), 400: errorSchema },
      },
    },
    async (request, reply) => {
      const { fromMs, toMs, service, process } = request.query
      const range = { fromMs, toMs, ...(service ? { service } : {}), ...(process ? { process } : {}) }
      return reply.send({ annotations: await annotations.range(range) })
    },
  )
  routes.post(
    '/api/v1/annotations',
    {
      config: { access: 'operator', act: 'add an annotation', signs: 'author' },
      schema: {
        summary: 'Says that something happened: a deploy, a note',
        body: inputSchema,
        response: { 201: annotationSchema, 400: errorSchema, 404: errorSchema },
      },
    },
    async (request, reply) => {
      const { atMs = nowMs(), process, service, kind, title, author } = request.body
      if (atMs > nowMs() + AHEAD_MS)
        return reply
          .status(400)
          .send(apiError('bad_request', `atMs is ${atMs}, more than a year ahead; it is milliseconds since 1970.`))
      const entry = process === undefined ? undefined : roster.get(process)
      if (process !== undefined && !entry)
        return reply.status(404).send(apiError('unknown_process', `no process has the id ${JSON.stringify(process)}.`))
      const concerned = entry?.life.service ?? service
      const added = await annotations.add({
        atMs,
        kind,
        title,
        ...(concerned === undefined ? {} : { service: concerned }),
        ...(process === undefined ? {} : { process }),
        ...(author === undefined ? {} : { author }),
      })
      return reply.status(201).send(added)
    },
  )
}
