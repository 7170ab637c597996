/** `/api/v1/processes/:id/verdicts`: when the verdict of a series became another one. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Store } from '../../history/store'
import { VERDICT_WORDS } from '../../protocol/vocabulary'
import type { Roster } from '../roster/roster'
import { apiError } from './errors'
import { errorSchema, processParams, timeRange } from './schemas'

export interface VerdictRoutesOptions {
  roster: Roster
  store: Store
}

const changes = z.object({
  changes: z.array(
    z.object({
      series: z.string(),
      atMs: z.number(),
      from: z.enum(VERDICT_WORDS).nullable().describe('null: the first one.'),
      to: z.enum(VERDICT_WORDS),
      reason: z.string(),
    }),
  ),
})

export function verdictRoutes(app: FastifyInstance, { roster, store }: VerdictRoutesOptions): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/processes/:id/verdicts',
    {
      config: { access: 'viewer' },
      schema: {
        summary: 'When verdicts changed in a range, ordered by time',
        params: processParams,
        querystring: timeRange,
        response: { 200: changes, 400: errorSchema, 404: errorSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      if (!roster.get(id))
        return reply.status(404).send(apiError('unknown_process', `no process has the id ${JSON.stringify(id)}.`))
      const { fromMs, toMs } = request.query
      const found = await store.verdictChanges(id, fromMs, toMs)
      return {
        changes: found.map(({ series, atMs, from, to, reason }) => ({
          series,
          atMs,
          from,
          to,
          reason: String(reason),
        })),
      }
    },
  )
}
