/** `/api/v1/investigations`: compared runs, what they say, and what to try next. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { RunInput } from '../../protocol/investigations'
import type { FindingBook } from '../findings/finding-book'
import { attachTo } from '../investigations/attach'
import type { Investigations } from '../investigations/investigations'
import type { Roster } from '../roster/roster'
import { apiError } from './errors'
import {
  answerSchema,
  attachBody,
  comparisonQuery,
  comparisonSchema,
  idParams,
  investigationBody,
  investigationChangeBody,
  investigationSchema,
  investigationsSchema,
} from './investigation-schemas'
import { investigationRunRoutes, runFault, runOf } from './investigation-run-routes'
import { errorSchema } from './schemas'

export interface InvestigationRoutesOptions {
  investigations: Investigations
  findings: FindingBook
  roster: Roster
  nowMs: () => number
}

const unknown = (id: string) => apiError('not_found', `no investigation has the id ${JSON.stringify(id)}.`)

export function investigationRoutes(app: FastifyInstance, options: InvestigationRoutesOptions): void {
  const { investigations, findings, nowMs } = options
  const { book } = investigations
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/investigations',
    {
      config: { access: 'viewer' },
      schema: { summary: 'Investigations with their runs, the newest first', response: { 200: investigationsSchema } },
    },
    async () => ({ investigations: book.all() }),
  )
  routes.post(
    '/api/v1/investigations',
    {
      config: { access: 'operator', act: 'begin an investigation' },
      schema: {
        summary: 'Begins an investigation',
        body: investigationBody,
        response: { 201: investigationSchema, 400: errorSchema, 404: errorSchema, 409: errorSchema },
      },
    },
    async (request, reply) => {
      const { runs: bodies, ...input } = request.body
      const runs = bodies.map((body): RunInput => runOf(body, nowMs()))
      const fault = runs.map((run) => runFault(run, options.roster)).find((one) => one !== null)
      if (fault) return reply.status(fault.status).send(fault.body)
      try {
        return await reply.status(201).send(await book.add(input, runs))
      } catch (error) {
        if (error instanceof RangeError) return reply.status(409).send(apiError('full', error.message))
        throw error
      }
    },
  )
  routes.get(
    '/api/v1/investigations/:id',
    {
      config: { access: 'viewer' },
      schema: {
        summary: 'What the runs of an investigation say, as of now',
        params: idParams,
        response: { 200: answerSchema, 404: errorSchema },
      },
    },
    async (request, reply) => {
      const found = book.get(request.params.id)
      return found ? reply.send(await investigations.answer(found)) : reply.status(404).send(unknown(request.params.id))
    },
  )
  routes.patch(
    '/api/v1/investigations/:id',
    {
      config: { access: 'operator', act: 'change an investigation' },
      schema: {
        summary: 'Changes title, question, metric, or whether it follows lives',
        params: idParams,
        body: investigationChangeBody,
        response: { 200: investigationSchema, 400: errorSchema, 404: errorSchema },
      },
    },
    async (request, reply) => {
      const change = Object.fromEntries(Object.entries(request.body).filter(([, value]) => value !== undefined))
      const changed = await book.change(request.params.id, change)
      return changed ? reply.send(changed) : reply.status(404).send(unknown(request.params.id))
    },
  )
  routes.delete(
    '/api/v1/investigations/:id',
    {
      config: { access: 'operator', act: 'remove an investigation' },
      schema: { summary: 'Removes an investigation', params: idParams, response: { 204: z.null(), 404: errorSchema } },
    },
    async (request, reply) => {
      const { id } = request.params
      return (await book.remove(id)) ? reply.status(204).send(null) : reply.status(404).send(unknown(id))
    },
  )
  routes.get(
    '/api/v1/investigations/:id/comparison',
    {
      config: { access: 'viewer' },
      schema: {
        summary: 'Two runs laid over each other by process age',
        params: idParams,
        querystring: comparisonQuery,
        response: { 200: comparisonSchema, 400: errorSchema, 404: errorSchema, 409: errorSchema },
      },
    },
    async (request, reply) => {
      const found = book.get(request.params.id)
      if (!found) return reply.status(404).send(unknown(request.params.id))
      const [before, after] = [request.query.before, request.query.after].map((id) =>
        found.runs.find((run) => run.id === id),
      )
      if (!before || !after)
        return reply
          .status(404)
          .send(apiError('not_found', `before and after must be runs of it; there are ${found.runs.length}.`))
      const comparison = await investigations.compare(found, before.id, after.id)
      if (comparison) return reply.send(comparison)
      const sentence = `${before.label} and ${after.label} have no process age in common in which ${found.metric} is known.`
      return reply.status(409).send(apiError('no_common_age', sentence))
    },
  )
  routes.post(
    '/api/v1/investigations/:id/attach',
    {
      config: { access: 'operator', act: 'attach an investigation to a finding', signs: 'by' },
      schema: {
        summary: 'Attaches what an investigation says to a finding: a link as evidence, and its sentence as a note',
        params: idParams,
        body: attachBody,
        response: { 200: z.object({ finding: z.string() }), 400: errorSchema, 404: errorSchema, 409: errorSchema },
      },
    },
    async (request, reply) => {
      const found = book.get(request.params.id)
      if (!found) return reply.status(404).send(unknown(request.params.id))
      const { finding, by } = request.body
      try {
        const changed = await attachTo(findings, finding, by, await investigations.answer(found))
        if (changed) return await reply.send({ finding })
      } catch (error) {
        if (error instanceof RangeError) return reply.status(409).send(apiError('full', error.message))
        throw error
      }
      return reply.status(404).send(apiError('not_found', `no finding has the id ${JSON.stringify(finding)}.`))
    },
  )
  investigationRunRoutes(app, options)
}
