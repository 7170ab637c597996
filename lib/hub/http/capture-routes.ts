/** `/api/v1/processes/:id/commands`, `…/entities` and `/api/v1/captures`: what is inside a process. */
import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { json } from 'node:stream/consumers'
import { createGunzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { show } from '../../protocol/checks'
import type { ProfileContent } from '../../protocol/commands'
import { COMMAND_NAMES } from '../../protocol/vocabulary'
import type { CaptureFiles } from '../captures/capture-files'
import type { Captures } from '../captures/captures'
import type { EntityBook } from '../captures/entity-book'
import type { Operations } from '../captures/operations'
import type { Roster } from '../roster/roster'
import { fields, idParams, text } from './alert-schemas'
import { answer } from './answer'
import { captureSchema } from './capture-schema'
import { apiError } from './errors'
import { profileRoutes } from './profile-routes'
import { nameOf } from './route-access'
import { errorSchema, processParams, wholeMs } from './schemas'
import { type SnapshotRoutesOptions, snapshotRoutes } from './snapshot-routes'
import { uploadRoute } from './upload-route'

export interface CaptureRoutesOptions extends SnapshotRoutesOptions {
  roster: Roster
  captures: Captures
  captureFiles: CaptureFiles
  operations: Operations
  entities: EntityBook
}

const PROFILE_MAX_MS = 10 * 60_000
const WINDOW_MS = 10 * 60_000
/** Who acts, where nobody says so. */
const SOMEBODY = 'somebody'

const commandBody = fields('a command', {
  name: z.enum(COMMAND_NAMES, {
    error: ({ input }) => `name must be one of ${COMMAND_NAMES.join(', ')}; ${show(input)} came.`,
  }),
  args: z
    .object({
      durationMs: z
        .int({ error: ({ input }) => `args.durationMs must be whole milliseconds; ${show(input)} came.` })
        .min(0, { error: 'args.durationMs must not be negative.' })
        .max(PROFILE_MAX_MS, { error: 'args.durationMs may be at most 10 minutes.' })
        .optional(),
      keepStrings: z.boolean().optional(),
      estimate: z.boolean().optional(),
    })
    .default({}),
  by: text('by', 200).default(SOMEBODY),
})

const entitySchema = z.object({
  id: z.string(),
  label: z.string().exactOptional(),
  bytes: z.number().nullable(),
  count: z.number().nullable(),
  ageMs: z.number().nullable(),
  grown: z.number().nullable().describe('Over the window, in bytes where those are known, else in counts.'),
  grownSinceMs: z.number().nullable(),
})
const tablesSchema = z.object({
  tables: z.array(
    z.object({
      name: z.string(),
      total: z.number().nullable(),
      sampled: z.number().describe('Fewer than the total: the rows are of a sample.'),
      isEstimate: z.boolean().describe('Whether the bytes are estimates.'),
      atMs: z.number(),
      rows: z.array(entitySchema),
    }),
  ),
})
const numbers = z.array(z.number().nullable())
const historySchema = z.object({ id: z.string(), atMs: z.array(z.number()), bytes: numbers, count: numbers })

export function captureRoutes(app: FastifyInstance, options: CaptureRoutesOptions): void {
  commands(app, options)
  entities(app, options)
  lists(app, options)
  profileRoutes(app, options)
  snapshotRoutes(app, options)
  uploadRoute(app, options)
}

function commands(app: FastifyInstance, { roster, operations }: CaptureRoutesOptions): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    '/api/v1/processes/:id/commands',
    {
      config: { access: 'operator', act: 'send a command', signs: 'by' },
      schema: {
        summary: 'Asks a target to collect, or to capture what is on its heap',
        description:
          '`gc` answers what came back and what stayed. `heap-profile` (`durationMs`; 0: since the profiler runs) and `heap-snapshot` (`keepStrings`) answer 202 with a capture; `heap-snapshot` with `estimate` answers what it would take.',
        params: processParams,
        body: commandBody,
        response: { 202: captureSchema, 400: errorSchema, 404: errorSchema, 409: errorSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const { name, args, by } = request.body
      request.about = `${name}${args.estimate ? ' (estimate)' : ''}, ${id}`
      const entry = roster.get(id)
      if (!entry)
        return reply.status(404).send(apiError('unknown_process', `no process has the id ${JSON.stringify(id)}.`))
      switch (name) {
        case 'gc':
          return answer(await operations.collect(entry, by), 200, reply)
        case 'heap-profile':
          return answer(await operations.takeProfile(entry, by, args.durationMs ?? 0), 202, reply)
        case 'heap-snapshot':
          return args.estimate
            ? answer(await operations.estimate(entry), 200, reply)
            : answer(await operations.takeSnapshot(entry, by, args.keepStrings ?? false), 202, reply)
        case 'entities':
          return reply
            .status(400)
            .send(apiError('bad_request', 'entities are asked for by the hub itself: GET …/entities answers them.'))
        default:
          return name satisfies never
      }
    },
  )
}

function entities(app: FastifyInstance, { roster, entities: book }: CaptureRoutesOptions): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const unknown = (id: string) => apiError('unknown_process', `no process has the id ${JSON.stringify(id)}.`)
  routes.get(
    '/api/v1/processes/:id/entities',
    {
      config: { access: 'viewer' },
      schema: {
        summary: 'The things that a process holds: the largest, and those that grew most over a window',
        params: processParams,
        querystring: z.object({ windowMs: wholeMs('windowMs', 1).default(WINDOW_MS) }),
        response: { 200: tablesSchema, 400: errorSchema, 404: errorSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      if (!roster.get(id)) return reply.status(404).send(unknown(id))
      return reply.send({ tables: book.tables(id, request.query.windowMs) })
    },
  )
  routes.get(
    '/api/v1/processes/:id/entities/history',
    {
      config: { access: 'viewer' },
      schema: {
        summary: 'How one of them grew; an hour at most',
        params: processParams,
        querystring: z.object({ group: z.string(), entity: z.string() }),
        response: { 200: historySchema, 404: errorSchema },
      },
    },
    async (request, reply) => {
      const { group, entity } = request.query
      const history = book.history(request.params.id, group, entity)
      if (!history) return reply.status(404).send(apiError('not_found', 'that is not known, or was forgotten.'))
      return reply.send(history)
    },
  )
}

function lists(app: FastifyInstance, { captures, captureFiles, operations }: CaptureRoutesOptions): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const unknown = (id: string) => apiError('not_found', `no capture has the id ${JSON.stringify(id)}.`)
  routes.get(
    '/api/v1/captures',
    {
      config: { access: 'viewer' },
      schema: {
        summary: 'Captures, the newest first',
        querystring: z.object({ process: z.string().optional() }),
        response: { 200: z.object({ captures: z.array(captureSchema) }) },
      },
    },
    async (request, reply) => {
      const { process } = request.query
      return reply.send({ captures: captures.all().filter((one) => process === undefined || one.process === process) })
    },
  )
  routes.get(
    '/api/v1/captures/:id',
    {
      config: { access: 'viewer' },
      schema: { summary: 'One capture', params: idParams, response: { 200: captureSchema, 404: errorSchema } },
    },
    async (request, reply) => {
      const capture = captures.get(request.params.id)
      return capture ? reply.send(capture) : reply.status(404).send(unknown(request.params.id))
    },
  )
  routes.delete(
    '/api/v1/captures/:id',
    {
      config: { access: 'operator', act: 'remove or cancel a capture' },
      schema: {
        summary: 'Removes a capture, or cancels one that is under way',
        params: idParams,
        querystring: z.object({ by: text('by', 200).default(SOMEBODY).describe('Who does it, for the record.') }),
      },
    },
    async (request, reply) => {
      const capture = captures.get(request.params.id)
      if (!capture) return reply.status(404).send(unknown(request.params.id))
      const by = nameOf(request.caller) ?? request.query.by
      if (await operations.remove(capture, by)) return reply.status(204).send()
      return answer(await operations.cancel(capture, by), 200, reply)
    },
  )
  routes.get(
    '/api/v1/captures/:id/file',
    {
      config: { access: 'operator', act: 'download a capture' },
      schema: {
        summary: "What was captured, in V8's own format: .heapprofile, or .heapsnapshot where strings were kept",
        params: idParams,
      },
    },
    async (request, reply) => {
      const capture = captures.get(request.params.id)
      if (!capture) return reply.status(404).send(unknown(request.params.id))
      if (capture.state !== 'ready')
        return reply.status(409).send(apiError('not_ready', `the capture is ${capture.state}.`))
      if (!capture.hasStrings)
        return reply
          .status(409)
          .send(apiError('no_strings', 'its strings were left out, so no other tool reads it; take one with strings.'))
      const ending = capture.kind === 'heap-profile' ? 'heapprofile' : 'heapsnapshot'
      reply.header('content-disposition', `attachment; filename="${capture.id}.${ending}"`)
      reply.type('application/json')
      const content = createReadStream(captureFiles.path(capture.id)).pipe(createGunzip())
      return capture.kind === 'heap-profile' ? profileOf(content) : reply.send(content)
    },
  )
}

/** Without what the target sent beside it. */
async function profileOf(content: Readable): Promise<string> {
  const sent = (await json(content)) as ProfileContent
  return JSON.stringify(sent.profile)
}
