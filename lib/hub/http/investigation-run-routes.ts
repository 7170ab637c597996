/** The runs of an investigation: begun, changed, ended. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ApiError } from '../../protocol/http-api'
import type { RunInput } from '../../protocol/investigations'
import type { Roster } from '../roster/roster'
import { apiError } from './errors'
import { endBody, idParams, type RunBody, runBody, runChangeBody, runParams, runSchema } from './investigation-schemas'
import type { InvestigationRoutesOptions } from './investigation-routes'
import { errorSchema } from './schemas'

export function runOf({ fromMs, ...body }: RunBody, nowMs: number): RunInput {
  return { ...body, fromMs: fromMs ?? nowMs }
}

interface RunFault {
  status: 400 | 404
  body: ApiError
}

export function runFault(
  { process, fromMs, toMs }: Pick<RunInput, 'process' | 'fromMs' | 'toMs'>,
  roster: Pick<Roster, 'get'>,
): RunFault | null {
  if (toMs !== null && toMs < fromMs)
    return { status: 400, body: apiError('bad_request', `toMs is ${toMs}, before fromMs, ${fromMs}.`) }
  if (process === null || roster.get(process)) return null
  return { status: 404, body: apiError('unknown_process', `no process has the id ${JSON.stringify(process)}.`) }
}

const RUN = { 200: runSchema, 400: errorSchema, 404: errorSchema }

export function investigationRunRoutes(app: FastifyInstance, options: InvestigationRoutesOptions): void {
  const { investigations, roster, nowMs } = options
  const { book } = investigations
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const unknown = (id: string, run: string) =>
    apiError('not_found', `no investigation ${JSON.stringify(id)} has a run ${JSON.stringify(run)}.`)
  routes.post(
    '/api/v1/investigations/:id/runs',
    {
      config: { access: 'operator', act: 'begin a run' },
      schema: {
        summary: 'Begins a run, or adds one of before',
        params: idParams,
        body: runBody,
        response: { 201: runSchema, 400: errorSchema, 404: errorSchema, 409: errorSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const run = runOf(request.body, nowMs())
      const fault = runFault(run, roster)
      if (fault) return reply.status(fault.status).send(fault.body)
      try {
        const added = (await book.addRuns(id, [run]))?.[0]
        if (added) return await reply.status(201).send(added)
      } catch (error) {
        if (error instanceof RangeError) return reply.status(409).send(apiError('full', error.message))
        throw error
      }
      return reply.status(404).send(apiError('not_found', `no investigation has the id ${JSON.stringify(id)}.`))
    },
  )
  routes.patch(
    '/api/v1/investigations/:id/runs/:run',
    {
      config: { access: 'operator', act: 'change a run' },
      schema: { summary: 'Changes a run', params: runParams, body: runChangeBody, response: RUN },
    },
    async (request, reply) => {
      const { id, run } = request.params
      const { process } = request.body
      if (process && !roster.get(process))
        return reply.status(404).send(apiError('unknown_process', `no process has the id ${JSON.stringify(process)}.`))
      const change = Object.fromEntries(Object.entries(request.body).filter(([, value]) => value !== undefined))
      try {
        const changed = await book.changeRun(id, run, change)
        return await (changed ? reply.send(changed) : reply.status(404).send(unknown(id, run)))
      } catch (error) {
        if (error instanceof RangeError) return reply.status(400).send(apiError('bad_request', error.message))
        throw error
      }
    },
  )
  routes.post(
    '/api/v1/investigations/:id/runs/:run/end',
    {
      config: { access: 'operator', act: 'end a run' },
      schema: {
        summary: 'Ends a run',
        params: runParams,
        // No body at all is the common case.
        body: z.preprocess((body) => body ?? {}, endBody),
        response: RUN,
      },
    },
    async (request, reply) => {
      const { id, run } = request.params
      const before = book.get(id)?.runs.find((one) => one.id === run)
      if (!before) return reply.status(404).send(unknown(id, run))
      const toMs = request.body.toMs ?? Math.max(before.fromMs, nowMs())
      if (toMs < before.fromMs)
        return reply.status(400).send(apiError('bad_request', `toMs is ${toMs}, before fromMs, ${before.fromMs}.`))
      const ended = await book.changeRun(id, run, { toMs })
      return ended ? reply.send(ended) : reply.status(404).send(unknown(id, run))
    },
  )
  routes.delete(
    '/api/v1/investigations/:id/runs/:run',
    {
      config: { access: 'operator', act: 'remove a run' },
      schema: { summary: 'Removes a run', params: runParams, response: { 204: z.null(), 404: errorSchema } },
    },
    async (request, reply) => {
      const { id, run } = request.params
      return (await book.removeRun(id, run)) ? reply.status(204).send(null) : reply.status(404).send(unknown(id, run))
    },
  )
}
